import type { Deployment, Destination, DestinationRule, Labels, Mesh, Policy, Service, ServiceEntry, Sidecar } from "./manifests";

/*
 * Names, services, DestinationRules and endpoints, read off the routing semantics (sections 1, 2, 5.5, 7 and 9) in the plainest way:
 * lists are walked, nothing is looked up. Nothing here is shared with the route model.
 */

export interface Client {
  readonly gateway: boolean;
  readonly namespace: string;
  readonly labels: Labels;
}

/** A host of the registry. */
export interface Known {
  readonly host: string;
  readonly namespace: string;
  readonly kubernetes: boolean;
  readonly name: string;
  readonly ports: readonly { readonly number: number; readonly protocol: string }[];
  readonly addresses: readonly string[];
  readonly headless: boolean;
  readonly alias: string | undefined;
  readonly exportTo: readonly string[];
  readonly service: Service | undefined;
  readonly entry: ServiceEntry | undefined;
}

export const suffix = "svc.cluster.local";

/** 1.1 */
export function fullName(host: string, namespace: string): string {
  return host === "*" || host.includes(".") || host.includes(":") ? host : `${host}.${namespace}.${suffix}`;
}

/** 1.4: overlap in either direction. */
export function overlap(a: string, b: string): boolean {
  return within(a, b) || within(b, a);
}

/** Every name that `a` stands for is one that `b` stands for. */
export function within(a: string, b: string): boolean {
  if (!b.startsWith("*")) return a === b;
  const end = b.slice(1);
  return a.startsWith("*") ? a.slice(1).endsWith(end) : a.endsWith(end);
}

/** 2.1 */
export function exported(exportTo: readonly string[] | undefined, own: string, to: string): boolean {
  if (exportTo === undefined || exportTo.length === 0 || exportTo.includes("*")) return true;
  if (exportTo.includes("~")) return false;
  return exportTo.some((one) => (one === "." ? own : one) === to);
}

export function carries(labels: Labels, wanted: Labels | undefined): boolean {
  return Object.entries(wanted ?? {}).every(([key, value]) => labels[key] === value);
}

/** Oldest first is by name, then namespace. */
export function byAge(
  a: { readonly name: string; readonly namespace: string },
  b: { readonly name: string; readonly namespace: string },
): number {
  return compare(a.name, b.name) || compare(a.namespace, b.namespace);
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** 4.1 */
function serviceProtocol(port: Service["spec"]["ports"][number]): string {
  if (port.protocol === "UDP") return "udp";
  const kubernetes: Readonly<Record<string, string>> = {
    "kubernetes.io/h2c": "http2",
    "kubernetes.io/ws": "http",
    "kubernetes.io/wss": "https",
  };
  const said = port.appProtocol ?? port.name ?? "";
  const known = protocols.find((one) => one === (kubernetes[said] ?? said.toLowerCase().split("-")[0]));
  return known ?? ([25, 53, 3306, 27017].includes(port.port) ? "tcp" : "auto");
}

const protocols = ["http", "http2", "grpc", "https", "tls", "tcp", "mongo", "redis", "mysql"];
export const isHttp = (protocol: string | undefined): boolean => protocol === "http" || protocol === "http2" || protocol === "grpc";
export const isTls = (protocol: string | undefined): boolean => protocol === "https" || protocol === "tls";

export function registryOf(mesh: Mesh): readonly Known[] {
  const services = mesh.services.map((service): Known => {
    const { name, namespace, annotations } = service.metadata;
    const { clusterIP, ports, externalName } = service.spec;
    return {
      host: `${name}.${namespace}.${suffix}`,
      namespace,
      name,
      kubernetes: true,
      ports: ports.map((port) => ({ number: port.port, protocol: serviceProtocol(port) })),
      addresses: clusterIP === undefined || clusterIP === "None" ? [] : [clusterIP],
      headless: clusterIP === "None",
      alias: externalName,
      exportTo: annotations?.["networking.istio.io/exportTo"]?.split(",") ?? [],
      service,
      entry: undefined,
    };
  });
  const entries = mesh.entries.flatMap((entry) =>
    entry.spec.hosts.map(
      (host): Known => ({
        host,
        namespace: entry.metadata.namespace,
        name: entry.metadata.name,
        kubernetes: false,
        ports: entry.spec.ports.map((port) => ({
          number: port.number,
          protocol: protocols.find((one) => one === port.protocol.toLowerCase()) ?? "auto",
        })),
        addresses: host.startsWith("*") ? [] : (entry.spec.addresses ?? []),
        headless: false,
        alias: undefined,
        exportTo: entry.spec.exportTo ?? [],
        service: undefined,
        entry,
      }),
    ),
  );
  return [...services, ...entries];
}

/** 2.3: of equal hosts the client's own namespace first, then Kubernetes, then the oldest. */
export function chooseOne(candidates: readonly Known[], namespace: string): Known | undefined {
  const sorted = [...candidates].sort(
    (a, b) =>
      Number(b.namespace === namespace) - Number(a.namespace === namespace) || Number(b.kubernetes) - Number(a.kubernetes) || byAge(a, b),
  );
  return sorted[0];
}

/** 2.3: which Sidecar resource, and what it imports on a port. Undefined: no egress listener is for the port. */
export interface Scope {
  readonly registryOnly: boolean;
  imports(namespace: string, fits: (pattern: string) => boolean): boolean;
}

export function scopeOf(mesh: Mesh, client: Client, port: number): Scope | undefined {
  const sorted = [...mesh.sidecars].sort((a, b) => byAge(a.metadata, b.metadata));
  const mine = sorted.filter((one) => one.metadata.namespace === client.namespace);
  const chosen: Sidecar | undefined =
    mine.find((one) => one.spec.workloadSelector !== undefined && carries(client.labels, one.spec.workloadSelector.labels)) ??
    mine.find((one) => one.spec.workloadSelector === undefined) ??
    sorted.find((one) => one.metadata.namespace === "istio-system" && one.spec.workloadSelector === undefined);
  const mode = chosen?.spec.outboundTrafficPolicy?.mode ?? (mesh.registryOnly ? "REGISTRY_ONLY" : "ALLOW_ANY");
  const egress = chosen?.spec.egress ?? [{ hosts: ["*/*"] }];
  const listener = egress.find((one) => one.port === undefined || one.port.number === port);
  if (listener === undefined) return undefined;
  const hits = (list: readonly string[], namespace: string, fits: (pattern: string) => boolean): boolean =>
    list.some((entry) => {
      const [ns = "", pattern = ""] = entry.split("/");
      return (ns === "*" || (ns === "." ? client.namespace : ns) === namespace) && fits(pattern);
    });
  const taken = listener.hosts.filter((one) => !one.startsWith("~"));
  const out = listener.hosts.filter((one) => one.startsWith("~")).map((one) => one.slice(1));
  return {
    registryOnly: mode === "REGISTRY_ONLY",
    imports: (namespace, fits) => hits(taken, namespace, fits) && !hits(out, namespace, fits),
  };
}

interface Merged {
  readonly first: DestinationRule;
  readonly exportTo: readonly string[];
  subsets: { readonly name: string; readonly labels: Labels | undefined; readonly policy: Policy | undefined }[];
  policy: Policy | undefined;
}

/** 9: the DestinationRule that a client gets for a service. */
function ruleOf(mesh: Mesh, client: Client, service: Known): Merged | undefined {
  const of = (namespace: string): readonly DestinationRule[] => mesh.rules.filter((one) => one.metadata.namespace === namespace);
  const exportsOf = (rule: DestinationRule): readonly string[] =>
    rule.spec.workloadSelector === undefined ? (rule.spec.exportTo ?? []) : ["."];
  const onlyOwn = (rule: DestinationRule): boolean => {
    const set = new Set(exportsOf(rule));
    return set.size === 1 && (set.has(".") || set.has(rule.metadata.namespace));
  };
  const cn = client.namespace;
  const local = of(cn).filter((rule) =>
    cn === "istio-system" ? onlyOwn(rule) : exportsOf(rule).length === 0 || [".", "*", cn].some((one) => exportsOf(rule).includes(one)),
  );
  let list = mergeAll(mostSpecific(local, service.host), exportsOf);
  for (const namespace of [service.namespace, "istio-system"]) {
    if (list.length > 0) break;
    list = mergeAll(
      mostSpecific(
        of(namespace).filter((rule) => !onlyOwn(rule)),
        service.host,
      ),
      exportsOf,
    ).filter((one) => exported(one.exportTo, namespace, cn));
  }
  const selected = list.find(
    ({ first }) =>
      first.spec.workloadSelector !== undefined &&
      first.metadata.namespace === cn &&
      carries(client.labels, first.spec.workloadSelector.matchLabels),
  );
  return selected ?? list.filter(({ first }) => first.spec.workloadSelector === undefined).at(-1);
}

function mostSpecific(rules: readonly DestinationRule[], host: string): readonly DestinationRule[] {
  const hostOf = (rule: DestinationRule): string => fullName(rule.spec.host, rule.metadata.namespace);
  const fitting = rules.filter((rule) => within(host, hostOf(rule)));
  const exact = fitting.filter((rule) => hostOf(rule) === host);
  if (exact.length > 0) return exact;
  const longest = Math.max(0, ...fitting.map((rule) => hostOf(rule).length));
  return fitting.filter((rule) => hostOf(rule).length === longest);
}

/** 9.2, 9.3 */
function mergeAll(rules: readonly DestinationRule[], exportsOf: (rule: DestinationRule) => readonly string[]): Merged[] {
  const sorted = [...rules].sort(
    (a, b) =>
      Number(a.spec.workloadSelector === undefined) - Number(b.spec.workloadSelector === undefined) || byAge(a.metadata, b.metadata),
  );
  const list: Merged[] = [];
  for (const rule of sorted) {
    const exportTo = exportsOf(rule);
    let apart = true;
    for (const known of list) {
      const equal =
        new Set([...exportTo, ...known.exportTo]).size === new Set(exportTo).size &&
        known.exportTo.every((one) => exportTo.includes(one)) &&
        exportTo.every((one) => known.exportTo.includes(one));
      const covers = known.exportTo.length > 0 && known.exportTo.every((one) => exportTo.includes(one));
      const [mine, theirs] = [rule.spec.workloadSelector?.matchLabels, known.first.spec.workloadSelector?.matchLabels];
      const bothSelect = mine !== undefined && theirs !== undefined;
      const sameSelector = bothSelect && carries(mine, theirs) && carries(theirs, mine);
      if (!equal && !covers) {
        apart = true;
      } else if (bothSelect && !sameSelector) {
        apart = true;
      } else {
        apart = !equal && !sameSelector && (mine === undefined) !== (theirs === undefined);
        for (const one of subsetsOf(rule)) if (!known.subsets.some((other) => other.name === one.name)) known.subsets.push(one);
        known.policy ??= rule.spec.trafficPolicy;
      }
    }
    if (apart) list.push({ first: rule, exportTo, subsets: subsetsOf(rule), policy: rule.spec.trafficPolicy });
  }
  return list;
}

function subsetsOf(rule: DestinationRule): Merged["subsets"] {
  return (rule.spec.subsets ?? []).map(({ name, labels, trafficPolicy }) => ({ name, labels, policy: trafficPolicy }));
}

export interface Resolved {
  readonly host: string;
  readonly port: number;
  readonly subset: string | undefined;
  readonly problem: "no-cluster" | "no-endpoints" | undefined;
  /** `namespace/name` with the percentage of what is sent here. */
  readonly workloads: readonly (readonly [string, number])[];
}

/** 5.5, 7, 9.5: where a destination leads. `asked` is the port that the client called or the number of the server. */
export function resolve(
  mesh: Mesh,
  client: Client,
  destination: Destination,
  asked: number,
  owner: { readonly namespace: string; readonly http: boolean },
): Resolved {
  const registry = registryOf(mesh).filter((one) => exported(one.exportTo, one.namespace, client.namespace));
  const scope = client.gateway ? undefined : scopeOf(mesh, client, asked);
  const find = (host: string): Known | undefined => {
    const named = registry.filter((one) => one.host === host);
    const imported = named.filter((one) => scope?.imports(one.namespace, (pattern) => within(one.host, pattern)) ?? true);
    return chooseOne(imported.length > 0 ? imported : named, client.gateway ? owner.namespace : client.namespace);
  };
  const named = find(fullName(destination.host, owner.namespace));
  const trimmed = !client.gateway && owner.http && named !== undefined && !named.ports.some((one) => one.number === asked);
  const seen = trimmed ? undefined : named;
  const only = seen?.ports.length === 1 ? seen.ports[0]?.number : undefined;
  const port = destination.port?.number ?? only ?? asked;
  const host = seen?.alias ?? fullName(destination.host, owner.namespace);
  const service = find(host);
  const base = { host, port, subset: destination.subset };
  if (service === undefined || service.alias !== undefined) return { ...base, problem: "no-cluster", workloads: [] };
  if (!service.ports.some((one) => one.number === port && one.protocol !== "udp")) return { ...base, problem: "no-cluster", workloads: [] };
  const rule = ruleOf(mesh, client, service);
  const subset = rule?.subsets.find((one) => one.name === destination.subset);
  if (destination.subset !== undefined && subset === undefined) return { ...base, problem: "no-cluster", workloads: [] };
  const direct = !client.gateway && (service.headless || loadBalancing(rule?.policy, subset?.policy, port) === "PASSTHROUGH");
  const pods = endpoints(mesh, service).filter((one) => direct || carries(one.labels, subset?.labels));
  const total = pods.reduce((sum, one) => sum + one.count, 0);
  const managed =
    service.service?.spec.selector !== undefined ||
    service.entry?.spec.workloadSelector !== undefined ||
    endpoints(mesh, service).length > 0;
  if (total === 0) return { ...base, problem: managed ? "no-endpoints" : undefined, workloads: [] };
  return {
    ...base,
    problem: undefined,
    workloads: pods.filter((one) => one.count > 0).map((one) => [one.name, (one.count / total) * 100]),
  };
}

/** 9.6 */
function loadBalancing(rule: Policy | undefined, subset: Policy | undefined, port: number): string | undefined {
  const at = (policy: Policy | undefined) => policy?.portLevelSettings?.filter((one) => one.port.number === port)[0];
  const replaced = at(subset);
  if (replaced !== undefined) return replaced.loadBalancer?.simple;
  const top = at(rule);
  return subset?.loadBalancer?.simple ?? (top === undefined ? rule?.loadBalancer?.simple : top.loadBalancer?.simple);
}

function endpoints(
  mesh: Mesh,
  { service, entry, namespace }: Known,
): readonly { readonly name: string; readonly labels: Labels; readonly count: number }[] {
  const selected = (selector: Labels | undefined): readonly Deployment[] =>
    selector === undefined
      ? []
      : mesh.deployments.filter((one) => one.metadata.namespace === namespace && carries(one.spec.template.metadata.labels, selector));
  const listed = (entry?.spec.endpoints ?? []).map((one) => ({ name: `${namespace}/${one.address}`, labels: one.labels ?? {}, count: 1 }));
  const pods = selected(
    service === undefined ? entry?.spec.workloadSelector?.labels : service.spec.type === "ExternalName" ? undefined : service.spec.selector,
  );
  return [
    ...listed,
    ...pods.map((one) => ({
      name: `${namespace}/${one.metadata.name}`,
      labels: one.spec.template.metadata.labels,
      count: one.spec.replicas,
    })),
  ];
}
