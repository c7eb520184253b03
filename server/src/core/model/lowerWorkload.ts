import { type Node, nodeAt } from "../syntax/node";
import type { Spanned } from "../text/span";
import { noLabels } from "./labels";
import type { Manifest } from "./manifest";
import { compact, entriesOf, isTrue, itemsOf, labelMap, type Mutable, none, numberOf, spannedNumber, spannedString, textOf } from "./read";
import type { ContainerPort, Workload, WorkloadKind, WorkloadReference } from "./workload";

/** Lowers whatever makes pods: Deployment and its kin, Pod, Argo Rollout. */
export function lowerWorkload(workloadKind: WorkloadKind, manifest: Manifest): Workload {
  const result: Mutable<Workload> = {
    kind: "Workload",
    workloadKind,
    podLabels: noLabels,
    podAnnotations: noLabels,
    replicas: 1,
    replicasAt: undefined,
    containerPorts: none,
    serviceAccount: undefined,
    hostNetwork: false,
    users: none,
    controlPlaneSettings: none,
    workloadRef: undefined,
    weighs: none,
  };
  if (workloadKind === "Pod") {
    result.podLabels = manifest.labels;
    result.podAnnotations = manifest.annotations;
    readPodSpec(manifest.spec?.value, result);
    return result;
  }
  const counted = countField(workloadKind);
  for (const { name, value } of entriesOf(podMakerSpec(workloadKind, manifest))) {
    if (name === counted) result.replicasAt = spannedNumber(value);
    else if (name === "template") readTemplate(value, result);
    else if (name === "workloadRef" && workloadKind === "Rollout") result.workloadRef = lowerReference(value);
    else if (name === "strategy" && workloadKind === "Rollout") result.weighs = compact(weighed(value));
  }
  result.replicas = result.replicasAt?.value ?? 1;
  return result;
}

/** The mapping that holds `template`: `spec`, for a CronJob `spec.jobTemplate.spec`. */
function podMakerSpec(workloadKind: WorkloadKind, { spec }: Manifest): Node | undefined {
  if (workloadKind !== "CronJob") return spec?.value;
  const jobTemplate = entriesOf(spec?.value).findLast((entry) => entry.name === "jobTemplate")?.value;
  return entriesOf(jobTemplate).findLast((entry) => entry.name === "spec")?.value;
}

/** The field that says how many pods are wanted, each with the default 1. */
function countField(workloadKind: WorkloadKind): "replicas" | "parallelism" | undefined {
  switch (workloadKind) {
    case "Job":
    case "CronJob":
      return "parallelism";
    case "DaemonSet":
    case "Pod":
      return undefined;
    default:
      return "replicas";
  }
}

function readTemplate(template: Node, into: Mutable<Workload>): void {
  for (const { name, value } of entriesOf(template)) {
    if (name === "metadata") {
      for (const inner of entriesOf(value)) {
        if (inner.name === "labels") into.podLabels = labelMap(inner.value);
        else if (inner.name === "annotations") into.podAnnotations = labelMap(inner.value);
      }
    } else if (name === "spec") readPodSpec(value, into);
  }
}

function readPodSpec(spec: Node | undefined, into: Mutable<Workload>): void {
  const ports: ContainerPort[] = [];
  const users: Spanned<number>[] = [];
  let legacyAccount: Spanned<string> | undefined;
  for (const { name, value } of entriesOf(spec)) {
    switch (name) {
      case "containers":
        for (const container of itemsOf(value)) {
          readContainerPorts(container, ports);
          readContainer(container, into, users);
        }
        break;
      case "securityContext":
        readUser(value, users);
        break;
      case "serviceAccountName":
        into.serviceAccount = spannedString(value);
        break;
      case "serviceAccount":
        legacyAccount = spannedString(value);
        break;
      case "hostNetwork":
        into.hostNetwork = isTrue(value);
        break;
    }
  }
  into.serviceAccount ??= legacyAccount;
  into.containerPorts = compact(ports);
  into.users = compact(users);
}

/** The name of istiod's container, which in files of its chart is the one with its settings. */
const controlPlaneContainer = "discovery";

function readContainer(container: Node, into: Mutable<Workload>, users: Spanned<number>[]): void {
  const own: Spanned<number>[] = [];
  let name: string | undefined;
  let env: Node | undefined;
  for (const field of entriesOf(container)) {
    if (field.name === "name") name = textOf(field.value);
    else if (field.name === "env") env = field.value;
    else if (field.name === "securityContext") readUser(field.value, own);
  }
  if (name !== "istio-proxy") users.push(...own);
  if (name === controlPlaneContainer) {
    into.controlPlaneSettings = itemsOf(env).flatMap(
      (item) => textOf(entriesOf(item).findLast((entry) => entry.name === "name")?.value) ?? [],
    );
  }
}

function readUser(securityContext: Node, into: Spanned<number>[]): void {
  const user = spannedNumber(entriesOf(securityContext).findLast((entry) => entry.name === "runAsUser")?.value);
  if (user !== undefined) into.push(user);
}

function readContainerPorts(container: Node, into: ContainerPort[]): void {
  for (const { name, value } of entriesOf(container)) {
    if (name !== "ports") continue;
    for (const port of itemsOf(value)) {
      let portName: string | undefined;
      let number: number | undefined;
      for (const field of entriesOf(port)) {
        if (field.name === "name") portName = textOf(field.value);
        else if (field.name === "containerPort") number = numberOf(field.value);
      }
      if (number !== undefined) into.push({ name: portName, number });
    }
  }
}

/** `canary.trafficRouting.istio` of an Argo Rollout's strategy names one VirtualService or several. */
function weighed(strategy: Node): string[] {
  const istio = nodeAt(strategy, ["canary", "trafficRouting", "istio"]);
  const several = itemsOf(nodeAt(istio, ["virtualServices"]));
  return [nodeAt(istio, ["virtualService"]), ...several].flatMap((one) => textOf(nodeAt(one, ["name"])) ?? []);
}

function lowerReference(node: Node): WorkloadReference | undefined {
  if (node.kind !== "map") return undefined;
  const result: Mutable<WorkloadReference> = { span: node.span, kind: undefined, name: undefined };
  for (const { name, value } of node.entries) {
    if (name === "kind" || name === "name") result[name] = spannedString(value);
  }
  return result;
}
