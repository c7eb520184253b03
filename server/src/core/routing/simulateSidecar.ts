import { meshGateway } from "../model/host";
import { isHttpFamily, isTlsFamily, type TrafficProtocol } from "../model/protocol";
import { describeResource, type Resource } from "../model/resource";
import { shiftSpan } from "../text/span";
import type { Engine } from "./engine";
import { type Decision, httpOutcome, normalizationNotes, plainOutcome, routedOutcome, withNormalizedPath } from "./httpOutcome";
import { retryPolicy } from "./httpPolicy";
import { l4Outcome, l4Steps } from "./l4Outcome";
import { chosenRoute, repeatedMatch, sidecarTcpRoutes, sidecarTlsRoutes } from "./l4Routes";
import { type HttpRequest, hostOf, httpRequest } from "./matchRequest";
import { MeshHosts } from "./meshHosts";
import type { MeshProxy, MeshService, VirtualHost } from "./routeModel";
import { portOf } from "./services";
import { destinationShares } from "./shares";
import { type SidecarScope, sidecarScope } from "./sidecarScope";
import type { SimulationRequest, TraceStep } from "./simulation";
import { idOf, walkRoutes } from "./trace";
import { bareVerdict, type Verdict } from "./verdict";
import { entryId, ruleId } from "./viewIds";

/** A request of a pod with a sidecar (4 and 8 of the routing semantics). */
export function simulateSidecar(engine: Engine, proxy: MeshProxy, request: SimulationRequest, port: number): Verdict {
  const { view } = engine;
  const scope = sidecarScope(view.focus, proxy, port);
  if (scope === undefined)
    return bareVerdict(plainOutcome("passthrough", `No egress listener of the Sidecar resource is for port ${port}.`));
  const hosts = engine.meshHosts(proxy, port, () => new MeshHosts(view, proxy, port, scope));
  const target = calledService(engine, proxy, hosts, hostOf(request.host), request.address);
  const protocol = target === undefined ? undefined : portOf(target, port)?.protocol;
  const kind = protocol === undefined ? undefined : trafficOf(protocol, request.scheme);
  if (target !== undefined && (kind === "tls" || kind === "tcp")) return l4(engine, proxy, request, port, { hosts, scope, target, kind });
  if (kind === "udp") return bareVerdict(plainOutcome("passthrough", "UDP is not taken by the sidecar."));
  if (kind === "mismatch") {
    return bareVerdict(
      plainOutcome("no-listener", `Port ${port} of ${target?.hostname} is declared as ${protocol}: other bytes than http are refused.`),
    );
  }
  return http(engine, proxy, request, port, { hosts, scope, target, sniffed: protocol === "auto" });
}

interface HttpCall {
  readonly hosts: MeshHosts;
  readonly scope: SidecarScope;
  readonly target: MeshService | undefined;
  /** The port names no protocol: the listener is the service's own, whatever the authority says. */
  readonly sniffed: boolean;
}

function http(engine: Engine, proxy: MeshProxy, request: SimulationRequest, port: number, call: HttpCall): Verdict {
  const { complete, pathNormalization } = engine.view.index.mesh;
  const listens = call.sniffed || call.hosts.hasHttp();
  const sent = request.scheme === "http" ? httpRequest(request, pathNormalization) : undefined;
  if (sent === undefined || (typeof sent === "string" && !listens)) return unknownHost(engine, request, port, call, undefined);
  if (typeof sent === "string") return bareVerdict(plainOutcome("bad-request", sent, 400));
  const authority = call.sniffed && call.target !== undefined ? call.target.hostname : hostOf(sent.authority);
  const host = call.hosts.hostFor(authority);
  if (host === undefined || (!listens && complete)) return unknownHost(engine, request, port, call, listens ? sent : undefined);
  const notes = [
    ...normalizationNotes(sent),
    ...(listens
      ? []
      : [`No service with http on port ${port} is in view; it is assumed that the mesh has one, so that there is a listener.`]),
  ];
  const ignored = host.ignored.map((one) => ignoredStep(engine, one, host));
  if (host.routes.length === 0 && host.service !== undefined) {
    const verdict = plainService(engine, proxy, port, host.service, call.scope, notes);
    return { ...verdict, decision: withNormalizedPath(verdict.decision, sent) };
  }
  const walk = walkRoutes(host.routes, sent, engine.regexes, engine.startOf);
  const owner = host.routes[0]?.rule.root;
  const base = {
    steps: [...ignored, ...walk.steps],
    notes: [...notes, ...walk.notes],
    involved: owner === undefined ? [] : [owner],
    rivals: owner === undefined ? [] : [owner, ...host.ignored],
  };
  if (walk.matched === undefined) {
    const reason = `404: no rule of ${owner === undefined ? authority : describeResource(owner)} matches.`;
    return { ...base, decision: withEntry(plainOutcome("not-found", reason, 404), owner) };
  }
  const { rule } = walk.matched;
  const decision = httpOutcome(walk.matched, {
    view: engine.view,
    regexes: engine.regexes,
    request: sent,
    tls: false,
    cluster: { proxy, port: walk.matched.port, namespace: rule.root.effectiveNamespace, byCalledPort: true, scope: call.scope },
    place: { graph: rule.root.id, rule: idOf(rule) },
  });
  return { ...base, decision: withEntry({ ...decision, ids: [idOf(rule), ...decision.ids] }, owner) };
}

/** A Service without VirtualService: one route with the mesh's retries (4.8 of the routing semantics). */
function plainService(
  engine: Engine,
  proxy: MeshProxy,
  port: number,
  service: MeshService,
  scope: SidecarScope,
  notes: readonly string[],
): Verdict {
  const shares = sharesOf(engine, proxy, port, service, scope, false);
  const retries = retryPolicy(undefined, engine.view.index.mesh);
  return {
    decision: {
      ...shares,
      outcome: { ...shares.outcome, ...(retries === undefined ? {} : { retries }) },
    },
    steps: [serviceStep(engine, service)],
    notes,
    involved: [service.definition.resource],
    rivals: [],
  };
}

interface L4Call {
  readonly hosts: MeshHosts;
  readonly scope: SidecarScope;
  readonly target: MeshService;
  readonly kind: "tls" | "tcp";
}

function l4(engine: Engine, proxy: MeshProxy, request: SimulationRequest, port: number, { hosts, scope, target, kind }: L4Call): Verdict {
  const { view, startOf } = engine;
  const virtualServices = hosts.virtualServicesFor(target);
  const routes = (kind === "tls" ? sidecarTlsRoutes : sidecarTcpRoutes)(view, virtualServices, proxy, port);
  const kept = routes.filter((route) => route.dropped === undefined);
  const encrypted = request.scheme === "https" || request.scheme === "tls";
  const sni = encrypted ? (request.sni ?? hostOf(request.host)).toLowerCase() : undefined;
  const chosen = chosenRoute(routes, { sni, address: request.address ?? target.addresses[0] });
  const base = {
    steps: l4Steps(routes, chosen, startOf),
    notes: [],
    involved: [...new Set(kept.map((route) => route.rule.root))],
    rivals: [...new Set(kept.map((route) => route.rule.root))],
  };
  const repeated = repeatedMatch(routes);
  if (repeated !== undefined) {
    const reason = `Two rules are for ${repeated}: Envoy rejects the listener, multiple filter chains match.`;
    return { ...base, steps: l4Steps(routes, undefined, startOf), decision: plainOutcome("no-listener", reason) };
  }
  if (chosen !== undefined) {
    const { root } = chosen.rule;
    const decision = l4Outcome(view, chosen, { proxy, port, namespace: root.effectiveNamespace, byCalledPort: false, scope });
    return { ...base, decision: withEntry({ ...decision, ids: [idOf(chosen.rule), ...decision.ids] }, root) };
  }
  if (kind === "tls" && kept.length > 0) {
    const seen = sni === undefined ? "a connection without TLS" : `the server name ${sni}`;
    const reason = `No tls rule is for ${seen}, so the connection is closed.`;
    return { ...base, decision: plainOutcome("no-listener", reason) };
  }
  const decision = sharesOf(engine, proxy, port, target, scope, true);
  return {
    ...base,
    decision,
    steps: [...base.steps, serviceStep(engine, target)],
    involved: [...base.involved, target.definition.resource],
  };
}

/** Everything to the cluster of the service itself. */
function sharesOf(engine: Engine, proxy: MeshProxy, port: number, service: MeshService, scope: SidecarScope, closed: boolean): Decision {
  const { resource } = service.definition;
  const { span } = resource.name;
  const destination = {
    span,
    destinationKey: undefined,
    host: { value: service.hostname, span },
    subset: undefined,
    port: undefined,
    weight: undefined,
    headers: undefined,
  };
  const place = { graph: resource.id, rule: ruleId(resource.id, "service", 0) };
  const context = { proxy, port, namespace: resource.effectiveNamespace, byCalledPort: false, scope };
  const shares = destinationShares(engine.view, [destination], context, 100, place);
  return {
    outcome: { ...routedOutcome(shares.destinations, closed), destinations: shares.destinations, mirrors: [] },
    notes: shares.notes,
    ids: [entryId(resource.id, meshGateway), place.rule, ...shares.ids],
  };
}

/** Nothing in the mesh is called so (4.9 of the routing semantics). Without a listener nobody looks at what is `sent`. */
function unknownHost(
  engine: Engine,
  request: SimulationRequest,
  port: number,
  { scope, target }: HttpCall,
  sent: HttpRequest | undefined,
): Verdict {
  const host = hostOf(request.host);
  const known =
    target === undefined
      ? engine.view.services.named(host).length > 0
        ? `${host} has no port ${port}`
        : `nothing in view defines ${host}`
      : `nothing in view has the name that was asked for`;
  const open = engine.view.index.mesh.complete ? [] : [`If the mesh defines ${host} elsewhere, its rules decide; they are not in view.`];
  if (scope.unknownHosts === "ALLOW_ANY") {
    const where = scope.egressProxy ? "Passed on to the egress proxy of the Sidecar resource" : "Passed through to where the client wanted";
    const passed = plainOutcome("passthrough", `${where}: ${known}.`);
    if (sent === undefined) return { ...bareVerdict(passed), notes: open };
    return { ...bareVerdict(withNormalizedPath(passed, sent)), notes: [...normalizationNotes(sent), ...open] };
  }
  const reason = `Only hosts of the mesh may be called (REGISTRY_ONLY), and ${known}: `;
  return sent === undefined
    ? { ...bareVerdict(plainOutcome("blackhole", `${reason}the connection is closed.`)), notes: open }
    : { ...bareVerdict(plainOutcome("blackhole", `${reason}502.`, 502)), notes: open };
}

/** The service that a client reaches by a name (as DNS completes it in its namespace) or an address. */
function calledService(
  engine: Engine,
  proxy: MeshProxy,
  hosts: MeshHosts,
  host: string,
  address: string | undefined,
): MeshService | undefined {
  const { domain } = engine.view.index.mesh;
  const bareHost = host.endsWith(".") ? host.slice(0, -1) : host;
  const completed = [
    ...(bareHost.includes(".") ? [] : [`${bareHost}.${proxy.namespace}.svc.${domain}`]),
    `${bareHost}.svc.${domain}`,
    ...(bareHost.endsWith(".svc") ? [`${bareHost}.${domain}`] : []),
    bareHost,
  ];
  for (const name of completed) {
    const found = hosts.registered(name);
    if (found !== undefined) return found;
  }
  const addressed = [host, ...(address === undefined ? [] : [address])].flatMap((one) => engine.view.services.atAddress(one));
  return addressed.find((one) => hosts.registered(one.hostname) === one) ?? hosts.covering(bareHost);
}

type Traffic = "http" | "tls" | "tcp" | "udp" | "mismatch";

/** How a listener treats what a client sends: as the port says, or as the bytes tell where it says nothing. */
function trafficOf(protocol: TrafficProtocol, scheme: SimulationRequest["scheme"]): Traffic {
  if (protocol === "udp") return "udp";
  if (isTlsFamily(protocol)) return "tls";
  if (isHttpFamily(protocol)) return scheme === "http" ? "http" : "mismatch";
  if (protocol === "auto" && scheme === "http") return "http";
  return "tcp";
}

function serviceStep(engine: Engine, { definition: { resource }, hostname }: MeshService): TraceStep {
  return {
    resource: describeResource(resource),
    rule: "no rule",
    matched: true,
    reason: `no VirtualService decides about ${hostname}, so its endpoints share what is sent`,
    file: resource.file,
    span: shiftSpan(resource.name.span, engine.startOf(resource)),
    ids: [ruleId(resource.id, "service", 0)],
  };
}

function ignoredStep(engine: Engine, one: Resource, host: VirtualHost): TraceStep {
  const winner = host.routes[0]?.rule.root;
  return {
    resource: describeResource(one),
    rule: `host ${host.domain}`,
    matched: false,
    reason: `on the mesh one VirtualService has a host, and ${winner === undefined ? "another" : describeResource(winner)} comes first`,
    file: one.file,
    span: shiftSpan(one.name.span, engine.startOf(one)),
    ids: [],
  };
}

function withEntry(decision: Decision, owner: Resource | undefined): Decision {
  return owner === undefined ? decision : { ...decision, ids: [entryId(owner.id, meshGateway), ...decision.ids] };
}
