import { isPlainMap, type Plain, type PlainMap } from "../syntax/plain";
import { type MeshSettings, type PathNormalization, pathNormalizations } from "./mesh";

/**
 * What a MeshConfig (istio/api mesh/v1alpha1/config.proto; `data.mesh` of the ConfigMap `istio`) says of the settings that matter here.
 * Fields that it does not set are left out; what it does not say of providers is known to be nothing.
 */
export function settingsOfMeshConfig(config: PlainMap): Partial<MeshSettings> {
  const policy = mapAt(config, "outboundTrafficPolicy").mode;
  const normalization = pathNormalizationOf(mapAt(config, "pathNormalization").normalization);
  const trustDomain = config.trustDomain;
  const aliases = textsIn(config.trustDomainAliases);
  return {
    ...(typeof config.rootNamespace === "string" ? { rootNamespace: config.rootNamespace } : {}),
    ...(policy === "ALLOW_ANY" || policy === "REGISTRY_ONLY" ? { outboundTrafficPolicy: policy } : {}),
    ...(normalization === undefined ? {} : { pathNormalization: normalization }),
    ...(typeof config.enableAutoMtls === "boolean" ? { autoMtls: config.enableAutoMtls } : {}),
    ...(typeof trustDomain === "string" ? { trustDomains: [trustDomain, ...aliases] } : {}),
    accessLogProviders: textsIn(mapAt(config, "defaultProviders").accessLogging),
    retiredTracers: listIn(config.extensionProviders).flatMap((provider) =>
      isPlainMap(provider) && isPlainMap(provider.lightstep) && typeof provider.name === "string" ? [provider.name] : [],
    ),
  };
}

/** Undefined where the value is none of MeshConfig's. */
export function pathNormalizationOf(value: unknown): PathNormalization | undefined {
  return value === "DEFAULT" ? "BASE" : pathNormalizations.find((one) => one === value);
}

function mapAt(map: PlainMap, key: string): PlainMap {
  const value = map[key];
  return isPlainMap(value) ? value : {};
}

function listIn(value: Plain | undefined): readonly Plain[] {
  return Array.isArray(value) ? value : [];
}

function textsIn(value: Plain | undefined): readonly string[] {
  return listIn(value).filter((entry): entry is string => typeof entry === "string");
}
