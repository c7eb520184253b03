import type { RequestDefaults } from "../../server/src/core/routing/requestDefaults";
import type { RouteView } from "../../server/src/core/routing/routeView";
import type { Outcome, Simulation, SimulationRequest, TraceStep } from "../../server/src/core/routing/simulation";

/** A request from a pod without labels, as the form of a VirtualService on the mesh starts. */
export const usualRequest: SimulationRequest = {
  from: { namespace: "default", labels: {} },
  scheme: "http",
  host: "mqtt-server",
  port: 8000,
};

/** What the form of the rollout with three versions starts with. */
export function versionsDefaults(more: Partial<RequestDefaults> = {}): RequestDefaults {
  const from = (version: string) => ({ namespace: "default", labels: { version } });
  return {
    subject: "VirtualService default/mqtt-server-internal",
    request: usualRequest,
    examples: ["v1", "v2", "v3"].map((version, at) => ({
      rule: `http rule ${at + 1}`,
      when: `from pods with version=${version}`,
      request: { ...usualRequest, from: from(version) },
    })),
    gateways: ["default/bookinfo"],
    workloads: ["default/frontend", "default/frontend-v2"],
    ...more,
  };
}

/** The answer for a rule of a view, given by its order: every rule before it is passed by, all of its legs are taken. */
export function answerAtRule(view: RouteView, order: number): Simulation {
  const [graph] = view.graphs;
  const rules = graph?.rules.slice(0, order) ?? [];
  const decisive = rules.at(-1);
  if (graph === undefined || decisive === undefined) throw new Error("the view has no such rule");
  const targets = decisive.legs.map((leg) => leg.destination);
  const pods = graph.pods.filter((link) => targets.includes(link.destination)).map((link) => link.workload);
  return {
    outcome: outcomeOf(view, decisive.legs),
    notes: [],
    trace: rules.map((rule) => stepOf(graph.title, rule, rule === decisive)),
    path: [...decisive.entries, decisive.id, ...decisive.legs.map((leg) => leg.id), ...targets, ...pods],
  };
}

/** An answer that no proxy gives to anyone. */
export function refused(reason: string): Simulation {
  return { outcome: { type: "no-listener", reason, destinations: [], mirrors: [] }, notes: [], trace: [], path: [] };
}

type Graph = RouteView["graphs"][number];

function outcomeOf(view: RouteView, legs: Graph["rules"][number]["legs"]): Outcome {
  const [graph] = view.graphs;
  const destinations = legs.flatMap(({ destination, share }) => {
    const to = graph?.destinations.find(({ id }) => id === destination);
    const pods = graph?.pods.filter((link) => link.destination === destination) ?? [];
    const workloads = pods.flatMap((link) => {
      const workload = graph?.workloads.find(({ id }) => id === link.workload);
      return workload === undefined
        ? []
        : [{ kind: workload.kind, namespace: workload.namespace, name: workload.name, share: (share * link.share) / 100 }];
    });
    return to === undefined ? [] : [{ host: to.fqdn, port: to.port, subset: to.subset, share, workloads }];
  });
  return { type: "route", reason: "Routed.", destinations, mirrors: [] };
}

function stepOf(resource: string, rule: Graph["rules"][number], matched: boolean): TraceStep {
  const condition = rule.conditions[0]?.join(", ") ?? "everything";
  const reason = matched ? `matches: ${condition}` : `${condition}: saw nothing`;
  return { resource, rule: `http rule ${rule.order}`, matched, reason, file: rule.source.file, span: rule.source.span, ids: [rule.id] };
}
