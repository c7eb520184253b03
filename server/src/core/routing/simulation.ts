import type { FileSpan } from "../features/results";

/** Labels as in JSON. */
export type Labels = Readonly<Record<string, string>>;

/** Who sends: a pod with a sidecar (described, or a workload in view as `namespace/name`), or a client of a gateway. */
export type RequestSource =
  | { readonly namespace: string; readonly labels: Labels }
  | { readonly workload: string }
  /** `namespace/name` of a Gateway: the request arrives at the pods that it selects. */
  | { readonly gateway: string }
  /** The pods of a gateway, described. */
  | { readonly gatewayPod: { readonly namespace: string; readonly labels: Labels } };

/** What is sent. Plain JSON. */
export interface SimulationRequest {
  readonly from: RequestSource;
  /** `https` and `tls` are bytes that the proxy sees encrypted; `tcp` is a bare connection. */
  readonly scheme: "http" | "https" | "tcp" | "tls";
  /** As in the URL, without port: what the client connects to and, unless a header `Host` says otherwise, the authority. */
  readonly host: string;
  /** The port that the client connects to; 80 for http and 443 for https and tls when absent. */
  readonly port?: number;
  /** GET when absent. */
  readonly method?: string;
  /** With query; `/` when absent. What clients have to escape (blanks, what is not ASCII) is sent escaped. */
  readonly path?: string;
  /** Names in any case; several values are several fields. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Server name of the TLS handshake; the host when absent. */
  readonly sni?: string;
  /** The address that the host resolved to, for rules with destinationSubnets. */
  readonly address?: string;
}

export type OutcomeType =
  | "route"
  | "redirect"
  | "direct-response"
  | "not-found"
  | "no-cluster"
  | "passthrough"
  | "blackhole"
  | "bad-request"
  | "no-listener";

/** What becomes of the request. Shares are in percent of all requests like it. */
export interface Outcome {
  readonly type: OutcomeType;
  /** HTTP status that the proxy itself answers with, where it does. */
  readonly status?: number;
  /** Where a redirect leads. */
  readonly url?: string;
  /** Why, in a sentence. */
  readonly reason: string;
  readonly destinations: readonly DestinationShare[];
  readonly mirrors: readonly MirrorShare[];
  readonly fault?: FaultShare;
  /** Absent: none. */
  readonly timeoutMs?: number;
  readonly retries?: RetryPolicy;
  /** What upstream gets to see, where it differs from what was sent. */
  readonly rewrite?: { readonly path?: string; readonly authority?: string };
  /** In words: `set request header a: b`. */
  readonly headers?: readonly string[];
}

export interface DestinationShare {
  readonly host: string;
  readonly port: number | undefined;
  readonly subset: string | undefined;
  readonly share: number;
  readonly workloads: readonly WorkloadShare[];
  /** Set where requests to it fail. */
  readonly problem?: DestinationProblem;
}

/** `no-cluster`: host, port or subset do not exist (NC). `no-endpoints`: nobody is behind it (UH). Both are 503, or a closed connection. */
export interface DestinationProblem {
  readonly type: "no-cluster" | "no-endpoints";
  readonly status: 503;
  readonly reason: string;
}

export interface WorkloadShare {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly share: number;
}

export interface MirrorShare {
  readonly host: string;
  readonly port: number | undefined;
  readonly subset: string | undefined;
  /** Percentage of the routed requests that is copied. */
  readonly percent: number;
  readonly problem?: DestinationProblem;
}

/** In percent of all requests. */
export interface FaultShare {
  readonly delay?: { readonly percent: number; readonly ms: number | undefined };
  readonly abort?: { readonly percent: number; readonly httpStatus?: number; readonly grpcStatus?: string };
}

export interface RetryPolicy {
  readonly attempts: number;
  readonly perTryTimeoutMs?: number;
  readonly retryOn: string;
  /** Nobody asked for it: the mesh's default. */
  readonly byDefault: boolean;
}

/** A rule that was considered, in order. */
export interface TraceStep extends FileSpan {
  /** `VirtualService default/website`. */
  readonly resource: string;
  /** `http rule 1 ("canary")`. */
  readonly rule: string;
  readonly matched: boolean;
  /** Why it matched or, if not, the first condition that failed and what it saw. */
  readonly reason: string;
  /** Ids of what of a RouteView the step stands for. */
  readonly ids: readonly string[];
}

/** What the files do not tell, and what would happen otherwise. */
export interface SimulationNote {
  readonly text: string;
  readonly alternatives: readonly { readonly when: string; readonly outcome: Outcome }[];
}

export interface Simulation {
  readonly outcome: Outcome;
  readonly notes: readonly SimulationNote[];
  readonly trace: readonly TraceStep[];
  /** Ids of a RouteView that the request passes: entry, rule, legs, destinations, workloads. */
  readonly path: readonly string[];
}
