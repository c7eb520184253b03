import { destinationRulesFor, subsetsNamed } from "../index/destinationRules";
import { absenceIsKnown, definitionsOf, serviceWrittenWithoutSuffix } from "../index/hosts";
import { describeLabels } from "../model/labels";
import { describeResource } from "../model/resource";
import type { Cluster, ClusterContext } from "./clusters";
import type { MeshView } from "./meshView";
import type { NodeState } from "./routeView";
import { ruleFor } from "./ruleChoice";

/** What happens to requests that are sent to a cluster, as far as the files tell. */
export interface ClusterVerdict {
  readonly state: NodeState;
  /** What Envoy lacks: the cluster (NC) or somebody behind it (UH). */
  readonly lacks: "cluster" | "endpoints" | undefined;
  /** One sentence, without what it means for the request. */
  readonly problem: string | undefined;
  /** What was probably meant. */
  readonly hint?: string;
}

const fine: ClusterVerdict = { state: "ok", lacks: undefined, problem: undefined };

export function verdictOf(view: MeshView, cluster: Cluster, context: ClusterContext): ClusterVerdict {
  switch (cluster.missing) {
    case "no-host":
      return missingHost(view, cluster);
    case "no-port":
      return { state: "broken", lacks: "cluster", problem: missingPort(cluster, context) };
    case "no-subset":
      return missingSubset(view, cluster, context);
    case undefined:
      return endpointVerdict(view, cluster);
  }
}

function missingHost(view: MeshView, { host, service }: Cluster): ClusterVerdict {
  if (host === "") return { state: "unknown", lacks: undefined, problem: "No host is named." };
  if (service?.aliasOf !== undefined) {
    return {
      state: "broken",
      lacks: "cluster",
      problem: `${host} is itself of type ExternalName, and aliases are followed one step only.`,
    };
  }
  const meant = serviceWrittenWithoutSuffix(view.index, host);
  if (meant !== undefined) {
    const full = `${meant.name.value}.${meant.effectiveNamespace}.svc.${view.index.mesh.domain}`;
    const problem = `"${host}" is taken as a full name, which nothing defines.`;
    return { state: "broken", lacks: "cluster", problem, hint: `Meant is ${full}.` };
  }
  if (view.services.named(host).length > 0) {
    return { state: "broken", lacks: "cluster", problem: `${host} is not exported to the client's namespace.` };
  }
  const covering = definitionsOf(view.index, host).definitions[0];
  if (covering !== undefined) {
    return {
      state: "broken",
      lacks: "cluster",
      problem: `Only ${describeResource(covering.resource)} covers ${host}, with the wildcard ${covering.fqdn}, and a destination needs a host of its own.`,
    };
  }
  return absenceIsKnown(view.index, host)
    ? { state: "broken", lacks: "cluster", problem: `No Service or ServiceEntry defines ${host}.` }
    : { state: "unknown", lacks: undefined, problem: `No Service or ServiceEntry for ${host} is in view.` };
}

function missingPort({ host, port, service }: Cluster, { proxy, port: called }: ClusterContext): string {
  const numbers = service?.ports.map((one) => one.number) ?? [];
  const has =
    numbers.length === 0 ? "has no ports" : numbers.length === 1 ? `has port ${numbers[0]} only` : `has ports ${numbers.join(", ")}`;
  if (port !== called) return `${host} ${has}, not ${port}.`;
  return proxy.kind === "gateway"
    ? `No port is named, so behind the gateway its own port ${port} is used, but ${host} ${has}.`
    : `No port is named, so the port that was called, ${port}, is used, but ${host} ${has}.`;
}

function missingSubset(view: MeshView, { host, subset, service }: Cluster, context: ClusterContext): ClusterVerdict {
  const broken = (problem: string): ClusterVerdict => ({ state: "broken", lacks: "cluster", problem });
  const name = subset ?? "";
  if (service === undefined) return broken(`Subset "${name}" does not exist.`);
  const rule = ruleFor(view.focus, context.proxy, service)?.rule;
  if (rule !== undefined) return broken(`${describeResource(rule)} has no subset "${name}".`);
  const unused = destinationRulesFor(view.index, { fqdn: host, definitions: [service.definition] }).find(
    (one) => subsetsNamed([one], name).length > 0,
  );
  if (unused !== undefined) {
    return broken(
      `Subset "${name}" is defined by ${describeResource(unused)}, which clients in namespace ${context.proxy.namespace} do not get.`,
    );
  }
  const known = [context.namespace, service.namespace].some((one) => view.index.inView("DestinationRule", one));
  return known
    ? broken(`No DestinationRule defines subsets of ${host}, so "${name}" does not exist.`)
    : {
        state: "unknown",
        lacks: undefined,
        problem: `No DestinationRule for ${host} is in view, so it cannot be told whether subset "${name}" exists.`,
      };
}

function endpointVerdict(view: MeshView, { host, endpoints, service, defined }: Cluster): ClusterVerdict {
  if (endpoints?.managed !== true || service === undefined) return fine;
  if (endpoints.groups.length === 0) {
    if (!view.index.inView("Workload", service.namespace)) {
      return { state: "unknown", lacks: undefined, problem: `No workload of namespace ${service.namespace} is in view.` };
    }
    const labels = defined === undefined ? "" : ` with ${describeLabels(defined.subset.labels)}`;
    return { state: "broken", lacks: "endpoints", problem: `No workload stands behind ${host}${labels}.` };
  }
  return endpoints.groups.every((group) => group.replicas === 0)
    ? { state: "broken", lacks: "endpoints", problem: `All workloads behind ${host} are scaled to 0.` }
    : fine;
}
