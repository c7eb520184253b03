import { consultedDestinationRules, destinationRulesFor, subsetsNamed } from "../index/destinationRules";
import {
  absenceIsKnown,
  type HostDefinition,
  nearestDefinition,
  type ResolvedHost,
  resolveHostIn,
  serviceWrittenWithoutSuffix,
} from "../index/hosts";
import type { IndexView } from "../index/indexView";
import { companions, nearest } from "../index/nearest";
import type { Destination } from "../model/destination";
import type { DestinationRule, Subset } from "../model/destinationRule";
import { describeLabels } from "../model/labels";
import { describeResource, type Resource } from "../model/resource";
import { type Endpoints, endpointsOf } from "./endpoints";
import type { NodeState } from "./routeView";

/** What is known of a destination from the files, and what happens to requests that are sent to it. */
export interface DestinationState {
  readonly host: ResolvedHost;
  /** The Service or ServiceEntry that is taken where several variants are in view. */
  readonly definition: HostDefinition | undefined;
  /** The subset that is named, and where it is defined. */
  readonly subset: { readonly rule: Resource<DestinationRule>; readonly subset: Subset } | undefined;
  readonly endpoints: Endpoints | undefined;
  readonly state: NodeState;
  readonly problem: string | undefined;
}

/**
 * Looks at a destination of a resource. `gatewayPorts` are the ports of the gateways' servers that lead here: behind a gateway a
 * destination without a port gets the server's, unless its Service has one port only (GetDestinationCluster, pilot/pkg/networking/core/route/route.go).
 */
export function stateOfDestination(
  index: IndexView,
  owner: Resource,
  destination: Pick<Destination, "host" | "subset" | "port">,
  gatewayPorts: readonly number[],
): DestinationState {
  const written = destination.host?.value ?? "";
  const host = resolveHostIn(index, written, owner.effectiveNamespace);
  const definition = nearestDefinition(host, owner.file);
  const found = findSubset(index, owner, host, destination.subset?.value);
  const endpoints = definition === undefined ? undefined : endpointsOf(index, definition, found?.subset.labels, owner.file);
  const base = { host, definition, subset: found, endpoints };
  if (definition === undefined) return { ...base, ...missingHost(index, written, host.fqdn) };
  const port = portProblem(definition, destination.port?.value, gatewayPorts);
  if (port !== undefined) return { ...base, state: "broken", problem: port };
  if (destination.subset !== undefined && found === undefined) {
    return { ...base, endpoints: undefined, ...missingSubset(index, owner, host, definition, written, destination.subset.value) };
  }
  return { ...base, ...endpointState(index, definition, endpoints, found?.subset) };
}

type Verdict = Pick<DestinationState, "state" | "problem">;

const fine: Verdict = { state: "ok", problem: undefined };

function findSubset(index: IndexView, owner: Resource, host: ResolvedHost, name: string | undefined): DestinationState["subset"] {
  if (name === undefined) return undefined;
  const matching = subsetsNamed(rulesFor(index, owner, host), name);
  const rule = nearest(
    matching.map((one) => one.rule),
    owner.file,
  );
  return matching.find((one) => one.rule === rule);
}

function rulesFor(index: IndexView, owner: Resource, host: ResolvedHost): readonly Resource<DestinationRule>[] {
  return companions(consultedDestinationRules(index, host, [owner.effectiveNamespace]), owner.file);
}

function missingHost(index: IndexView, written: string, fqdn: string): Verdict {
  if (written === "") return { state: "unknown", problem: "No host is named." };
  const meant = serviceWrittenWithoutSuffix(index, written);
  if (meant !== undefined) {
    return {
      state: "broken",
      problem: `"${written}" is taken as a full name, which nothing defines: requests get 503. Meant is ${meant.name.value}.${meant.effectiveNamespace}.svc.${index.mesh.domain}.`,
    };
  }
  return absenceIsKnown(index, fqdn)
    ? { state: "broken", problem: `No Service or ServiceEntry defines ${fqdn}: requests get 503 (no such cluster).` }
    : { state: "unknown", problem: `No Service or ServiceEntry for ${fqdn} is in view.` };
}

function portProblem(definition: HostDefinition, written: number | undefined, gatewayPorts: readonly number[]): string | undefined {
  const numbers = definition.ports.flatMap((port) => port.number?.value ?? []);
  if (numbers.length === 0) return undefined;
  const has = numbers.length === 1 ? `has port ${numbers[0]} only` : `has ports ${numbers.join(", ")}`;
  if (written !== undefined) {
    return numbers.includes(written) ? undefined : `${definition.fqdn} ${has}: requests to port ${written} get 503 (no such cluster).`;
  }
  const lacking = numbers.length === 1 ? undefined : gatewayPorts.find((port) => !numbers.includes(port));
  return lacking === undefined
    ? undefined
    : `No port is named, so behind the gateway its own port ${lacking} is used, but ${definition.fqdn} ${has}: requests get 503.`;
}

function missingSubset(
  index: IndexView,
  owner: Resource,
  host: ResolvedHost,
  definition: HostDefinition,
  written: string,
  subset: string,
): Verdict {
  const rules = rulesFor(index, owner, host);
  const rule = nearest(rules, owner.file);
  if (rule !== undefined) {
    return { state: "broken", problem: `${describeResource(rule)} has no subset "${subset}": requests get 503 (no such cluster).` };
  }
  const unused = destinationRulesFor(index, host).find((one) => subsetsNamed([one], subset).length > 0);
  if (unused !== undefined) {
    return {
      state: "broken",
      problem: `Subset "${subset}" is defined by ${describeResource(unused)}, whose namespace is not consulted for ${written}: requests get 503.`,
    };
  }
  const known = [owner.effectiveNamespace, definition.resource.effectiveNamespace].some((one) => index.inView("DestinationRule", one));
  return known
    ? { state: "broken", problem: `No DestinationRule defines subsets of ${written}: requests to "${subset}" get 503 (no such cluster).` }
    : {
        state: "unknown",
        problem: `No DestinationRule for ${written} is in view, so it cannot be told whether subset "${subset}" exists.`,
      };
}

function endpointState(
  index: IndexView,
  definition: HostDefinition,
  endpoints: Endpoints | undefined,
  subset: Subset | undefined,
): Verdict {
  if (endpoints?.managed !== true) return fine;
  const namespace = definition.resource.effectiveNamespace;
  if (endpoints.groups.length === 0) {
    if (!index.inView("Workload", namespace)) return { state: "unknown", problem: `No workload of namespace ${namespace} is in view.` };
    const labels = subset === undefined ? "" : ` with ${describeLabels(subset.labels)}`;
    return { state: "broken", problem: `No workload behind ${definition.fqdn}${labels}: requests get 503 (no healthy upstream).` };
  }
  if (endpoints.groups.every((group) => group.replicas === 0)) {
    return { state: "broken", problem: "All workloads are scaled to 0: requests get 503 (no healthy upstream)." };
  }
  return fine;
}
