import { consultedDestinationRules } from "../../../index/destinationRules";
import { gatewaysNamed } from "../../../index/gateways";
import { nearestDefinition, type ResolvedHost, resolveHostIn } from "../../../index/hosts";
import { companions } from "../../../index/nearest";
import { selectableLabels, workloadsIn } from "../../../index/workloads";
import { describeLabels, selects } from "../../../model/labels";
import { labelMap, numberOf } from "../../../model/read";
import { isKind } from "../../../model/resource";
import type { ServicePort } from "../../../model/service";
import { nodeAt } from "../../../syntax/node";
import type { Candidate } from "../candidate";
import type { Path } from "../openBlocks";
import { type MeshSite, textAt, textsAt } from "./meshSite";

/** The subsets of exactly the host beside: those that the rule does not use yet first. */
export function subsets(site: MeshSite): readonly Candidate[] {
  const host = textAt(site, [...site.path.slice(0, -1), "host"]);
  if (host === undefined) return [];
  const found = subsetsOfHost(site, host);
  const used = usedSubsets(site, host);
  return [...found.filter((one) => !used.has(one.value)), ...found.filter((one) => used.has(one.value))];
}

/** The subsets that a client in the namespace of the site gets for a host as written there. */
export function subsetsOfHost(site: MeshSite, host: string): readonly Candidate[] {
  const resolved = resolveHostIn(site.index, host, site.namespace);
  const rules = companions(consultedDestinationRules(site.index, resolved, [site.namespace]), site.file);
  return rules.flatMap((rule) =>
    rule.model.subsets.flatMap((subset): readonly Candidate[] =>
      subset.name === undefined
        ? []
        : [
            {
              value: subset.name.value,
              kind: "subset",
              detail: describeLabels(subset.labels),
              documentation: `Defined by DestinationRule ${rule.name.value}.`,
            },
          ],
    ),
  );
}

/** The ports of exactly the host beside. */
export function destinationPorts(site: MeshSite): readonly Candidate[] {
  const host = hostBeside(site, site.path.slice(0, -2));
  return host === undefined ? [] : portCandidates(portsOf(site, host));
}

/** The ports of the host of a DestinationRule. */
export function policyPorts(site: MeshSite): readonly Candidate[] {
  const host = textAt(site, ["spec", "host"]);
  return host === undefined ? [] : portCandidates(portsOf(site, resolveHostIn(site.index, host, site.namespace)));
}

/** Ports that requests to a VirtualService are sent to: of the servers of its gateways, and of its hosts. */
export function matchPorts(site: MeshSite): readonly Candidate[] {
  const servers = textsAt(site, ["spec", "gateways"]).flatMap((name) =>
    gatewaysNamed(site.index, name, site.namespace).flatMap((gateway) =>
      isKind(gateway, "Gateway")
        ? gateway.model.servers.flatMap(({ port }): readonly Candidate[] =>
            port.number === undefined
              ? []
              : [
                  {
                    value: String(port.number.value),
                    kind: "port",
                    literal: true,
                    detail: `${port.protocol?.value ?? "server"} of Gateway ${gateway.name.value}`,
                  },
                ],
          )
        : [],
    ),
  );
  const hosts = textsAt(site, ["spec", "hosts"]).flatMap((host) => portsOf(site, resolveHostIn(site.index, host, site.namespace)));
  return [...servers, ...portCandidates(hosts)];
}

/** Ports of the containers that a Service selects: names first, because they survive a change of number. */
export function targetPorts(site: MeshSite): readonly Candidate[] {
  const selector = labelMap(nodeAt(site.manifest.node, ["spec", "selector"]));
  const ports = workloadsIn(site.index, site.namespace, site.file).flatMap((workload) =>
    isKind(workload, "Workload") && selector.entries.length > 0 && selects(selector, selectableLabels(workload))
      ? workload.model.containerPorts.map((port) => ({ port, workload: workload.name.value }))
      : [],
  );
  return [
    ...ports.flatMap(({ port, workload }): readonly Candidate[] =>
      port.name === undefined ? [] : [{ value: port.name, kind: "port", detail: `${port.number} of ${workload}` }],
    ),
    ...ports.map(
      ({ port, workload }): Candidate => ({
        value: String(port.number),
        kind: "port",
        literal: true,
        detail: `${port.name ?? "port"} of ${workload}`,
      }),
    ),
  ];
}

/** What is left of 100 beside the weights of the other destinations; even shares where none has a weight yet. */
export function weights(site: MeshSite): readonly Candidate[] {
  const list = site.path.slice(0, -2);
  const own = site.path.at(-2);
  const routes = nodeAt(site.manifest.node, list);
  const count = routes?.kind === "seq" ? routes.items.length : 1;
  const others: number[] = [];
  for (let at = 0; at < count; at++) {
    const weight = at === own ? undefined : numberOf(nodeAt(site.manifest.node, [...list, at, "weight"]));
    if (weight !== undefined) others.push(weight);
  }
  const sum = others.reduce((total, weight) => total + weight, 0);
  const rest = Math.max(0, 100 - sum);
  const open = Math.max(1, count - others.length);
  const share = Math.floor(rest / open);
  const usual = others.length === 0 ? [90, 80, 50, 10, 0] : [];
  const values = [...new Set([share, rest, ...usual])].filter((value) => value >= 0);
  return values.map((value) => ({
    value: String(value),
    kind: "value",
    literal: true,
    detail: value === rest && others.length > 0 ? "what is left of 100" : value === share && open > 1 ? "an even share" : "of 100",
  }));
}

/** The host of the destination at a path, resolved. */
function hostBeside(site: MeshSite, destination: Path): ResolvedHost | undefined {
  const host = textAt(site, [...destination, "host"]);
  return host === undefined ? undefined : resolveHostIn(site.index, host, site.namespace);
}

function portsOf(site: MeshSite, host: ResolvedHost): readonly ServicePort[] {
  return nearestDefinition(host, site.file)?.ports ?? [];
}

function portCandidates(ports: readonly ServicePort[]): readonly Candidate[] {
  return ports.flatMap((port): readonly Candidate[] =>
    port.number === undefined
      ? []
      : [
          {
            value: String(port.number.value),
            kind: "port",
            literal: true,
            detail: [port.name?.value, port.appProtocol?.value ?? port.protocol?.value].filter((part) => part !== undefined).join(", "),
          },
        ],
  );
}

/** Subsets of the host that the other destinations of the rule name. */
function usedSubsets(site: MeshSite, host: string): ReadonlySet<string> {
  const list = site.path.slice(0, site.path.lastIndexOf("route") + 1);
  const routes = nodeAt(site.manifest.node, list);
  const used = new Set<string>();
  if (list.length === 0 || routes?.kind !== "seq") return used;
  routes.items.forEach((_, at) => {
    const destination = [...list, at, "destination"];
    const subset = textAt(site, [...destination, "subset"]);
    if (subset !== undefined && at !== site.path[list.length] && textAt(site, [...destination, "host"]) === host) used.add(subset);
  });
  return used;
}
