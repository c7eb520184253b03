import { gatewaysNamed } from "../index/gateways";
import type { IndexView } from "../index/indexView";
import { selectableLabels, workloadsIn } from "../index/workloads";
import { describeResource, isKind, type Resource } from "../model/resource";
import { Regexes } from "./algebra/evaluate";
import type { Engine } from "./engine";
import type { RouteTable } from "./gatewayHosts";
import { type GatewayPod, gatewayPod } from "./gatewayProxy";
import type { GatewayListener } from "./gatewayServers";
import { plainOutcome } from "./httpOutcome";
import { Memo } from "./memo";
import type { MeshHosts } from "./meshHosts";
import { meshView } from "./meshView";
import { type MeshProxy, proxyOf } from "./routeModel";
import { simulateGateway } from "./simulateGateway";
import { simulateSidecar } from "./simulateSidecar";
import type { Labels, Simulation, SimulationNote, SimulationRequest } from "./simulation";
import type { StartOf } from "./trace";
import { bareVerdict, type Verdict } from "./verdict";

export interface SimulatorOptions {
  /** Of variants of one resource the nearest to this file counts. */
  readonly file?: string;
  readonly startOf?: StartOf;
  /** When a resource was created (RFC 3339), where that is known; else names decide the order. */
  readonly createdAt?: (resource: Resource) => string | undefined;
}

/** Answers requests against one version of an index; tables are made when first needed and kept. */
export interface Simulator {
  simulate(request: SimulationRequest): Simulation;
}

export function createSimulator(index: IndexView, options: SimulatorOptions = {}): Simulator {
  const others = new Memo<Engine>();
  const engine = createEngine(index, options, undefined);
  return {
    simulate: (request) => {
      const verdict = decide(engine, request);
      const { outcome } = verdict.decision;
      const notes: SimulationNote[] = [...verdict.notes, ...verdict.decision.notes].map((text) => ({ text, alternatives: [] }));
      const again = (key: string, other: SimulatorOptions, oldest: string | undefined) => {
        const made = others.get(key, () => createEngine(index, other, oldest));
        return decide(made, request).decision.outcome;
      };
      for (const note of [
        ageNote(engine, verdict, (oldest) => again(`oldest ${oldest.id}`, options, oldest.id)),
        ...variantNotes(engine, verdict, (file) => again(`file ${file}`, { ...options, file }, undefined)),
      ]) {
        if (note === undefined) continue;
        notes.push({ ...note, alternatives: note.alternatives.filter((one) => JSON.stringify(one.outcome) !== JSON.stringify(outcome)) });
      }
      return { outcome, notes: distinct(notes), trace: verdict.steps, path: [...new Set(verdict.decision.ids)] };
    },
  };
}

function createEngine(index: IndexView, options: SimulatorOptions, oldest: string | undefined): Engine {
  const hosts = new Memo<MeshHosts>();
  const listeners = new Memo<readonly GatewayListener[]>();
  const tables = new Memo<RouteTable>();
  const pods = new Memo<GatewayPod>();
  const view = meshView(index, {
    file: options.file ?? "",
    ...(options.createdAt === undefined ? {} : { createdAt: options.createdAt }),
    ...(oldest === undefined ? {} : { oldest }),
  });
  return {
    view,
    regexes: new Regexes(),
    startOf: options.startOf ?? (() => 0),
    meshHosts: (proxy, port, make) => hosts.get(`${port} ${proxy.key}`, make),
    gatewayPod: (gateway) => pods.get(gateway.id, () => gatewayPod(view, gateway)),
    listeners: (proxy, make) => listeners.get(proxy.key, make),
    table: (key, make) => tables.get(key, make),
  };
}

function decide(engine: Engine, request: SimulationRequest): Verdict {
  const port = request.port ?? (request.scheme === "https" || request.scheme === "tls" ? 443 : 80);
  const source = sourceOf(engine, request);
  if (typeof source === "string") return bareVerdict(plainOutcome("no-listener", source));
  const verdict = (source.proxy.kind === "gateway" ? simulateGateway : simulateSidecar)(engine, source.proxy, request, port);
  return source.note === undefined ? verdict : { ...verdict, notes: [source.note, ...verdict.notes] };
}

interface Source {
  readonly proxy: MeshProxy;
  readonly note: string | undefined;
}

/** The proxy that decides, or why there is none. */
function sourceOf(engine: Engine, { from }: SimulationRequest): Source | string {
  const { view } = engine;
  if ("gateway" in from) {
    const [named] = view.focus.pick(gatewaysNamed(view.index, from.gateway, "default").filter((one) => isKind(one, "Gateway")));
    if (named === undefined) return `No Gateway ${from.gateway} is in view.`;
    const { proxy, assumed } = engine.gatewayPod(named);
    const note = `The pods that ${describeResource(named)} selects are not in view; they are taken to run in namespace ${proxy.namespace}.`;
    return { proxy, note: assumed ? note : undefined };
  }
  if ("gatewayPod" in from) return { proxy: proxyOf("gateway", from.gatewayPod.namespace, asMap(from.gatewayPod.labels)), note: undefined };
  if ("workload" in from) {
    const slash = from.workload.indexOf("/");
    const namespace = slash < 0 ? "default" : from.workload.slice(0, slash);
    const name = from.workload.slice(slash + 1);
    const found = workloadsIn(view.index, namespace, view.focus.options.file).find((one) => one.name.value === name);
    if (found === undefined) return `No workload ${namespace}/${name} is in view.`;
    const labels = new Map(selectableLabels(found).entries.map(({ key, value }) => [key.value, value.value]));
    return { proxy: proxyOf("sidecar", namespace, labels), note: undefined };
  }
  return { proxy: proxyOf("sidecar", from.namespace, asMap(from.labels)), note: undefined };
}

/** Where the age of VirtualServices decides and is not known: what if another were the oldest. */
function ageNote(
  { view }: Engine,
  { rivals }: Verdict,
  ifOldest: (resource: Resource) => Simulation["outcome"],
): SimulationNote | undefined {
  const [first, ...later] = rivals;
  const open = first === undefined ? [] : later.filter((one) => !view.focus.knowsAge(first, one));
  if (first === undefined || open.length === 0) return undefined;
  return {
    text: `The older of ${[first, ...open].map(describeResource).join(" and ")} comes first. The files do not tell their age; names decide here.`,
    alternatives: open.map((one) => ({ when: `${describeResource(one)} is the oldest`, outcome: ifOldest(one) })),
  };
}

/** More than so many variants are not tried. */
const triedVariants = 6;

/** Resources that decided and that other files hold too. */
function variantNotes(
  { view }: Engine,
  { involved }: Verdict,
  withFile: (file: string) => Simulation["outcome"],
): readonly (SimulationNote | undefined)[] {
  return involved.map((one) => {
    const others = view.focus.variantsOf(one).filter((other) => other.file !== one.file);
    if (others.length === 0) return undefined;
    return {
      text: `${describeResource(one)} is written in several files; that in ${one.file} is taken.`,
      alternatives: others.slice(0, triedVariants).map((other) => ({ when: `as in ${other.file}`, outcome: withFile(other.file) })),
    };
  });
}

function distinct(notes: readonly SimulationNote[]): readonly SimulationNote[] {
  return notes.filter((note, at) => notes.findIndex((other) => other.text === note.text) === at);
}

function asMap(labels: Labels): ReadonlyMap<string, string> {
  return new Map(Object.entries(labels));
}
