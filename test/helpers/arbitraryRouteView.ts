import fc from "fast-check";
import type { FileSpan } from "../../server/src/core/features/results";
import type {
  DestinationNode,
  EntryNode,
  Leg,
  NodeState,
  RouteGraph,
  RouteView,
  RuleNode,
  WorkloadNode,
} from "../../server/src/core/routing/routeView";

const source: FileSpan = { file: "any.yaml", span: { start: 0, end: 1 } };
const state = fc.constantFrom<NodeState>("ok", "ok", "ok", "broken", "unknown");
const words = fc.array(
  fc.constantFrom("website", "version-2", "a", "header x-canary is 1", "/api/v2/", "very.long.name.example.com", "W".repeat(40)),
  { minLength: 1, maxLength: 9 },
);
const text = words.map((some) => some.join(" "));
const name = words.map((some) => some.slice(0, 3).join("-").replaceAll(" ", "-"));
const problem = fc.option(text, { nil: undefined });

interface Sizes {
  readonly entries: number;
  readonly rules: number;
  readonly destinations: number;
  readonly workloads: number;
}

/** Pictures of any shape: every id is unique, every link leads to something, nothing else is promised. */
export function arbitraryRouteView(maxRules = 14): fc.Arbitrary<RouteView> {
  const sizes: fc.Arbitrary<Sizes> = fc.record({
    entries: fc.nat(4),
    rules: fc.nat(maxRules),
    destinations: fc.nat(6),
    workloads: fc.nat(5),
  });
  const graph = (index: number): fc.Arbitrary<RouteGraph> => sizes.chain((size) => arbitraryGraph(`g${index}`, size));
  const graphs = fc.nat(3).chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => graph(index))));
  return graphs.map((all) => ({ file: "any.yaml", graphs: all, empty: undefined }));
}

function arbitraryGraph(id: string, { entries, rules, destinations, workloads }: Sizes): fc.Arbitrary<RouteGraph> {
  const ids = (kind: string, count: number): readonly string[] => Array.from({ length: count }, (_, index) => `${id} ${kind}${index}`);
  const entryIds = ids("entry", entries);
  const destinationIds = ids("destination", destinations);
  const workloadIds = ids("workload", workloads);
  const pairs = destinationIds.flatMap((destination) => workloadIds.map((workload) => ({ destination, workload })));
  return fc.record({
    id: fc.constant(id),
    title: name.map((some) => `VirtualService default/${some}`),
    subject: fc.constantFrom<"VirtualService" | "Service">("VirtualService", "Service"),
    source: fc.constant(source),
    hosts: fc.array(name, { maxLength: 12 }),
    entries: fc.tuple(...entryIds.map(arbitraryEntry)),
    rules: fc.tuple(...ids("rule", rules).map((rule, index) => arbitraryRule(rule, index + 1, entryIds, destinationIds))),
    destinations: fc.tuple(...destinationIds.map(arbitraryDestination)),
    workloads: fc.tuple(...workloadIds.map(arbitraryWorkload)),
    pods: fc.subarray(pairs).chain((some) => fc.tuple(...some.map((pair) => fc.nat(100).map((share) => ({ ...pair, share }))))),
    summary: text,
  });
}

function arbitraryEntry(id: string): fc.Arbitrary<EntryNode> {
  const kind = fc.constantFrom<"gateway" | "mesh">("gateway", "mesh");
  return fc.record({
    id: fc.constant(id),
    kind,
    title: name,
    details: fc.array(text, { maxLength: 3 }),
    state,
    problem,
    source: fc.constant(source),
  });
}

function arbitraryRule(id: string, order: number, entryIds: readonly string[], destinationIds: readonly string[]): fc.Arbitrary<RuleNode> {
  const legs =
    destinationIds.length === 0
      ? fc.constant([])
      : fc
          .nat(5)
          .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => arbitraryLeg(`${id} leg${index}`, destinationIds))));
  return fc.record({
    id: fc.constant(id),
    order: fc.constant(order),
    protocol: fc.constantFrom<"http" | "tls" | "tcp">("http", "tls", "tcp"),
    name: fc.option(name, { nil: undefined }),
    conditions: fc.array(fc.array(text, { maxLength: 3 }), { maxLength: 5 }),
    actions: fc.array(text, { maxLength: 4 }),
    outcome: fc.constantFrom<RuleNode["outcome"]>("route", "redirect", "direct-response", "delegate", "none"),
    entries: fc.subarray([...entryIds]),
    legs,
    state,
    problem,
    unreachable: fc.boolean(),
    source: fc.constant(source),
  });
}

function arbitraryLeg(id: string, destinationIds: readonly string[]): fc.Arbitrary<Leg> {
  return fc.record({
    id: fc.constant(id),
    destination: fc.constantFrom(...destinationIds),
    share: fc.float({ min: 0, max: 100, noNaN: true }),
    mirror: fc.boolean(),
    weight: fc.option(fc.record({ value: fc.nat(100), source: fc.constant(source) }), { nil: undefined }),
    source: fc.constant(source),
  });
}

function arbitraryDestination(id: string): fc.Arbitrary<DestinationNode> {
  const subset = fc.option(name, { nil: undefined });
  const port = fc.option(fc.nat(65535), { nil: undefined });
  return fc.record({
    id: fc.constant(id),
    host: name,
    fqdn: name,
    subset,
    port,
    labels: fc.array(name, { maxLength: 4 }),
    state,
    problem,
    source: fc.constant(source),
  });
}

function arbitraryWorkload(id: string): fc.Arbitrary<WorkloadNode> {
  const kind = fc.constantFrom("Deployment", "StatefulSet");
  const namespace = fc.constantFrom("default", "other");
  return fc.record({
    id: fc.constant(id),
    kind,
    name,
    namespace,
    replicas: fc.nat(30),
    labels: fc.constant([]),
    state,
    source: fc.constant(source),
  });
}
