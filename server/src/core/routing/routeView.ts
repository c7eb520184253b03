import type { FileSpan } from "../features/results";

/**
 * Plain data for the picture of routing: complete snapshots, ready to be drawn, serialisable as JSON. Texts are ready to be shown.
 * Ids are unique within a view and stable while the thing they name keeps its place, so that a drawing can follow edits.
 */
export interface RouteView {
  /** The file that was asked about. */
  readonly file: string;
  /** One per VirtualService (or per Service that no VirtualService routes). */
  readonly graphs: readonly RouteGraph[];
  /** Why there is nothing to draw, where `graphs` is empty. */
  readonly empty: string | undefined;
}

export interface RouteGraph {
  readonly id: string;
  /** `VirtualService default/website`, or `Service default/website` for the plain split by ready replicas. */
  readonly title: string;
  readonly subject: "VirtualService" | "Service";
  readonly source: FileSpan;
  readonly hosts: readonly string[];
  readonly entries: readonly EntryNode[];
  readonly rules: readonly RuleNode[];
  readonly destinations: readonly DestinationNode[];
  readonly workloads: readonly WorkloadNode[];
  /** Shares that pods of a destination's subset get. */
  readonly pods: readonly PodLink[];
  /** One sentence for screen readers that tells the whole picture. */
  readonly summary: string;
}

/** `broken`: requests fail here; `unknown`: what is needed to tell is not in view. */
export type NodeState = "ok" | "broken" | "unknown";

/** Where traffic enters: servers of a gateway, or the mesh (sidecars). */
export interface EntryNode {
  readonly id: string;
  readonly kind: "gateway" | "mesh";
  readonly title: string;
  /** Listeners such as `HTTP 80 · hosts *`. */
  readonly details: readonly string[];
  readonly state: NodeState;
  readonly problem: string | undefined;
  readonly source: FileSpan;
}

/** A rule in the order of evaluation. */
export interface RuleNode {
  readonly id: string;
  /** One-based, over all protocols of the VirtualService. */
  readonly order: number;
  readonly protocol: "http" | "tls" | "tcp";
  readonly name: string | undefined;
  /** Alternatives in words; each alternative lists conditions that must all hold. Empty: everything. */
  readonly conditions: readonly (readonly string[])[];
  /** What happens besides routing, in words: rewrite, timeout, retries, fault, redirect, direct response, delegate. */
  readonly actions: readonly string[];
  readonly outcome: "route" | "redirect" | "direct-response" | "delegate" | "none";
  /** Those of `actions` that make requests fail or wait on purpose. */
  readonly faults?: readonly string[];
  /** No request ever gets here; `problem` says why. */
  readonly unreachable?: boolean;
  /** Ids of the entries that this rule serves. */
  readonly entries: readonly string[];
  readonly legs: readonly Leg[];
  readonly state: NodeState;
  /** Why the rule never gets a request, or another problem, in words. */
  readonly problem: string | undefined;
  readonly source: FileSpan;
}

/** From a rule to a destination. `share` is the percentage of the rule's requests. A mirror's share is the percentage that is copied. */
export interface Leg {
  readonly id: string;
  readonly destination: string;
  readonly share: number;
  readonly mirror: boolean;
  /** The written weight, editable; undefined where none is written. */
  readonly weight: { readonly value: number; readonly source: FileSpan } | undefined;
  readonly source: FileSpan;
}

/** A host with a subset: what Envoy calls a cluster. */
export interface DestinationNode {
  readonly id: string;
  readonly host: string;
  readonly fqdn: string;
  readonly subset: string | undefined;
  readonly port: number | undefined;
  /** `k=v` of the subset. */
  readonly labels: readonly string[];
  readonly state: NodeState;
  readonly problem: string | undefined;
  /** The subset, else the Service, else the destination itself. */
  readonly source: FileSpan;
}

export interface WorkloadNode {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly replicas: number;
  readonly labels: readonly string[];
  readonly state: NodeState;
  readonly source: FileSpan;
}

/** `share` is the percentage of the destination's requests that the workload's pods get, by replicas. */
export interface PodLink {
  readonly destination: string;
  readonly workload: string;
  readonly share: number;
}
