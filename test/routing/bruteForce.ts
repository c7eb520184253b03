import {
  byAge,
  type Client,
  carries,
  chooseOne,
  compare,
  exported,
  fullName,
  isHttp,
  isTls,
  type Known,
  overlap,
  registryOf,
  type Scope,
  scopeOf,
  suffix,
  within,
} from "./bruteRegistry";
import {
  act,
  type Entry,
  entriesFor,
  gatewayName,
  gatewaysOf,
  httpRules,
  inOrder,
  matches,
  type Request,
  requestOf,
  routed,
  ruleId,
} from "./bruteRules";
import type { Answer, Call, Gateway, L4Match, L4Rule, Mesh, VirtualService } from "./manifests";

/*
 * Where a request goes, read off the routing semantics section by section: all virtual hosts of a port are written out with their
 * domains, as Envoy would get them, and then searched.
 */

/** What becomes of a call. */
export function evaluate(mesh: Mesh, call: Call): Answer {
  const throughGateway = "gatewayPod" in call.from;
  const { namespace, labels } = "gatewayPod" in call.from ? call.from.gatewayPod : call.from;
  const client: Client = { gateway: throughGateway, namespace, labels };
  return throughGateway ? atGateway(mesh, client, call) : atSidecar(mesh, client, call);
}

function plain(type: string, status?: number): Answer {
  return { type, ...(status === undefined ? {} : { status }), destinations: [], workloads: [], mirrors: [], extras: {} };
}

const encrypted = ({ scheme }: Call): boolean => scheme === "https" || scheme === "tls";

function nameOnly(authority: string): string {
  return authority.replace(/:\d+$/, "").toLowerCase();
}

// ---- sidecars (4, 8)

function atSidecar(mesh: Mesh, client: Client, call: Call): Answer {
  const scope = scopeOf(mesh, client, call.port);
  if (scope === undefined) return plain("passthrough");
  const services = servicesOn(mesh, client, scope, call.port);
  const virtualServices = inOrder(
    mesh.virtualServices.filter((one) => gatewaysOf(one).includes("mesh") && imported(one, scope)),
    client,
  );
  const target = called(services, client, call);
  const protocol = target?.ports[0]?.protocol;
  if (protocol === "udp") return plain("passthrough");
  if (target !== undefined && isTls(protocol)) return tlsAtSidecar(mesh, client, call, target, virtualServices);
  if (target !== undefined && isHttp(protocol) && call.scheme !== "http") return plain("no-listener");
  if (target !== undefined && !isHttp(protocol) && (protocol !== "auto" || call.scheme !== "http")) {
    return tcpAtSidecar(mesh, client, call, target, virtualServices);
  }
  const listening = protocol === "auto" || services.some((one) => isHttp(one.ports[0]?.protocol));
  const closed = scope.registryOnly ? plain("blackhole") : plain("passthrough");
  if (call.scheme !== "http" || !listening) return closed;
  const request = requestOf(call);
  const hosts = virtualHosts(mesh, client, call.port, services, virtualServices, scope);
  const authority = protocol === "auto" && target !== undefined ? target.host : nameOnly(request.authority);
  const host = envoyHost(hosts, authority);
  if (host === undefined) return scope.registryOnly ? plain("blackhole", 502) : plain("passthrough");
  if (typeof host === "string") {
    const answer = routed(
      mesh,
      client,
      [{ destination: { host, port: { number: call.port } } }],
      call.port,
      { namespace: client.namespace, http: true },
      100,
    );
    return { ...answer, mirrors: [], extras: { retries: 2 } };
  }
  return walk(mesh, client, host, request, false);
}

/** 4.2: one service per host, trimmed to the port. Where Istio leaves the order open it is that of names. */
function servicesOn(mesh: Mesh, client: Client, scope: Scope, port: number): readonly Known[] {
  const seen = registryOf(mesh).filter(
    (one) =>
      exported(one.exportTo, one.namespace, client.namespace) && scope.imports(one.namespace, (pattern) => within(one.host, pattern)),
  );
  return [...new Set(seen.map((one) => one.host))].sort(compare).flatMap((host) => {
    const chosen = chooseOne(
      seen.filter((one) => one.host === host),
      client.namespace,
    );
    const ports = chosen?.ports.filter((one) => one.number === port) ?? [];
    return chosen === undefined || ports.length === 0 ? [] : [{ ...chosen, ports }];
  });
}

function hostsOf({ spec, metadata }: VirtualService): readonly string[] {
  return (spec.hosts ?? []).map((host) => fullName(host, metadata.namespace));
}

/** 2.3: one host that overlaps an import is enough; two names only if they are equal. */
function imported(one: VirtualService, scope: Scope): boolean {
  return scope.imports(one.metadata.namespace, (pattern) =>
    hostsOf(one).some((host) => (host.startsWith("*") || pattern.startsWith("*") ? overlap(host, pattern) : host === pattern)),
  );
}

/** DNS completes a name in the client's namespace, then in the cluster; an address is looked up among the virtual ones. */
function called(services: readonly Known[], client: Client, call: Call): Known | undefined {
  const host = call.host.replace(/\.$/, "").toLowerCase();
  const names = [
    ...(host.includes(".") ? [] : [`${host}.${client.namespace}.${suffix}`]),
    `${host}.${suffix}`,
    ...(host.endsWith(".svc") ? [`${host}.cluster.local`] : []),
    host,
  ];
  for (const name of names) {
    const found = services.find((one) => one.host === name);
    if (found !== undefined) return found;
  }
  const addressed = [call.host, call.address ?? ""].flatMap((address) =>
    services.filter((one) => address !== "" && one.addresses.includes(address)).sort(byHost),
  );
  return (
    addressed[0] ??
    services
      .filter((one) => one.host.startsWith("*") && within(host, one.host) && host.length >= one.host.length)
      .sort((a, b) => b.host.length - a.host.length)[0]
  );
}

function byHost(a: Known, b: Known): number {
  return compare(a.host, b.host);
}

type Routes = readonly Entry[] | string;

/** 4.3 to 4.8: domains in the order in which they are given out; a string is the host of a plain service. */
function virtualHosts(
  mesh: Mesh,
  client: Client,
  port: number,
  services: readonly Known[],
  virtualServices: readonly VirtualService[],
  scope: Scope,
): ReadonlyMap<string, Routes> {
  const domains = new Map<string, Routes>();
  const named = new Set<string>();
  const web = (one: Known): boolean => isHttp(one.ports[0]?.protocol) || one.ports[0]?.protocol === "auto";
  const wrappers: { readonly routes: Routes; readonly bare: readonly string[]; readonly services: readonly Known[] }[] = [];
  for (const one of virtualServices) {
    const routes = entriesFor(httpRules(mesh, one), client, port, "mesh");
    if (routes.length === 0) continue;
    const own = hostsOf(one);
    const attached = services.filter((service) =>
      own.some((host) =>
        host.startsWith("*") ? overlap(host, service.host) && owner(service.host, virtualServices) === one : host === service.host,
      ),
    );
    const bare = own.filter((host) =>
      host.startsWith("*") ? !services.some((service) => overlap(host, service.host)) : !services.some((service) => service.host === host),
    );
    const here = attached.filter(web);
    if (here.length > 0 || port === 80) wrappers.push({ routes, bare, services: here });
  }
  const ruled = new Set(wrappers.flatMap((one) => one.services.map((service) => service.host)));
  for (const service of services) {
    if (!ruled.has(service.host) && web(service) && service.alias === undefined)
      wrappers.push({ routes: service.host, bare: [], services: [service] });
  }
  const exact = new Set(wrappers.flatMap((one) => one.services.map((service) => service.host)));
  const give = (name: string, list: readonly { readonly domain: string; readonly short: boolean }[], routes: Routes): void => {
    if (named.has(name)) return;
    named.add(name);
    for (const { domain, short } of list) if (!domains.has(domain) && !(short && exact.has(domain))) domains.set(domain, routes);
  };
  for (const { routes, bare, services: own } of wrappers) {
    for (const host of bare) give(host, [{ domain: host.toLowerCase(), short: false }], routes);
    for (const service of own) give(service.host, domainsOf(service, services, client), routes);
  }
  void scope;
  return domains;
}

/** 4.4: the exact host first, else the longest wildcard; the first VirtualService in order that has it. */
function owner(host: string, virtualServices: readonly VirtualService[]): VirtualService | undefined {
  const all = virtualServices.flatMap((one) => hostsOf(one).map((pattern) => ({ one, pattern })));
  const exact = all.find(({ pattern }) => pattern === host);
  if (exact !== undefined) return exact.one;
  const covering = all.filter(({ pattern }) => pattern.startsWith("*") && within(host, pattern));
  const longest = Math.max(0, ...covering.map(({ pattern }) => pattern.length));
  return covering.find(({ pattern }) => pattern.length === longest)?.one;
}

/** 4.6, for a service and the ExternalName services that are aliases of it. */
function domainsOf(service: Known, all: readonly Known[], client: Client): readonly { readonly domain: string; readonly short: boolean }[] {
  const names = [service.host, ...all.filter((one) => one.alias === service.host).map((one) => one.host)];
  const list = names.flatMap((name) => {
    if (name.startsWith("*")) return [{ domain: name, short: false }];
    const forms = [`${name}.`];
    const cut = name.indexOf(`.${suffix}`);
    if (cut > 0) {
      const [first = "", ...rest] = name.slice(0, cut).split(".");
      if (rest.join(".") === client.namespace) forms.push(first);
      forms.push(name.slice(0, cut), `${name.slice(0, cut)}.svc`);
    }
    return [{ domain: name, short: false }, ...forms.map((domain) => ({ domain, short: true }))];
  });
  const wild = service.headless ? list.map(({ domain }) => ({ domain: `*.${domain}`, short: false })) : [];
  return [...list, ...wild, ...service.addresses.map((domain) => ({ domain, short: false }))];
}

/** 4.10 */
function envoyHost(domains: ReadonlyMap<string, Routes>, host: string): Routes | undefined {
  const exact = domains.get(host);
  if (exact !== undefined) return exact;
  const fitting = [...domains].filter(
    ([domain]) => domain.startsWith("*") && host.length >= domain.length && host.endsWith(domain.slice(1)),
  );
  return fitting.sort(([a], [b]) => b.length - a.length)[0]?.[1];
}

function walk(mesh: Mesh, client: Client, entries: readonly Entry[], request: Request, tls: boolean): Answer {
  const entry = entries.find((one) => matches(one.match, request));
  return entry === undefined ? plain("not-found", 404) : act(mesh, client, entry, request, tls);
}

// ---- tls and tcp rules (8)

interface Chain {
  readonly id: string | undefined;
  readonly owner: VirtualService | undefined;
  readonly rule: L4Rule;
  readonly sni: readonly string[];
  readonly subnets: readonly string[];
}

function l4Fits(match: L4Match, client: Client, port: number, one: VirtualService): boolean {
  const gateways = (match.gateways ?? []).map((name) => gatewayName(name, one.metadata.namespace));
  return (
    (gateways.length === 0 || gateways.includes("mesh")) &&
    carries(client.labels, match.sourceLabels) &&
    (match.port === undefined || match.port === port) &&
    (match.sourceNamespace === undefined || match.sourceNamespace === client.namespace)
  );
}

function tlsAtSidecar(mesh: Mesh, client: Client, call: Call, target: Known, virtualServices: readonly VirtualService[]): Answer {
  const chains: Chain[] = [];
  const seen = new Set<string>();
  for (const one of virtualServices.filter((each) => hostsOf(each).some((host) => overlap(host, target.host)))) {
    for (const [index, rule] of (one.spec.tls ?? []).entries()) {
      for (const match of rule.match ?? []) {
        if (!l4Fits(match, client, call.port, one)) continue;
        const key = JSON.stringify([match.sniHosts ?? [], match.destinationSubnets ?? []]);
        if (seen.has(key)) continue;
        seen.add(key);
        chains.push({
          id: ruleId(one, "tls", index),
          owner: one,
          rule,
          sni: match.sniHosts ?? [],
          subnets: match.destinationSubnets ?? [],
        });
      }
    }
  }
  if (chains.length === 0) return toService(mesh, client, target, call.port);
  const sni = encrypted(call) ? (call.sni ?? nameOnly(call.host)) : undefined;
  const chain = pick(chains, sni, call.address ?? target.addresses[0]);
  return chain === undefined ? plain("no-listener") : connect(mesh, client, chain, call.port);
}

function tcpAtSidecar(mesh: Mesh, client: Client, call: Call, target: Known, virtualServices: readonly VirtualService[]): Answer {
  const chains: Chain[] = [];
  let terminal = false;
  for (const one of virtualServices.filter((each) => hostsOf(each).some((host) => overlap(host, target.host)))) {
    for (const [index, rule] of (one.spec.tcp ?? []).entries()) {
      if (terminal) break;
      const id = ruleId(one, "tcp", index);
      const fitting = (rule.match ?? []).filter((match) => l4Fits(match, client, call.port, one));
      const open = fitting.findIndex((match) => match.destinationSubnets === undefined);
      if ((rule.match ?? []).length === 0 || open >= 0) {
        terminal = true;
        chains.push({ id, owner: one, rule, sni: [], subnets: [] });
      } else if (fitting.length > 0) {
        chains.push({ id, owner: one, rule, sni: [], subnets: fitting.flatMap((match) => match.destinationSubnets ?? []) });
      }
    }
  }
  const chain = pick(chains, undefined, call.address ?? target.addresses[0]);
  return chain === undefined ? toService(mesh, client, target, call.port) : connect(mesh, client, chain, call.port);
}

function toService(mesh: Mesh, client: Client, target: Known, port: number): Answer {
  const answer = routed(
    mesh,
    client,
    [{ destination: { host: target.host, port: { number: port } } }],
    port,
    { namespace: client.namespace, http: false },
    100,
  );
  return { ...answer, mirrors: [], extras: {} };
}

function connect(mesh: Mesh, client: Client, { rule, owner: one, id }: Chain, port: number): Answer {
  const namespace = one?.metadata.namespace ?? "";
  return {
    ...routed(mesh, client, rule.route, port, { namespace, http: false }, 100),
    mirrors: [],
    extras: {},
    ...(id === undefined ? {} : { rule: id }),
  };
}

/** The narrowest network, then the exact name, then the longest wildcard. */
function pick(chains: readonly Chain[], sni: string | undefined, address: string | undefined): Chain | undefined {
  const scored = chains.flatMap((chain, order) => {
    const nets =
      chain.subnets.length === 0
        ? [0]
        : chain.subnets.flatMap((net) => (inNetwork(net, address) ? [1 + Number(net.split("/")[1] ?? 32)] : []));
    return nets.length === 0 ? [] : [{ chain, order, network: Math.max(...nets) }];
  });
  const narrowest = Math.max(-1, ...scored.map((one) => one.network));
  const named = scored
    .filter((one) => one.network === narrowest)
    .flatMap((one) => {
      const fits = one.chain.sni.length === 0 ? [0] : one.chain.sni.flatMap((pattern) => nameScore(pattern, sni));
      return fits.length === 0 ? [] : [{ ...one, score: Math.max(...fits) }];
    });
  return named.sort((a, b) => b.score - a.score || a.order - b.order)[0]?.chain;
}

function nameScore(pattern: string, sni: string | undefined): readonly number[] {
  if (pattern === "*") return [0];
  if (sni === undefined) return [];
  if (!pattern.startsWith("*")) return pattern === sni ? [1000] : [];
  return sni.endsWith(pattern.slice(1)) && sni.length >= pattern.length ? [pattern.length] : [];
}

function inNetwork(network: string, address: string | undefined): boolean {
  const bits = (ip: string): string =>
    ip
      .split(".")
      .map((part) => Number(part).toString(2).padStart(8, "0"))
      .join("");
  const [base = "", length = "32"] = network.split("/");
  return (
    address !== undefined && /^[\d.]+$/.test(address) && bits(base).slice(0, Number(length)) === bits(address).slice(0, Number(length))
  );
}

// ---- gateways (6)

interface Server {
  readonly gateway: string;
  readonly number: number;
  readonly portName: string;
  readonly protocol: string;
  readonly hosts: readonly string[];
  readonly tls: "none" | "terminate" | "pass" | "auto";
  readonly settings: boolean;
  readonly redirect: boolean;
}

function atGateway(mesh: Mesh, client: Client, call: Call): Answer {
  const ports = listeners(mesh, client);
  const numbered = [...ports].find(([, servers]) => servers.some((one) => one.number === call.port));
  const servers = numbered?.[1] ?? ports.get(call.port);
  if (servers === undefined) return plain("no-listener");
  const request = requestOf(call);
  if (isPlainHttp(servers[0])) return call.scheme === "http" ? gatewayHttp(mesh, client, servers, request, false) : plain("no-listener");
  const chains: (Chain & { readonly server: Server })[] = [];
  const taken = new Set<string>();
  for (const server of servers) {
    const none: L4Rule = { route: [] };
    const terminated = server.protocol === "HTTPS" && server.tls === "terminate";
    if (terminated) chains.push({ server, id: undefined, owner: undefined, rule: none, sni: sniOf(server), subnets: [] });
    else if (server.tls === "none" || server.tls === "terminate") {
      const found = tcpRule(mesh, client, server);
      if (found !== undefined) chains.push({ ...found, server, sni: server.tls === "none" ? [] : sniOf(server), subnets: [] });
    } else if (server.tls === "pass") chains.push(...tlsRules(mesh, client, server, taken).map((one) => ({ ...one, server })));
  }
  const names = chains.flatMap(({ sni }) => [...new Set(sni.length === 0 ? ["*"] : sni)]);
  if (chains.length === 0 || new Set(names).size < names.length) return plain("no-listener");
  const sni = encrypted(call) ? (call.sni ?? nameOnly(call.host)) : undefined;
  const open = chains.filter(({ server }) => encrypted(call) || server.tls === "none");
  const chain = pick(open, sni, undefined) as (Chain & { readonly server: Server }) | undefined;
  if (chain === undefined) return plain("no-listener");
  if (chain.id === undefined) return gatewayHttp(mesh, client, [chain.server], request, true);
  return connect(mesh, client, chain, chain.server.number);
}

const isPlainHttp = (server: Server | undefined): boolean => server?.protocol === "HTTP" || server?.protocol === "HTTP2";
const sniOf = (server: Server): readonly string[] => [...new Set(server.hosts.map((host) => host.split("/").at(-1) ?? ""))];

/** 6.1 to 6.3: by port of the pod. */
function listeners(mesh: Mesh, client: Client): ReadonlyMap<number, readonly Server[]> {
  const ports = new Map<number, { readonly servers: Server[]; readonly tlsHosts: Set<string> }>();
  const before = mesh.services.find((one) => one.metadata.name === "ingress");
  const sorted = [...mesh.gateways]
    .sort((a, b) => byAge(a.metadata, b.metadata))
    .filter((one) => carries(client.labels, one.spec.selector));
  for (const server of sorted.flatMap(serversOf)) {
    const translated = before?.spec.ports.find((one) => one.port === server.number)?.targetPort ?? server.number;
    const listener = ports.get(translated) ?? { servers: [], tlsHosts: new Set<string>() };
    ports.set(translated, listener);
    if (server.settings) {
      if (server.hosts.some((host) => listener.tlsHosts.has(host))) continue;
      for (const host of server.hosts) listener.tlsHosts.add(host);
    }
    const [first] = listener.servers;
    if (first !== undefined) {
      const plainFirst = first.tls === "none";
      if (plainFirst ? !(isPlainHttp(first) && isPlainHttp(server)) : server.tls === "none") continue;
      const web = (one: Server): boolean => one.protocol === "HTTPS" && one.tls === "terminate";
      if (
        !plainFirst &&
        web(server) &&
        listener.servers.some((one) => web(one) && one.gateway === server.gateway && one.portName === server.portName)
      )
        continue;
    }
    listener.servers.push(server);
  }
  return new Map([...ports].map(([port, { servers }]) => [port, servers]));
}

function serversOf({ metadata, spec }: Gateway): readonly Server[] {
  return spec.servers.map((server): Server => {
    const hosts: string[] = [];
    for (const host of server.hosts) {
      if (host === "*/*") {
        hosts.splice(0, hosts.length, "*");
        break;
      }
      hosts.push(host.startsWith("./") ? `${metadata.namespace}/${host.slice(2)}` : host.startsWith("*/") ? host.slice(2) : host);
    }
    const web = server.port.protocol.startsWith("HTTP") && server.port.protocol !== "HTTPS";
    const mode = server.tls?.mode ?? "PASSTHROUGH";
    return {
      gateway: `${metadata.namespace}/${metadata.name}`,
      number: server.port.number,
      portName: server.port.name,
      protocol: server.port.protocol,
      hosts,
      tls: web || server.tls === undefined ? "none" : mode === "AUTO_PASSTHROUGH" ? "auto" : mode === "PASSTHROUGH" ? "pass" : "terminate",
      settings: server.tls !== undefined,
      redirect: server.tls?.httpsRedirect === true,
    };
  });
}

function bound(mesh: Mesh, client: Client, gateway: string): readonly VirtualService[] {
  return inOrder(
    mesh.virtualServices.filter((one) => gatewaysOf(one).includes(gateway)),
    client,
  );
}

function hostsFor(server: Server, namespace: string): readonly string[] {
  return server.hosts.flatMap((host) => {
    const [ns = "", name] = host.split("/");
    return name === undefined ? [host] : ns === namespace ? [name] : [];
  });
}

/** 6.4 to 6.6 */
function gatewayHttp(mesh: Mesh, client: Client, servers: readonly Server[], request: Request, tls: boolean): Answer {
  const hosts = new Map<string, { routes: Entry[]; redirect: boolean }>();
  const known = new Map<string, readonly Entry[]>();
  const at = (domain: string): { routes: Entry[]; redirect: boolean } => {
    const found = hosts.get(domain) ?? { routes: [], redirect: false };
    hosts.set(domain, found);
    return found;
  };
  for (const server of servers) {
    for (const one of bound(mesh, client, server.gateway)) {
      const common = new Set<string>();
      for (const host of hostsFor(server, one.metadata.namespace)) {
        for (const other of hostsOf(one)) {
          if (within(host, other)) common.add(host);
          else if (within(other, host)) common.add(other);
        }
      }
      if (common.size === 0) continue;
      const key = `${server.gateway} ${one.metadata.namespace}/${one.metadata.name}`;
      const routes = known.get(key) ?? entriesFor(httpRules(mesh, one), client, server.number, server.gateway);
      if (routes.length === 0) continue;
      known.set(key, routes);
      for (const domain of common) {
        const host = at(domain);
        host.routes.push(...routes);
        host.redirect ||= server.redirect;
      }
    }
    if (server.redirect) for (const domain of server.hosts) at(domain).redirect = true;
  }
  const list = [...hosts].filter(([domain]) => {
    const name = nameOnly(request.authority);
    return domain === name || (domain.startsWith("*") && name.length >= domain.length && name.endsWith(domain.slice(1)));
  });
  const name = nameOnly(request.authority);
  const best = list.sort(([a], [b]) => Number(b === name) - Number(a === name) || b.length - a.length)[0]?.[1];
  if (best === undefined) return plain("not-found", 404);
  if (best.redirect && !tls) return { ...plain("redirect", 301), url: `https://${request.authority}${request.path}${request.query}` };
  const sorted = [...best.routes.filter((one) => !one.catchAll), ...best.routes.filter((one) => one.catchAll)];
  return walk(mesh, client, sorted, request, tls);
}

function shares(server: Server, one: VirtualService): boolean {
  return hostsFor(server, one.metadata.namespace).some((host) => hostsOf(one).some((other) => overlap(host, other)));
}

function serverFits(match: L4Match, server: Server, one: VirtualService): boolean {
  const gateways = (match.gateways ?? []).map((name) => gatewayName(name, one.metadata.namespace));
  return (match.port === undefined || match.port === server.number) && (gateways.length === 0 || gateways.includes(server.gateway));
}

/** 8, last paragraph */
function tcpRule(mesh: Mesh, client: Client, server: Server): Omit<Chain, "sni" | "subnets"> | undefined {
  for (const one of bound(mesh, client, server.gateway).filter((each) => shares(server, each))) {
    for (const [index, rule] of (one.spec.tcp ?? []).entries()) {
      const fits = (rule.match ?? []).length === 0 || rule.match?.some((match) => serverFits(match, server, one));
      if (fits && rule.route.length > 0) return { id: ruleId(one, "tcp", index), owner: one, rule };
    }
  }
  return undefined;
}

function tlsRules(mesh: Mesh, client: Client, server: Server, taken: Set<string>): readonly Chain[] {
  const chains: Chain[] = [];
  for (const one of bound(mesh, client, server.gateway).filter((each) => shares(server, each))) {
    for (const [index, rule] of (one.spec.tls ?? []).entries()) {
      for (const match of rule.match ?? []) {
        const sni = match.sniHosts ?? [];
        if (!serverFits(match, server, one) || sni.some((name) => taken.has(name))) continue;
        for (const name of sni) taken.add(name);
        chains.push({ id: ruleId(one, "tls", index), owner: one, rule, sni, subnets: [] });
      }
    }
  }
  return chains;
}
