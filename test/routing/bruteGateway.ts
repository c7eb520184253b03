import { type Chain, connect, encrypted, hostsOf, nameOnly, pick, plain, walk } from "./bruteCommon";
import { byAge, type Client, carries, overlap, within } from "./bruteRegistry";
import { type Entry, entriesFor, gatewayName, gatewaysOf, httpRules, inOrder, type Request, requestOf, ruleId } from "./bruteRules";
import type { Answer, Call, Gateway, L4Match, L4Rule, Mesh, VirtualService } from "./manifests";

/* Requests that arrive at the pod of a gateway (section 6). */

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

export function atGateway(mesh: Mesh, client: Client, call: Call): Answer {
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
  const names = chains.flatMap(({ sni }) => [...new Set(sni.length === 0 || sni.includes("*") ? ["*"] : sni)]);
  if (chains.length === 0 || new Set(names).size < names.length) return plain("no-listener");
  const sni = encrypted(call) ? (call.sni ?? nameOnly(call.host)) : undefined;
  const open = chains.filter(({ server }) => encrypted(call) || server.tls !== "terminate");
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
