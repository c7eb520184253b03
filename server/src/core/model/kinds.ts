/** The kinds that have a model of their own, each with the API groups in which the kind means that. */
const loweredKinds = {
  VirtualService: ["networking.istio.io"],
  DestinationRule: ["networking.istio.io"],
  Gateway: ["networking.istio.io", "gateway.networking.k8s.io"],
  ServiceEntry: ["networking.istio.io"],
  Sidecar: ["networking.istio.io"],
  WorkloadEntry: ["networking.istio.io"],
  WorkloadGroup: ["networking.istio.io"],
  EnvoyFilter: ["networking.istio.io"],
  ProxyConfig: ["networking.istio.io"],
  AuthorizationPolicy: ["security.istio.io"],
  PeerAuthentication: ["security.istio.io"],
  RequestAuthentication: ["security.istio.io"],
  Telemetry: ["telemetry.istio.io"],
  WasmPlugin: ["extensions.istio.io"],
  TrafficExtension: ["extensions.istio.io"],
  GatewayClass: ["gateway.networking.k8s.io"],
  HTTPRoute: ["gateway.networking.k8s.io"],
  GRPCRoute: ["gateway.networking.k8s.io"],
  ReferenceGrant: ["gateway.networking.k8s.io"],
  Service: ["", "serving.knative.dev"],
  InferenceService: ["serving.kserve.io"],
  Canary: ["flagger.app"],
  HelmRelease: ["helm.toolkit.fluxcd.io"],
  Application: ["argoproj.io"],
  ServiceAccount: [""],
  Namespace: [""],
  Secret: [""],
  CustomResourceDefinition: ["apiextensions.k8s.io"],
  Certificate: ["cert-manager.io"],
  SealedSecret: ["bitnami.com"],
  ExternalSecret: ["external-secrets.io"],
  Pod: [""],
  ReplicationController: [""],
  Deployment: ["apps", "extensions"],
  DaemonSet: ["apps", "extensions"],
  ReplicaSet: ["apps", "extensions"],
  StatefulSet: ["apps"],
  Job: ["batch"],
  CronJob: ["batch"],
  Rollout: ["argoproj.io"],
} as const satisfies Record<string, readonly string[]>;

export type LoweredKind = keyof typeof loweredKinds;

/** A kind with a model, and the group in which it was found. */
export interface KnownKind {
  readonly kind: LoweredKind;
  readonly group: string;
}

const groupsByKind: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(loweredKinds));

/** Whether `kind` has a model in some API group. */
export function isLoweredKind(kind: string): kind is LoweredKind {
  return groupsByKind.has(kind);
}

/**
 * The kind with a model that a manifest means: its group must be the kind's and its version well-formed. Undefined for anything
 * else, so also for a misspelt apiVersion, which the API server would not take either. Where no apiVersion is written yet
 * (`undefined`) the kind alone decides.
 */
export function knownKind(apiVersion: string | undefined, kind: string): KnownKind | undefined {
  if (!isLoweredKind(kind)) return undefined;
  const groups: readonly string[] = loweredKinds[kind];
  if (apiVersion === undefined) return { kind, group: groups[0] ?? "" };
  const { group, version } = splitApiVersion(apiVersion);
  const known = groups.find((candidate) => candidate === group);
  return known === undefined || !versionForm.test(version) ? undefined : { kind, group: known };
}

/** `group/version`; the core group has no slash. */
export function splitApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? { group: "", version: apiVersion } : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** Whether a list of objects: `List`, or the list kind of a resource (`ServiceList`). */
export function isListKind(kind: string): boolean {
  return kind.endsWith("List");
}

/** Whether objects of a kind belong to no namespace. */
export function isClusterScoped(kind: string): boolean {
  return clusterScopedKinds.has(kind);
}

/** Version names of the Kubernetes API (Kubernetes documentation, CustomResourceDefinition versioning). */
const versionForm = /^v[1-9]\d*((alpha|beta)[1-9]\d*)?$/;

const clusterScopedKinds: ReadonlySet<string> = new Set([
  "Namespace",
  "Node",
  "PersistentVolume",
  "ClusterRole",
  "ClusterRoleBinding",
  "CustomResourceDefinition",
  "MutatingWebhookConfiguration",
  "ValidatingWebhookConfiguration",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "MutatingAdmissionPolicy",
  "MutatingAdmissionPolicyBinding",
  "APIService",
  "StorageClass",
  "CSIDriver",
  "CSINode",
  "VolumeAttachment",
  "PriorityClass",
  "RuntimeClass",
  "IngressClass",
  "GatewayClass",
  "PodSecurityPolicy",
  "CertificateSigningRequest",
  "FlowSchema",
  "PriorityLevelConfiguration",
  "ClusterIssuer",
]);
