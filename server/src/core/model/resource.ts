import type { Span, Spanned } from "../text/span";
import type { DestinationRule } from "./destinationRule";
import type { Gateway } from "./gateway";
import type { KubernetesGateway, KubernetesRoute, ReferenceGrant } from "./kubernetesGateway";
import type { LabelMap } from "./labels";
import type { Policy } from "./policy";
import type { Service } from "./service";
import type { ServiceEntry } from "./serviceEntry";
import type { Sidecar } from "./sidecar";
import type { VirtualService } from "./virtualService";
import type { Workload } from "./workload";
import type { WorkloadEntry, WorkloadGroup } from "./workloadEntry";

/** Group, version and kind of a manifest. The core group is the empty string. */
export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** What a manifest says, by kind; `kind` discriminates. `Other` is a known document that no rule looks into. */
export type Model =
  | VirtualService
  | DestinationRule
  | Gateway
  | ServiceEntry
  | Sidecar
  | WorkloadEntry
  | WorkloadGroup
  | Policy
  | Service
  | Workload
  | KubernetesGateway
  | KubernetesRoute
  | ReferenceGrant
  | Namespace
  | ServiceAccount
  | Secret
  | CustomResourceDefinition
  | GatewayClass
  | SecretSource
  | ServiceSource
  | Other;

export type ModelKind = Model["kind"];

/** A core/v1 Namespace; its labels are the resource's labels. */
export interface Namespace {
  readonly kind: "Namespace";
}

/** A core/v1 ServiceAccount: that it is there. */
export interface ServiceAccount {
  readonly kind: "ServiceAccount";
}

/** A core/v1 Secret: the data is never read, only the names of its keys. */
export interface Secret {
  readonly kind: "Secret";
  readonly type: string;
  readonly keys: readonly string[];
}

/** A gateway.networking.k8s.io GatewayClass: that it is there. */
export interface GatewayClass {
  readonly kind: "GatewayClass";
}

/** An apiextensions.k8s.io/v1 CustomResourceDefinition that says something about a cluster's APIs (see `isNotedDefinition`). */
export interface CustomResourceDefinition {
  readonly kind: "CustomResourceDefinition";
}

/** What an operator of the cluster makes a Secret of the same namespace from: cert-manager, Sealed Secrets, External Secrets. */
export interface SecretSource {
  readonly kind: "SecretSource";
  readonly secretName: string;
}

/** What an operator of the cluster makes Services from, whose names no file shows: Knative, KServe, Flagger, Helm releases. */
export interface ServiceSource {
  readonly kind: "ServiceSource";
  /** Where the Services are, if not in the object's own namespace. */
  readonly targetNamespace: string | undefined;
}

export interface Other {
  readonly kind: "Other";
}

/**
 * One Kubernetes object of one YAML document (a `List` yields several). All spans count from the start of its document.
 * `namespace` is undefined when metadata.namespace is absent: the resource is then unpinned and `effectiveNamespace` is the
 * default namespace of its folder (a namespace that a Helm template action gives counts as absent). Cluster-scoped resources have an empty `effectiveNamespace`.
 */
export interface Resource<M extends Model = Model> {
  /** Unique in the workspace: file, document ordinal and item ordinal. */
  readonly id: string;
  readonly file: string;
  /** Ordinal of the YAML document within its file. */
  readonly document: number;
  readonly gvk: GroupVersionKind;
  readonly apiVersion: Spanned<string>;
  readonly kindSpan: Span;
  readonly name: Spanned<string>;
  readonly namespace: Spanned<string> | undefined;
  readonly effectiveNamespace: string;
  readonly labels: LabelMap;
  readonly annotations: LabelMap;
  /** The whole object. */
  readonly span: Span;
  /** Set when a Helm template action is part of the object: what is masked must not be reported. */
  readonly masked: boolean;
  /** False where the name comes from a Helm template action, or kustomize changes it. */
  readonly isNamed: boolean;
  /** Kustomize lays it over another object of the same kind and name, so parts may be left out. */
  readonly isPatch: boolean;
  /** Namespaces besides the effective one in which kustomize puts the object; empty where it names its own. */
  readonly otherNamespaces: readonly string[];
  readonly model: M;
}

/** `Kind ns/name` as users say it; without a namespace just `Kind name`. */
export function describeResource(resource: Resource): string {
  const scope = resource.effectiveNamespace === "" ? "" : `${resource.effectiveNamespace}/`;
  return `${resource.gvk.kind} ${scope}${resource.name.value}`;
}

/** Narrows a resource to the kind of its model. */
export function isKind<K extends ModelKind>(resource: Resource, kind: K): resource is Resource<Extract<Model, { kind: K }>> {
  return resource.model.kind === kind;
}
