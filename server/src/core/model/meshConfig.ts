import { isPlainMap, type Plain, type PlainMap } from "../syntax/plain";
import { defaultMesh, type MeshSettings, type PathNormalization, pathNormalizations } from "./mesh";

/**
 * What a MeshConfig (istio/api mesh/v1alpha1/config.proto; `data.mesh` of the ConfigMap `istio`) says of the settings that matter here.
 * Fields that it does not set are left out; what it does not say of providers is known to be nothing.
 */
export function settingsOfMeshConfig(config: PlainMap): Partial<MeshSettings> {
  const written = mapAt(config, "outboundTrafficPolicy").mode;
  const policy = written === "ALLOW_ANY_DYNAMIC_DNS" ? "ALLOW_ANY" : written;
  const normalization = pathNormalizationOf(mapAt(config, "pathNormalization").normalization);
  const trustDomain = config.trustDomain;
  const aliases = textsIn(config.trustDomainAliases);
  return {
    ...(typeof config.rootNamespace === "string" ? { rootNamespace: config.rootNamespace } : {}),
    ...(policy === "ALLOW_ANY" || policy === "REGISTRY_ONLY" ? { outboundTrafficPolicy: policy } : {}),
    ...(normalization === undefined ? {} : { pathNormalization: normalization }),
    ...exportDefaults(config),
    ...retryDefaults(config.defaultHttpRetryPolicy),
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

function exportDefaults(config: PlainMap): Partial<MeshSettings> {
  const [virtualService, service, destinationRule] = [
    config.defaultVirtualServiceExportTo,
    config.defaultServiceExportTo,
    config.defaultDestinationRuleExportTo,
  ].map(textsIn);
  const given = {
    ...(virtualService === undefined || virtualService.length === 0 ? {} : { virtualService }),
    ...(service === undefined || service.length === 0 ? {} : { service }),
    ...(destinationRule === undefined || destinationRule.length === 0 ? {} : { destinationRule }),
  };
  return Object.keys(given).length === 0 ? {} : { defaultExportTo: { ...defaultMesh.defaultExportTo, ...given } };
}

function retryDefaults(policy: Plain | undefined): Partial<MeshSettings> {
  if (!isPlainMap(policy)) return {};
  const text = (value: Plain | undefined): string | undefined => (typeof value === "string" ? value : undefined);
  const attempts = typeof policy.attempts === "number" ? policy.attempts : 0;
  return { defaultRetries: { attempts, perTryTimeout: text(policy.perTryTimeout), retryOn: text(policy.retryOn) } };
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
