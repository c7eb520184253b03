import type { Span, Spanned } from "../text/span";
import type { LabelMap } from "./labels";

export type WorkloadKind =
  | "Deployment"
  | "StatefulSet"
  | "DaemonSet"
  | "ReplicaSet"
  | "Job"
  | "CronJob"
  | "Pod"
  | "Rollout"
  | "ReplicationController";

/** Whatever makes pods: Deployment and its kin, Pod, Argo Rollout. */
export interface Workload {
  readonly kind: "Workload";
  readonly workloadKind: WorkloadKind;
  /** Labels of the pod template (of the pod itself for a Pod). */
  readonly podLabels: LabelMap;
  readonly podAnnotations: LabelMap;
  /** Pods wanted: spec.replicas, default 1; 1 for a Pod, a DaemonSet and a Job's default parallelism. */
  readonly replicas: number;
  /** Where spec.replicas is written. */
  readonly replicasAt: Spanned<number> | undefined;
  readonly containerPorts: readonly ContainerPort[];
  readonly serviceAccount: Spanned<string> | undefined;
  readonly hostNetwork: boolean;
  /** securityContext.runAsUser of the pod and of each container besides the proxy. */
  readonly users: readonly Spanned<number>[];
  /** Names of environment variables of istiod; empty for everything else. */
  readonly controlPlaneSettings: readonly string[];
  /** Argo Rollout without a template of its own: the labels of its pods are then those of the workload named here. */
  readonly workloadRef: WorkloadReference | undefined;
  /** Names of the VirtualServices, of its namespace, whose weights an Argo Rollout sets while it works. */
  readonly weighs: readonly string[];
}

export interface ContainerPort {
  readonly name: string | undefined;
  readonly number: number;
}

/** `spec.workloadRef` of an Argo Rollout: a workload of the same namespace. */
export interface WorkloadReference {
  readonly span: Span;
  readonly kind: Spanned<string> | undefined;
  readonly name: Spanned<string> | undefined;
}
