import { type Chain, connect, encrypted, hostsOf, nameOnly, pick, plain, walk } from "./bruteCommon";
import {
  type Client,
  carries,
  chooseOne,
  compare,
  exported,
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
import { type Entry, entriesFor, gatewayName, gatewaysOf, httpRules, inOrder, requestOf, routed, ruleId } from "./bruteRules";
import type { Answer, Call, L4Match, Mesh, VirtualService } from "./manifests";

/* Requests of pods with a sidecar (sections 4 and 8). All virtual hosts of a port are written out with their domains, then searched. */

export function atSidecar(mesh: Mesh, client: Client, call: Call): Answer {
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
  if (areAmbiguous(chains)) return plain("no-listener");
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
  if (areAmbiguous(chains)) return plain("no-listener");
  const chain = pick(chains, undefined, call.address ?? target.addresses[0]);
  return chain === undefined ? toService(mesh, client, target, call.port) : connect(mesh, client, chain, call.port);
}

/** (Envoy) A listener is refused where two chains are for one network and server name. */
function areAmbiguous(chains: readonly Chain[]): boolean {
  const pairs = chains.flatMap(({ sni, subnets }) =>
    (sni.length === 0 ? ["*"] : sni).flatMap((name) => (subnets.length === 0 ? ["any"] : subnets).map((net) => `${name} ${net}`)),
  );
  return new Set(pairs).size < pairs.length;
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
