import type { HostDefinition } from "../index/hosts";
import type { LabelMap } from "../model/labels";
import type { TrafficProtocol } from "../model/protocol";
import type { Resource } from "../model/resource";
import type { Route, RouteMatch, VirtualService } from "../model/virtualService";

/** The proxy whose configuration is asked for: a pod's sidecar, or the pod of a gateway. */
export interface MeshProxy {
  readonly kind: "sidecar" | "gateway";
  readonly namespace: string;
  readonly labels: ReadonlyMap<string, string>;
  /** Tells proxies apart whose configuration differs. */
  readonly key: string;
}

/** A host of the registry: a Service, or one host of a ServiceEntry. */
export interface MeshService {
  /** Lower case; may be a wildcard for a ServiceEntry. */
  readonly hostname: string;
  readonly namespace: string;
  readonly kubernetes: boolean;
  /** The mesh's default, where nothing is written. */
  readonly exportTo: readonly string[];
  readonly definition: HostDefinition;
  readonly ports: readonly MeshPort[];
  /** Virtual addresses. */
  readonly addresses: readonly string[];
  /** Without virtual address: clients of a sidecar reach the pod that they asked for. */
  readonly headless: boolean;
  /** Lower case, of a Service of type ExternalName: it is an alias of that host. */
  readonly aliasOf: string | undefined;
}

export interface MeshPort {
  readonly number: number;
  readonly protocol: TrafficProtocol;
  readonly name: string | undefined;
  readonly targetPort: string | number | undefined;
}

/** A rule as it takes part in routing: names resolved, delegation done. */
export interface EffectiveRule {
  /** Hosts fully qualified, gateways as `mesh` or `namespace/name`; a delegate's rule merged with the one that delegates. */
  readonly route: Route;
  /** The VirtualService whose hosts and gateways the rule has. */
  readonly root: Resource<VirtualService>;
  /** Where the rule is written: the root, or the delegate. */
  readonly source: Resource<VirtualService>;
  /** The rule as written in `source`. */
  readonly written: Route;
  /** The rule of the root: the one that delegates, or the rule itself. */
  readonly rootRoute: Route;
  /** Position in the delegate's http rules. */
  readonly delegated: number | undefined;
  /** Set where the control plane leaves the rule out: why. */
  readonly dropped: string | undefined;
}

/** One entry of one rule, as it is asked in order. */
export interface HttpRoute {
  readonly rule: EffectiveRule;
  /** Undefined for a rule without conditions. */
  readonly match: RouteMatch | undefined;
  /** Set where the control plane does not give it to this proxy: why. It is then only part of the explanation. */
  readonly dropped: string | undefined;
  /** Takes whatever arrives. */
  readonly catchAll: boolean;
  /** The port that it was made for: the service's, or the number of the server. */
  readonly port: number;
  /** The gateway that it was made for, `mesh` at a sidecar. */
  readonly gateway: string;
}

/** What answers for some authorities on one port. */
export interface VirtualHost {
  /** Lower case: exact, `*.suffix` or `*`. */
  readonly domain: string;
  readonly routes: readonly HttpRoute[];
  /** Plain requests are redirected to https. */
  readonly requireTls: boolean;
  /** Where no rules apply: the Service that requests go to. */
  readonly service: MeshService | undefined;
  /** VirtualServices for the same domain that lost, in order. */
  readonly ignored: readonly Resource<VirtualService>[];
}

/** Labels of a selector that a proxy carries. */
export function selectsProxy(selector: LabelMap, proxy: MeshProxy): boolean {
  return selector.entries.every(({ key, value }) => proxy.labels.get(key.value) === value.value);
}

export function proxyOf(kind: MeshProxy["kind"], namespace: string, labels: ReadonlyMap<string, string>): MeshProxy {
  const sorted = [...labels].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return { kind, namespace, labels, key: `${kind} ${namespace} ${sorted.map(([key, value]) => `${key}=${value}`).join(",")}` };
}
