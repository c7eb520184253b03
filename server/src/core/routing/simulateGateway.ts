import { describeResource } from "../model/resource";
import { shiftSpan } from "../text/span";
import type { Engine } from "./engine";
import { chosenChain, gatewayChains, repeatedName } from "./gatewayChains";
import { gatewayRouteTable, virtualHostFor } from "./gatewayHosts";
import { type GatewayListener, type GatewayServer, gatewayListeners } from "./gatewayServers";
import { type Decision, httpOutcome, normalizationNotes, plainOutcome } from "./httpOutcome";
import { l4Outcome, l4Steps } from "./l4Outcome";
import type { L4Route } from "./l4Routes";
import { hostOf, httpRequest } from "./matchRequest";
import type { HttpRoute, MeshProxy } from "./routeModel";
import type { SimulationRequest, TraceStep } from "./simulation";
import { idOf, walkRoutes } from "./trace";
import { httpsUrl } from "./urls";
import { bareVerdict, type Verdict } from "./verdict";
import { entryId } from "./viewIds";
import { describeServer } from "./words";

/** A request that arrives at the pod of a gateway (6 of the routing semantics). */
export function simulateGateway(engine: Engine, proxy: MeshProxy, request: SimulationRequest, port: number): Verdict {
  const listeners = engine.listeners(proxy, () => gatewayListeners(engine.view, proxy));
  const listener = listenerFor(listeners, port);
  if (listener === undefined) return bareVerdict(plainOutcome("no-listener", noListener(listeners, port)));
  const skipped = listener.skipped.map(({ server, reason }) => serverStep(engine, server, false, `left out: ${reason}`));
  const verdict = listener.plainHttp ? plainHttp(engine, proxy, request, listener) : byServerName(engine, proxy, request, listener);
  return { ...verdict, steps: [...skipped, ...verdict.steps] };
}

/** The listener behind a port: that of a server with this number, else the one of the pod that has it. */
function listenerFor(listeners: readonly GatewayListener[], port: number): GatewayListener | undefined {
  const numbered = listeners.filter((one) => one.servers.some((server) => server.number === port));
  return numbered.find((one) => one.bind === "") ?? numbered[0] ?? listeners.find((one) => one.port === port);
}

function noListener(listeners: readonly GatewayListener[], port: number): string {
  const offered = [...new Set(listeners.flatMap((one) => one.servers.map((server) => server.number)))].sort((a, b) => a - b);
  return `Nothing listens on port ${port}${offered.length === 0 ? "." : `; the gateway offers ${offered.join(", ")}.`}`;
}

function plainHttp(engine: Engine, proxy: MeshProxy, request: SimulationRequest, listener: GatewayListener): Verdict {
  if (request.scheme !== "http")
    return bareVerdict(plainOutcome("no-listener", "The port speaks plain http, so the connection is closed."));
  return http(engine, proxy, request, listener.servers, `${proxy.key} ${listener.bind}:${listener.port}`, false);
}

/** Servers that are told apart by the server name of the handshake, and plain TCP servers. */
function byServerName(engine: Engine, proxy: MeshProxy, request: SimulationRequest, listener: GatewayListener): Verdict {
  const { chains, routes } = gatewayChains(engine.view, proxy, listener);
  const encrypted = request.scheme === "https" || request.scheme === "tls";
  const sni = encrypted ? (request.sni ?? hostOf(request.host)).toLowerCase() : undefined;
  const steps = (chosen: L4Route | undefined): readonly TraceStep[] => l4Steps(routes, chosen, engine.startOf);
  if (chains.length === 0) return { ...bareVerdict(withoutChains(listener, sni)), steps: steps(undefined) };
  const repeated = repeatedName(chains);
  if (repeated !== undefined) {
    const reason = `Two filter chains are for the server name ${repeated}: Envoy rejects the listener, multiple filter chains match.`;
    return { ...bareVerdict(plainOutcome("no-listener", reason)), steps: steps(undefined) };
  }
  const chain = chosenChain(chains, sni, encrypted);
  if (chain === undefined) {
    const reason = encrypted ? `no server or rule is for the server name ${sni}` : "the port expects TLS";
    return { ...bareVerdict(plainOutcome("no-listener", `The connection is closed: ${reason}.`)), steps: steps(undefined) };
  }
  if (chain.route === undefined) {
    return http(
      engine,
      proxy,
      request,
      [chain.server],
      `${proxy.key} ${chain.server.name} ${chain.server.server.span.start} ${listener.port}`,
      true,
    );
  }
  return l4(engine, proxy, chain.route, chain.server, steps(chain.route));
}

/** Server names that say where AUTO_PASSTHROUGH leads, whatever VirtualServices say: port, subset and host. */
const clusterName = /^outbound_\.(\d+)_\.([^_]*)_\.(.+)$/;

function withoutChains(listener: GatewayListener, sni: string | undefined): Decision {
  if (listener.servers.every((server) => server.rules !== undefined))
    return plainOutcome("no-listener", `No rule of a VirtualService is for ${portsOf(listener)}, so nothing listens.`);
  const [, port, subset, host] = clusterName.exec(sni ?? "") ?? [];
  if (host === undefined) {
    const seen = sni === undefined ? "bytes without TLS have none" : `${sni} is none`;
    const reason = `The connection is closed: AUTO_PASSTHROUGH goes by server names such as outbound_.80_._.website.default.svc.cluster.local, and ${seen}.`;
    return plainOutcome("no-listener", reason);
  }
  const where = `port ${port} of ${host}${subset === "" ? "" : `, subset ${subset}`}`;
  return plainOutcome("passthrough", `Passed on to ${where}, as the server name says (AUTO_PASSTHROUGH).`);
}

function l4(engine: Engine, proxy: MeshProxy, route: L4Route, server: GatewayServer, steps: readonly TraceStep[]): Verdict {
  const { root } = route.rule;
  const context = { proxy, port: server.number, namespace: root.effectiveNamespace, byCalledPort: false };
  const decision = l4Outcome(engine.view, route, context);
  return {
    decision: { ...decision, ids: [entryId(root.id, server.name), idOf(route.rule), ...decision.ids] },
    steps: [serverStep(engine, server, true, "takes the connection"), ...steps],
    notes: [],
    involved: [root, server.gateway],
    rivals: [],
  };
}

function http(
  engine: Engine,
  proxy: MeshProxy,
  request: SimulationRequest,
  servers: readonly GatewayServer[],
  key: string,
  tls: boolean,
): Verdict {
  const sent = httpRequest(request, engine.view.index.mesh.pathNormalization);
  if (typeof sent === "string") {
    const taken = servers.map((server) => serverStep(engine, server, true, "takes the connection"));
    return { ...bareVerdict(plainOutcome("bad-request", sent, 400)), steps: taken };
  }
  const table = engine.table(key, () => gatewayRouteTable(engine.view, proxy, servers));
  const authority = hostOf(sent.authority);
  const host = virtualHostFor(table, authority);
  const first = servers.map((server) => {
    const redirects = host?.requireTls === true && server.server.tls?.httpsRedirect === true;
    const serves = redirects || host?.routes.some((route) => route.gateway === server.name && route.port === server.number) === true;
    return serverStep(engine, server, serves, serves ? "takes the connection" : `no VirtualService of it is for ${authority}`);
  });
  const gateways = [...new Set(servers.map((server) => server.gateway))];
  if (host === undefined) {
    const reason = table.hosts.size === 0 ? "no VirtualService is bound to the gateway" : `no VirtualService is for ${authority} here`;
    const notes = normalizationNotes(sent);
    return { ...bareVerdict(plainOutcome("not-found", `404: ${reason}.`, 404)), steps: first, notes, involved: gateways };
  }
  if (host.requireTls && !tls) {
    const url = httpsUrl(sent);
    const decision = plainOutcome("redirect", `The server redirects plain requests to https: ${url}.`, 301);
    return { ...bareVerdict({ ...decision, outcome: { ...decision.outcome, url } }), steps: first, involved: gateways };
  }
  const walk = walkRoutes(host.routes, sent, engine.regexes, engine.startOf);
  const roots = [...new Set(host.routes.map((route) => route.rule.root))];
  const base = {
    steps: [...first, ...walk.steps],
    notes: [...normalizationNotes(sent), ...walk.notes],
    involved: [...roots, ...gateways],
    rivals: roots,
  };
  if (walk.matched === undefined) {
    const reason = `404: no rule of ${roots.map(describeResource).join(" or ")} matches.`;
    return { ...base, decision: withEntry(plainOutcome("not-found", reason, 404), host.routes) };
  }
  const { rule, port, gateway } = walk.matched;
  const { root } = rule;
  const decision = httpOutcome(walk.matched, {
    view: engine.view,
    regexes: engine.regexes,
    request: sent,
    tls,
    cluster: { proxy, port, namespace: root.effectiveNamespace, byCalledPort: false },
    place: { graph: root.id, rule: idOf(rule) },
  });
  return { ...base, decision: { ...decision, ids: [entryId(root.id, gateway), idOf(rule), ...decision.ids] } };
}

function serverStep(engine: Engine, { gateway, server }: GatewayServer, matched: boolean, reason: string): TraceStep {
  return {
    resource: describeResource(gateway),
    rule: `server ${describeServer(server)}`,
    matched,
    reason,
    file: gateway.file,
    span: shiftSpan(server.span, engine.startOf(gateway)),
    ids: [],
  };
}

function portsOf(listener: GatewayListener): string {
  return `port ${[...new Set(listener.servers.map((server) => server.number))].join(", ")}`;
}

/** Where nothing matched, the request still entered through what the routes were made for. */
function withEntry(decision: Decision, routes: readonly HttpRoute[]): Decision {
  const entries = new Set(routes.map((route) => entryId(route.rule.root.id, route.gateway)));
  return { ...decision, ids: [...entries, ...decision.ids] };
}
