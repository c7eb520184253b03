import { byAge, type Client, carries, exported, fullName, type Resolved, resolve } from "./bruteRegistry";
import type { Answer, Call, HttpMatch, HttpRule, Mesh, StringMatch, VirtualService, Weighted } from "./manifests";

/*
 * Rules: order, delegation, conditions and actions (sections 2, 3 and 5 of the routing semantics), written out anew.
 */

/** A rule with all names resolved. */
export interface Rule {
  readonly http: HttpRule;
  readonly owner: VirtualService;
  /** `resource protocol rule index`, of the place where it is written. */
  readonly id: string;
}

export interface Entry {
  readonly rule: Rule;
  readonly match: HttpMatch | undefined;
  readonly catchAll: boolean;
  readonly port: number;
}

/** 2.2 */
export function inOrder(list: readonly VirtualService[], client: Client): readonly VirtualService[] {
  const rank = (one: VirtualService): number => {
    const { exportTo = [] } = one.spec;
    if (exportTo.length === 0 || exportTo.includes("*")) return 2;
    return one.metadata.namespace === client.namespace ? 0 : 1;
  };
  return list
    .filter((one) => (one.spec.hosts ?? []).length > 0 && exported(one.spec.exportTo, one.metadata.namespace, client.namespace))
    .sort((a, b) => rank(a) - rank(b) || byAge(a.metadata, b.metadata));
}

/** 1.2 */
export function gatewayName(name: string, namespace: string): string {
  if (name === "mesh") return name;
  if (name.startsWith("./")) return `${namespace}/${name.slice(2)}`;
  return name.includes("/") ? name : `${namespace}/${name}`;
}

export function gatewaysOf({ spec, metadata }: VirtualService): readonly string[] {
  const written = spec.gateways ?? [];
  return written.length === 0 ? ["mesh"] : written.map((one) => gatewayName(one, metadata.namespace));
}

/** 3 */
export function httpRules(mesh: Mesh, root: VirtualService): readonly Rule[] {
  return (root.spec.http ?? []).flatMap((rule, index): readonly Rule[] => {
    const own = resolved(rule, root.metadata.namespace);
    if (rule.delegate === undefined) return [{ http: own, owner: root, id: ruleId(root, "http", index) }];
    const namespace = rule.delegate.namespace ?? root.metadata.namespace;
    const leaf = mesh.virtualServices.find(
      (one) => one.metadata.name === rule.delegate?.name && one.metadata.namespace === namespace && (one.spec.hosts ?? []).length === 0,
    );
    if (leaf === undefined || !exported(leaf.spec.exportTo, namespace, root.metadata.namespace)) return [];
    return (leaf.spec.http ?? []).flatMap((inner, at): readonly Rule[] => {
      const merged = delegated(own, resolved(inner, namespace));
      return merged === undefined ? [] : [{ http: merged, owner: root, id: ruleId(leaf, "http", at) }];
    });
  });
}

export function ruleId({ metadata }: VirtualService, protocol: string, index: number): string {
  return `VirtualService ${metadata.namespace}/${metadata.name} ${protocol} rule ${index + 1}`;
}

function resolved(rule: HttpRule, namespace: string): HttpRule {
  const full = <D extends { readonly host: string }>(destination: D): D => ({
    ...destination,
    host: fullName(destination.host, namespace),
  });
  return {
    ...rule,
    match: (rule.match ?? []).map((one) =>
      one.gateways === undefined ? one : { ...one, gateways: one.gateways.map((name) => gatewayName(name, namespace)) },
    ),
    ...(rule.route === undefined ? {} : { route: rule.route.map((one) => ({ ...one, destination: full(one.destination) })) }),
    ...(rule.mirror === undefined ? {} : { mirror: full(rule.mirror) }),
  };
}

function delegated(root: HttpRule, leaf: HttpRule): HttpRule | undefined {
  const [outer, inner] = [root.match ?? [], leaf.match ?? []];
  let match: readonly HttpMatch[];
  if (outer.length === 0) match = inner;
  else if (inner.length === 0) match = outer;
  else {
    const pairs = inner.map((one) => outer.filter((other) => !conflict(other, one)).map((other) => combined(other, one)));
    if (pairs.some((list) => list.length === 0)) return undefined;
    match = pairs.flat();
  }
  const taken: (keyof HttpRule)[] = [
    "rewrite",
    "directResponse",
    "timeout",
    "retries",
    "fault",
    "corsPolicy",
    "mirror",
    "mirrorPercentage",
  ];
  const inherited = Object.fromEntries(
    taken.flatMap((key) => (leaf[key] === undefined && root[key] !== undefined ? [[key, root[key]]] : [])),
  );
  return { ...leaf, ...inherited, match };
}

function conflict(root: HttpMatch, leaf: HttpMatch): boolean {
  const apart = (a: StringMatch | undefined, b: StringMatch | undefined): boolean => {
    if (a === undefined || b === undefined) return false;
    if (a.exact) return a.exact !== b.exact;
    if (a.prefix) return !((b.exact || b.prefix)?.startsWith(a.prefix) ?? false);
    return true;
  };
  const keys = (a: HttpMatch["headers"], b: HttpMatch["headers"]): boolean =>
    Object.entries(b ?? {}).some(([key, one]) => apart(a?.[key], one));
  return (
    apart(root.uri, leaf.uri) ||
    apart(root.scheme, leaf.scheme) ||
    apart(root.method, leaf.method) ||
    apart(root.authority, leaf.authority) ||
    keys(root.headers, leaf.headers) ||
    keys(root.withoutHeaders, leaf.withoutHeaders) ||
    keys(root.queryParams, leaf.queryParams) ||
    (root.ignoreUriCase ?? false) !== (leaf.ignoreUriCase ?? false) ||
    (root.port !== undefined && leaf.port !== undefined && root.port !== leaf.port) ||
    (root.sourceNamespace !== undefined && root.sourceNamespace !== leaf.sourceNamespace) ||
    Object.entries(leaf.sourceLabels ?? {}).some(
      ([key, one]) => root.sourceLabels?.[key] !== undefined && root.sourceLabels[key] !== one,
    ) ||
    (leaf.gateways ?? []).some((one) => root.gateways !== undefined && !root.gateways.includes(one))
  );
}

function combined(root: HttpMatch, leaf: HttpMatch): HttpMatch {
  return {
    ...root,
    ...leaf,
    headers: { ...root.headers, ...leaf.headers },
    withoutHeaders: { ...root.withoutHeaders, ...leaf.withoutHeaders },
    queryParams: { ...root.queryParams, ...leaf.queryParams },
    sourceLabels: { ...root.sourceLabels, ...leaf.sourceLabels },
  };
}

/** 5.1: what of the rules a proxy gets, in order, up to the first entry that takes everything. */
export function entriesFor(rules: readonly Rule[], client: Client, port: number, gateway: string): readonly Entry[] {
  const entries: Entry[] = [];
  for (const rule of rules) {
    const matches: readonly (HttpMatch | undefined)[] = (rule.http.match ?? []).length === 0 ? [undefined] : (rule.http.match ?? []);
    for (const match of matches) {
      if (match !== undefined && !staticallyFits(match, client, port, gateway)) continue;
      const catchAll = match === undefined || takesAll(match);
      entries.push({ rule, match, catchAll, port });
      if (catchAll) return entries;
    }
  }
  return entries;
}

function staticallyFits(match: HttpMatch, client: Client, port: number, gateway: string): boolean {
  if (match.port !== undefined && match.port !== port) return false;
  if ((match.gateways ?? []).length > 0) return match.gateways?.includes(gateway) ?? false;
  return carries(client.labels, match.sourceLabels) && (match.sourceNamespace === undefined || match.sourceNamespace === client.namespace);
}

function takesAll(match: HttpMatch): boolean {
  const path = match.uri === undefined || match.uri.prefix === "/" || match.uri.regex === ".*";
  const none = (map: object | undefined): boolean => Object.keys(map ?? {}).length === 0;
  return (
    path &&
    none(match.headers) &&
    none(match.withoutHeaders) &&
    none(match.queryParams) &&
    match.method === undefined &&
    match.authority === undefined &&
    match.scheme === undefined
  );
}

export interface Request {
  readonly path: string;
  readonly query: string;
  readonly authority: string;
  readonly scheme: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

export function requestOf(call: Call): Request {
  const [path = "", query = ""] = call.path.split("?");
  const headers = Object.fromEntries(Object.entries(call.headers).map(([name, one]) => [name.toLowerCase(), one]));
  const authority = headers.host ?? call.host;
  return {
    path,
    query: call.path.includes("?") ? `?${query}` : "",
    authority,
    scheme: call.scheme === "http" ? "http" : "https",
    method: call.method,
    headers,
  };
}

/** 5.3 */
export function matches(match: HttpMatch | undefined, request: Request): boolean {
  if (match === undefined) return true;
  const { uri } = match;
  if (uri !== undefined) {
    const [path, fold] = match.ignoreUriCase
      ? [request.path.toLowerCase(), (one: string) => one.toLowerCase()]
      : [request.path, (one: string) => one];
    if (
      uri.regex !== undefined
        ? !wholeRegex(uri.regex, request.path)
        : uri.exact !== undefined
          ? path !== fold(uri.exact)
          : !path.startsWith(fold(uri.prefix ?? "/"))
    )
      return false;
  }
  const pseudo: Readonly<Record<string, string | undefined>> = { ":method": request.method, host: request.authority };
  const header = (name: string): string | undefined =>
    name.startsWith("@request.auth.claims") ? undefined : (pseudo[name.toLowerCase()] ?? request.headers[name.toLowerCase()]);
  const parameter = (name: string): string | undefined => {
    const found = request.query
      .slice(1)
      .split("&")
      .map((one) => one.split("="))
      .find(([key]) => key === name);
    return request.query === "" || found === undefined ? undefined : (found[1] ?? "");
  };
  const whole = (condition: StringMatch | undefined, text: string): boolean => condition === undefined || fits(condition, text);
  return (
    whole(match.method, request.method) &&
    whole(match.authority, request.authority) &&
    whole(match.scheme, request.scheme) &&
    Object.entries(match.headers ?? {}).every(([name, one]) => header(name) !== undefined && fits(one, header(name) ?? "")) &&
    Object.entries(match.withoutHeaders ?? {}).every(
      ([name, one]) => name.startsWith("@") || (present(one) ? header(name) === undefined : !fits(one, header(name) ?? "")),
    ) &&
    Object.entries(match.queryParams ?? {}).every(([name, one]) => parameter(name) !== undefined && fits(one, parameter(name) ?? ""))
  );
}

function present(condition: StringMatch): boolean {
  return condition.regex === "*" || Object.keys(condition).length === 0;
}

function fits(condition: StringMatch, text: string): boolean {
  if (present(condition)) return true;
  if (condition.exact !== undefined) return text === condition.exact;
  return condition.prefix !== undefined ? text.startsWith(condition.prefix) : wholeRegex(condition.regex ?? "", text);
}

/** The few regular expressions that are generated mean the same to JavaScript, but for `(?i)`. */
function wholeRegex(regex: string, text: string): boolean {
  const anyCase = regex.startsWith("(?i)");
  return new RegExp(`^(?:${anyCase ? regex.slice(4) : regex})$`, anyCase ? "i" : "").test(text);
}

/** 5.4 to 5.7 */
export function act(mesh: Mesh, client: Client, { rule, match, port }: Entry, request: Request, tls: boolean): Answer {
  const { http, owner, id } = rule;
  const fault: Record<string, string | number> = {};
  if (http.fault?.delay !== undefined) fault.delay = `${http.fault.delay.percentage?.value ?? 0} % 2000`;
  if (http.fault?.abort !== undefined) fault.abort = `${http.fault.abort.percentage?.value ?? 0} % ${http.fault.abort.httpStatus}`;
  const bare = { destinations: [], workloads: [], mirrors: [], extras: fault, rule: id };
  if (http.redirect !== undefined)
    return { ...bare, type: "redirect", status: http.redirect.redirectCode ?? 301, url: redirectTo(http.redirect, request, port, tls) };
  if (http.directResponse !== undefined) return { ...bare, type: "direct-response", status: http.directResponse.status };
  if (answersPreflight(http, request)) return { ...bare, type: "direct-response", status: 200 };
  const context = { namespace: owner.metadata.namespace, http: true };
  const share = 100 - (http.fault?.abort?.percentage?.value ?? 0) * (http.fault?.abort === undefined ? 0 : 1);
  const extras: Record<string, string | number> = { ...fault };
  const ms = { "5s": 5000, "1.5s": 1500 }[http.timeout ?? ""];
  if (ms !== undefined) extras.timeout = ms;
  const attempts = http.retries?.attempts ?? 2;
  if (attempts > 0) extras.retries = attempts;
  if (http.rewrite?.uri !== undefined) {
    const rest =
      match?.uri?.exact !== undefined || match?.uri?.regex !== undefined ? "" : request.path.slice((match?.uri?.prefix ?? "/").length);
    const path = `${http.rewrite.uri}${rest}${request.query}`;
    if (path !== `${request.path}${request.query}`) extras.path = path;
  }
  if (http.rewrite?.authority !== undefined) extras.authority = http.rewrite.authority;
  const percent = http.mirrorPercentage?.value ?? 100;
  const mirrors =
    http.mirror === undefined || percent === 0 ? [] : [`${label(resolve(mesh, client, http.mirror, port, context))} ${percent}`];
  return { ...routed(mesh, client, http.route ?? [], port, context, share), mirrors, extras, rule: id };
}

/** 5.8; Envoy's filter leaves routes alone that redirect or respond directly. */
function answersPreflight({ corsPolicy }: HttpRule, request: Request): boolean {
  const { origin } = request.headers;
  if (corsPolicy === undefined || request.method !== "OPTIONS" || origin === undefined || !request.headers["access-control-request-method"])
    return false;
  return corsPolicy.unmatchedPreflights === "IGNORE" || corsPolicy.allowOrigins.some((one) => fits(one, origin));
}

export function routed(
  mesh: Mesh,
  client: Client,
  route: readonly Weighted[],
  port: number,
  context: { readonly namespace: string; readonly http: boolean },
  total: number,
): Pick<Answer, "type" | "status" | "destinations" | "workloads"> {
  const kept = route.length === 1 ? route.map((one) => ({ ...one, weight: 1 })) : route.filter((one) => (one.weight ?? 0) > 0);
  const sum = kept.reduce((all, one) => all + (one.weight ?? 0), 0);
  const targets = kept.map((one) => ({
    share: (total * (one.weight ?? 0)) / sum,
    to: resolve(mesh, client, one.destination, port, context),
  }));
  const failing = targets.every(({ to }) => to.problem !== undefined);
  const noCluster = targets.every(({ to }) => to.problem === "no-cluster");
  return {
    type: noCluster ? "no-cluster" : "route",
    ...(failing && context.http ? { status: 503 } : {}),
    destinations: targets.map(({ share, to }) => `${label(to)} ${rounded(share)}`),
    workloads: summed(
      targets.flatMap(({ share, to }) => to.workloads.map(([name, part]): readonly [string, number] => [name, (share * part) / 100])),
    ),
  };
}

export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

export function summed(shares: readonly (readonly [string, number])[]): readonly string[] {
  const totals = new Map<string, number>();
  for (const [name, share] of shares) totals.set(name, (totals.get(name) ?? 0) + share);
  return [...totals]
    .filter(([, share]) => share > 0)
    .map(([name, share]) => `${name} ${rounded(share)}`)
    .sort();
}

function label({ host, port, subset, problem }: Resolved): string {
  return `${host}|${port}|${subset ?? ""} ${problem ?? "ok"}`;
}

function redirectTo(redirect: HttpRule["redirect"] & object, request: Request, port: number, tls: boolean): string {
  const scheme = redirect.scheme ?? request.scheme;
  const named = redirect.port ?? (redirect.derivePort === "FROM_REQUEST_PORT" ? port : 0);
  const presumed = redirect.scheme ?? (tls ? "https" : "http");
  const written = (named === 80 && presumed === "http") || (named === 443 && presumed === "https") ? 0 : named;
  let host = redirect.authority ?? request.authority;
  if (redirect.authority === undefined) {
    const [bare = "", own] = host.split(":");
    const dropped =
      (request.scheme === "http" && own === "80" && scheme === "https") ||
      (request.scheme === "https" && own === "443" && scheme === "http");
    if (written !== 0 || dropped) host = bare;
  }
  const uri = redirect.uri ?? "";
  const path = uri === "" ? `${request.path}${request.query}` : uri.includes("?") ? uri : `${uri}${request.query}`;
  return `${scheme}://${host}${written === 0 ? "" : `:${written}`}${path}`;
}
