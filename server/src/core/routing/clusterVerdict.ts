import { subsetsNamed } from "../index/destinationRules";
import { absenceIsKnown, definitionsOf, serviceHost, serviceWrittenWithoutSuffix } from "../index/hosts";
import { describeLabels } from "../model/labels";
import { describeResource } from "../model/resource";
import type { BackedCluster, Cluster, ClusterContext } from "./clusters";
import type { MeshView } from "./meshView";
import type { NodeState } from "./routeView";
import { type RuleHost, ruleFor, rulesForHost } from "./ruleChoice";

/** Why a cluster is missing. `absent`, `no-rule`: nothing in view defines it. */
export type MissingCause =
  | "alias"
  | "without-suffix"
  | "not-exported"
  | "wildcard-only"
  | "absent"
  | "port"
  | "other-subsets"
  | "not-consulted"
  | "no-rule";

/** What happens to requests that are sent to a cluster, as far as the files tell. */
export interface ClusterVerdict {
  readonly state: NodeState;
  /** What Envoy lacks: the cluster (NC) or somebody behind it (UH). */
  readonly lacks: "cluster" | "endpoints" | undefined;
  /** One sentence, without what it means for the request. */
  readonly problem: string | undefined;
  /** What was probably meant. */
  readonly hint?: string;
  /** Undefined where the cluster exists, or no host is named. */
  readonly cause: MissingCause | undefined;
}

const fine: ClusterVerdict = { state: "ok", lacks: undefined, problem: undefined, cause: undefined };

export function verdictOf(view: MeshView, cluster: BackedCluster, context: ClusterContext): ClusterVerdict {
  return cluster.missing === undefined ? endpointVerdict(view, cluster) : existenceOf(view, cluster, context);
}

/** Whether the cluster exists, whoever may answer for it. */
export function existenceOf(view: MeshView, cluster: Cluster, context: ClusterContext): ClusterVerdict {
  switch (cluster.missing) {
    case "no-host":
      return asFarAsKnown(missingHost(view, cluster), context);
    case "no-port":
      return { state: "broken", lacks: "cluster", problem: missingPort(cluster, context), cause: "port" };
    case "no-subset":
      return cluster.service === undefined ? fine : missingSubset(view, cluster.service, cluster.subset ?? "", context);
    case undefined:
      return fine;
  }
}

function missingHost(view: MeshView, { host, service }: Cluster): ClusterVerdict {
  if (host === "") return { state: "unknown", lacks: undefined, problem: "No host is named.", cause: undefined };
  const broken = (cause: MissingCause, problem: string) => ({ state: "broken", lacks: "cluster", problem, cause }) as const;
  if (service?.aliasOf !== undefined) {
    return broken("alias", `${host} is itself of type ExternalName, and aliases are followed one step only.`);
  }
  const meant = serviceWrittenWithoutSuffix(view.index, host);
  if (meant !== undefined) {
    const problem = `"${host}" is taken as a full name, which nothing defines.`;
    return { ...broken("without-suffix", problem), hint: `Meant is ${serviceHost(meant, view.index.mesh.domain)}.` };
  }
  if (view.services.named(host).length > 0) return broken("not-exported", `${host} is not exported to the client's namespace.`);
  const covering = definitionsOf(view.index, host).definitions[0];
  if (covering !== undefined) {
    const problem = `Only ${describeResource(covering.resource)} covers ${host}, with the wildcard ${covering.fqdn}, and a destination needs a host of its own.`;
    return broken("wildcard-only", problem);
  }
  return absenceIsKnown(view.index, host)
    ? broken("absent", `No Service or ServiceEntry defines ${host}.`)
    : { state: "unknown", lacks: undefined, problem: `No Service or ServiceEntry for ${host} is in view.`, cause: "absent" };
}

/** What depends on the namespace of a proxy cannot be told where that is a guess. */
function asFarAsKnown(verdict: ClusterVerdict, { guessed }: ClusterContext): ClusterVerdict {
  if (guessed !== true || (verdict.cause !== "not-exported" && verdict.cause !== "not-consulted")) return verdict;
  const problem = `${verdict.problem} The pods of the gateway, which may be elsewhere, are not in view.`;
  return { ...verdict, state: "unknown", lacks: undefined, problem };
}

function missingPort({ host, port, service }: Cluster, { proxy, port: called }: ClusterContext): string {
  const numbers = service?.ports.map((one) => one.number) ?? [];
  const has =
    numbers.length === 0 ? "has no ports" : numbers.length === 1 ? `has port ${numbers[0]} only` : `has ports ${numbers.join(", ")}`;
  if (service?.aliasOf !== undefined) return `${host} is of type ExternalName and ${has}: for calls to port ${called} it is not followed.`;
  if (port !== called) return `${host} ${has}, not ${port}.`;
  return proxy.kind === "gateway"
    ? `No port is named, so behind the gateway its own port ${port} is used, but ${host} ${has}.`
    : `No port is named, so the port that was called, ${port}, is used, but ${host} ${has}.`;
}

/**
 * Why a host has no such subset for a client. The host need not be in view: then the DestinationRules for it tell.
 */
export function missingSubset(view: MeshView, host: RuleHost, subset: string, context: ClusterContext): ClusterVerdict {
  const { proxy, namespace } = context;
  const broken = (cause: MissingCause, problem: string) => ({ state: "broken", lacks: "cluster", problem, cause }) as const;
  const rule = ruleFor(view.focus, proxy, host)?.rule;
  if (rule !== undefined) return broken("other-subsets", `${describeResource(rule)} has no subset "${subset}".`);
  const unused = subsetsNamed(rulesForHost(view.focus, host), subset)[0]?.rule;
  if (unused !== undefined) {
    const problem = `Subset "${subset}" is defined by ${describeResource(unused)}, which clients in namespace ${proxy.namespace} do not get.`;
    return asFarAsKnown(broken("not-consulted", problem), context);
  }
  if ([namespace, host.namespace].some((one) => view.index.inView("DestinationRule", one))) {
    return broken("no-rule", `No DestinationRule defines subsets of ${host.hostname}, so "${subset}" does not exist.`);
  }
  const problem = `No DestinationRule for ${host.hostname} is in view, so it cannot be told whether subset "${subset}" exists.`;
  return { state: "unknown", lacks: undefined, problem, cause: "no-rule" };
}

function endpointVerdict(view: MeshView, { host, endpoints, service, defined }: BackedCluster): ClusterVerdict {
  if (endpoints?.managed !== true || service === undefined) return fine;
  if (endpoints.groups.length === 0) {
    if (!view.index.inView("Workload", service.namespace)) {
      const problem = `No workload of namespace ${service.namespace} is in view.`;
      return { ...fine, state: "unknown", problem };
    }
    const labels = defined === undefined ? "" : ` with ${describeLabels(defined.subset.labels)}`;
    return { ...fine, state: "broken", lacks: "endpoints", problem: `No workload stands behind ${host}${labels}.` };
  }
  return endpoints.groups.every((group) => group.replicas === 0)
    ? { ...fine, state: "broken", lacks: "endpoints", problem: `All workloads behind ${host} are scaled to 0.` }
    : fine;
}
