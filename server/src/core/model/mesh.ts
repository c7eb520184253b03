/** How much Envoy cleans paths before it looks for a route (MeshConfig.ProxyPathNormalization); DEFAULT stands for BASE. */
export const pathNormalizations = ["NONE", "BASE", "MERGE_SLASHES", "DECODE_AND_MERGE_SLASHES"] as const;
export type PathNormalization = (typeof pathNormalizations)[number];

/** What of the mesh configuration matters to rules and routing (istio/api mesh/v1alpha1/config.proto), with Istio's defaults in `defaultMesh`. */
export interface MeshSettings {
  readonly domain: string;
  readonly rootNamespace: string;
  readonly outboundTrafficPolicy: "ALLOW_ANY" | "REGISTRY_ONLY";
  /** pathNormalization.normalization */
  readonly pathNormalization: PathNormalization;
  /** defaultVirtualServiceExportTo, defaultServiceExportTo and defaultDestinationRuleExportTo: for what does not say to whom it is exported. */
  readonly defaultExportTo: Readonly<Record<"virtualService" | "service" | "destinationRule", readonly string[]>>;
  /** defaultHttpRetryPolicy, for http rules without retries; undefined: Istio's own. */
  readonly defaultRetries: MeshRetries | undefined;
  /** The files are the whole mesh: what is not in view does not exist. */
  readonly complete: boolean;
  /** enableAutoMtls: clients use mutual TLS wherever the server has a sidecar, unless told otherwise. */
  readonly autoMtls: boolean;
  /** trustDomain and its aliases; empty where they are not known. */
  readonly trustDomains: readonly string[];
  /** defaultProviders.accessLogging; undefined where the mesh configuration is not known. */
  readonly accessLogProviders: readonly string[] | undefined;
  /** Names of tracing providers whose kind Istio no longer supports (Lightstep). */
  readonly retiredTracers: readonly string[];
}

/** Durations as written. */
export interface MeshRetries {
  readonly attempts: number;
  readonly perTryTimeout: string | undefined;
  readonly retryOn: string | undefined;
}

export const defaultMesh: MeshSettings = {
  domain: "cluster.local",
  rootNamespace: "istio-system",
  outboundTrafficPolicy: "ALLOW_ANY",
  pathNormalization: "BASE",
  defaultExportTo: { virtualService: ["*"], service: ["*"], destinationRule: ["*"] },
  defaultRetries: undefined,
  complete: false,
  autoMtls: true,
  trustDomains: [],
  accessLogProviders: undefined,
  retiredTracers: [],
};
