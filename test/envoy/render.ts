import type { Destination } from "../../server/src/core/model/destination";
import { parseDuration } from "../../server/src/core/model/duration";
import type { HeaderOperations, HeaderRewrites } from "../../server/src/core/model/headers";
import type { PathNormalization } from "../../server/src/core/model/mesh";
import type { StringMatch } from "../../server/src/core/model/stringMatch";
import type { CorsPolicy, Fault, NamedMatch, Redirect, Retries, RouteMatch } from "../../server/src/core/model/virtualService";
import { backedClusterOf, type Cluster, type ClusterContext } from "../../server/src/core/routing/clusters";
import { verdictOf } from "../../server/src/core/routing/clusterVerdict";
import { authorityOf, faultShare } from "../../server/src/core/routing/httpPolicy";
import type { MeshView } from "../../server/src/core/routing/meshView";
import type { HttpRoute, MeshProxy, VirtualHost } from "../../server/src/core/routing/routeModel";

/** Where the routes of a table were resolved. */
export interface TablePlace {
  readonly view: MeshView;
  readonly proxy: MeshProxy;
  /** That clients call. */
  readonly port: number;
  readonly byCalledPort: boolean;
  /** Connections came encrypted. Envoy is told by `x-forwarded-proto`, so what asks for TLS is not rendered. */
  readonly tls: boolean;
  /** Keeps the clusters of one table apart from those of others. */
  readonly prefix: string;
}

/** A listener's virtual hosts and the clusters that they name and that exist. */
export interface RenderedTable {
  readonly prefix: string;
  readonly pathNormalization: PathNormalization;
  readonly virtualHosts: readonly object[];
  readonly clusters: ReadonlyMap<string, RenderedCluster>;
}

export interface RenderedCluster {
  /** `outbound|port|subset|host`, or `PassthroughCluster`. */
  readonly destination: string;
  readonly hasEndpoints: boolean;
}

/** What answers for hosts that the mesh does not know, at a sidecar. */
export type UnknownHosts = "ALLOW_ANY" | "REGISTRY_ONLY" | undefined;

export const passthroughCluster = "PassthroughCluster";

/** What a destination of the model is called in Envoy. */
export function destinationName(one: Pick<Cluster, "host" | "port" | "subset">): string {
  return `outbound|${one.port}|${one.subset ?? ""}|${one.host}`;
}

/**
 * The virtual hosts of the model in Envoy's terms, with the conditions and actions as pilot/pkg/networking/core/route/route.go translates
 * them. Which virtual host, route and cluster a request gets is left to Envoy.
 */
export function renderTable(hosts: readonly VirtualHost[], unknownHosts: UnknownHosts, place: TablePlace): RenderedTable {
  const clusters = new Map<string, RenderedCluster>();
  const virtualHosts: object[] = hosts.map((host) => ({
    name: host.domain,
    domains: [host.domain],
    routes: [
      ...host.routes.filter((route) => route.dropped === undefined).map((route) => renderRoute(route, place, clusters)),
      ...(host.routes.length > 0 || host.service === undefined
        ? []
        : [{ match: { prefix: "/" }, route: { cluster: serviceCluster(host, place, clusters) } }]),
    ],
    ...(host.requireTls && !place.tls ? { require_tls: "ALL" } : {}),
  }));
  if (unknownHosts === "ALLOW_ANY") {
    const name = `${place.prefix}${passthroughCluster}`;
    clusters.set(name, { destination: passthroughCluster, hasEndpoints: true });
    virtualHosts.push({ name: "allow_any", domains: ["*"], routes: [{ match: { prefix: "/" }, route: { cluster: name } }] });
  } else if (unknownHosts === "REGISTRY_ONLY") {
    virtualHosts.push({ name: "block_all", domains: ["*"], routes: [{ match: { prefix: "/" }, direct_response: { status: 502 } }] });
  }
  return { prefix: place.prefix, pathNormalization: place.view.index.mesh.pathNormalization, virtualHosts, clusters };
}

type Clusters = Map<string, RenderedCluster>;

function renderRoute(httpRoute: HttpRoute, place: TablePlace, clusters: Clusters): object {
  const { route, root } = httpRoute.rule;
  const fault = renderFault(route.fault);
  const filters = {
    ...(fault === undefined ? {} : { "envoy.filters.http.fault": fault }),
    ...(route.corsPolicy === undefined ? {} : { "envoy.filters.http.cors": renderCors(route.corsPolicy) }),
  };
  const base = {
    match: renderMatch(httpRoute.match),
    ...(Object.keys(filters).length === 0 ? {} : { typed_per_filter_config: filters }),
  };
  if (route.redirect !== undefined) return { ...base, redirect: renderRedirect(route.redirect, httpRoute, place.tls) };
  if (route.directResponse !== undefined) {
    const { status, body } = route.directResponse;
    return {
      ...base,
      direct_response: { status: status?.value ?? 200, ...(body === undefined ? {} : { body: { inline_string: body.value } }) },
    };
  }
  const context: ClusterContext = {
    proxy: place.proxy,
    port: httpRoute.port,
    namespace: root.effectiveNamespace,
    byCalledPort: place.byCalledPort,
  };
  const [only] = route.destinations.length === 1 ? route.destinations : [];
  const authority = route.rewrite?.authority?.value || authorityOf(route.headers) || authorityOf(only?.headers);
  const { uri, regexMatch, regexRewrite } = route.rewrite ?? {};
  return {
    ...base,
    ...headerOperations([route.headers, only?.headers]),
    route: {
      ...(only === undefined
        ? { weighted_clusters: { clusters: weighted(route.destinations, context, place, clusters) } }
        : { cluster: cluster(only, context, place, clusters) }),
      ...(authority === undefined ? {} : { host_rewrite_literal: authority }),
      ...(uri === undefined || regexMatch !== undefined ? {} : { prefix_rewrite: uri.value }),
      ...(regexMatch === undefined
        ? {}
        : { regex_rewrite: { pattern: { regex: regexMatch.value }, substitution: regexRewrite?.value ?? "" } }),
      timeout: seconds(route.timeout?.value) ?? "0s",
      ...renderRetries(route.retries),
      request_mirror_policies: route.mirrors
        .filter(({ percent }) => (percent?.value ?? 100) > 0)
        .map(({ destination, percent }) => ({
          cluster: cluster(destination, context, place, clusters),
          runtime_fraction: { default_value: percentage(percent?.value ?? 100) },
        })),
    },
  };
}

function weighted(destinations: readonly Destination[], context: ClusterContext, place: TablePlace, clusters: Clusters): readonly object[] {
  return destinations
    .filter(({ weight }) => (weight?.value ?? 0) > 0)
    .map((one) => ({
      name: cluster(one, context, place, clusters),
      weight: one.weight?.value,
      ...headerOperations([one.headers]),
    }));
}

/** The name of a destination's cluster, which exists only if the model says so. */
function cluster(destination: Destination, context: ClusterContext, place: TablePlace, clusters: Clusters): string {
  const found = backedClusterOf(place.view, destination, context);
  const name = `${place.prefix}${destinationName(found)}`;
  const { lacks } = verdictOf(place.view, found, context);
  if (lacks !== "cluster") clusters.set(name, { destination: destinationName(found), hasEndpoints: lacks === undefined });
  return name;
}

/** A Service without rules: the port that was called, all of its pods. */
function serviceCluster({ service, domain }: VirtualHost, place: TablePlace, clusters: Clusters): string {
  if (service === undefined) throw new Error(`${domain} is no Service`);
  const { span } = service.definition.resource.name;
  const destination: Destination = {
    span,
    destinationKey: undefined,
    host: { value: service.hostname, span },
    subset: undefined,
    port: { value: place.port, span },
    weight: undefined,
    headers: undefined,
  };
  return cluster(destination, { ...place, namespace: service.namespace }, place, clusters);
}

function renderMatch(match: RouteMatch | undefined): object {
  const single = (name: string, value: StringMatch | undefined): readonly object[] =>
    value === undefined ? [] : [{ name, ...valueMatcher(value) }];
  const headers = [
    ...(match?.headers ?? []).map(({ name, match: value }) => ({ name: name.value, ...valueMatcher(value) })),
    ...(match?.withoutHeaders ?? []).map(withoutHeader),
    ...single(":method", match?.method),
    ...single(":authority", match?.authority),
    ...single(":scheme", match?.scheme),
  ];
  const query = (match?.queryParams ?? []).map(({ name, match: value }) => ({ name: name.value, ...valueMatcher(value) }));
  return {
    ...pathMatcher(match?.uri),
    ...(match?.ignoreUriCase ? { case_sensitive: false } : {}),
    ...(headers.length === 0 ? {} : { headers }),
    ...(query.length === 0 ? {} : { query_parameters: query }),
  };
}

function pathMatcher(uri: StringMatch | undefined): object {
  switch (uri?.kind) {
    case "exact":
      return { path: uri.value.value };
    case "prefix":
      return { prefix: uri.value.value };
    case "regex":
      return { safe_regex: { regex: uri.value.value } };
    default:
      return { prefix: "/" };
  }
}

function withoutHeader({ name, match }: NamedMatch): object {
  const missing = match.kind === "present" ? {} : { treat_missing_header_as_empty: true };
  return { name: name.value, ...valueMatcher(match), invert_match: true, ...missing };
}

function valueMatcher(match: StringMatch): { readonly present_match?: true; readonly string_match?: object } {
  switch (match.kind) {
    case "present":
      return { present_match: true };
    case "regex":
      return { string_match: { safe_regex: { regex: match.value.value } } };
    default:
      return { string_match: { [match.kind]: match.value.value } };
  }
}

/** The port that a redirect names goes where it is the scheme's own (ApplyRedirect). */
function renderRedirect(redirect: Redirect, { port: called }: HttpRoute, tls: boolean): object {
  const { uri, prefixRewrite, authority, scheme, port, derivePort, redirectCode } = redirect;
  const written = port?.value ?? (derivePort?.value === "FROM_REQUEST_PORT" ? called : 0);
  const effective = scheme?.value ?? (tls ? "https" : "http");
  const usual = (written === 80 && effective === "http") || (written === 443 && effective === "https");
  const codes: Readonly<Record<number, string>> = {
    301: "MOVED_PERMANENTLY",
    302: "FOUND",
    303: "SEE_OTHER",
    307: "TEMPORARY_REDIRECT",
    308: "PERMANENT_REDIRECT",
  };
  return {
    ...(authority === undefined ? {} : { host_redirect: authority.value }),
    ...(scheme === undefined ? {} : { scheme_redirect: scheme.value }),
    ...(written === 0 || usual ? {} : { port_redirect: written }),
    ...(prefixRewrite === undefined ? { path_redirect: uri?.value ?? "" } : { prefix_rewrite: prefixRewrite.value }),
    response_code: codes[redirectCode?.value ?? 301],
  };
}

function renderFault(fault: Fault | undefined): object | undefined {
  const share = faultShare(fault);
  if (share === undefined) return undefined;
  const { delay, abort } = share;
  return {
    "@type": "type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault",
    ...(delay === undefined ? {} : { delay: { fixed_delay: `${(delay.ms ?? 0) / 1000}s`, percentage: percentage(delay.percent) } }),
    ...(abort === undefined ? {} : { abort: { http_status: abort.httpStatus, percentage: percentage(abort.percent) } }),
  };
}

/** An attempt is made again for what is asked for, or what the mesh asks for by default; numbers are statuses (retry.ConvertPolicy). */
function renderRetries(retries: Retries | undefined): object {
  const attempts = retries === undefined ? 2 : (retries.attempts?.value ?? 0);
  if (attempts === 0) return {};
  const asked = (retries?.retryOn?.value || "connect-failure,refused-stream,unavailable,cancelled").split(",");
  const statuses = asked.filter((one) => /^\d+$/.test(one));
  const perTry = seconds(retries?.perTryTimeout?.value);
  return {
    retry_policy: {
      retry_on: [...asked.filter((one) => !statuses.includes(one)), "retriable-status-codes"].join(","),
      retriable_status_codes: statuses.map(Number),
      num_retries: attempts,
      ...(perTry === undefined ? {} : { per_try_timeout: perTry }),
    },
  };
}

function renderCors({ allowOrigins, allowMethods, unmatchedPreflights }: CorsPolicy): object {
  return {
    "@type": "type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy",
    allow_origin_string_match: allowOrigins.flatMap((one) => {
      const { string_match } = valueMatcher(one);
      return string_match === undefined ? [] : [string_match];
    }),
    allow_methods: allowMethods.join(","),
    forward_not_matching_preflights: unmatchedPreflights !== "IGNORE",
  };
}

function seconds(duration: string | undefined): string | undefined {
  const ms = duration === undefined ? undefined : parseDuration(duration);
  return ms === undefined ? undefined : `${ms / 1000}s`;
}

function percentage(percent: number): object {
  return { numerator: Math.round(percent * 10_000), denominator: "MILLION" };
}

/** `set` overwrites, `add` appends; the authority is rewritten otherwise (TranslateHeadersOperations). */
function headerOperations(operations: readonly (HeaderRewrites | undefined)[]): object {
  const of = (which: "request" | "response") => operations.flatMap((one) => one?.[which] ?? []);
  return {
    request_headers_to_add: of("request").flatMap(additions),
    request_headers_to_remove: of("request").flatMap(({ remove }) => remove.map((one) => one.value)),
    response_headers_to_add: of("response").flatMap(additions),
    response_headers_to_remove: of("response").flatMap(({ remove }) => remove.map((one) => one.value)),
  };
}

function additions({ set, add }: HeaderOperations): readonly object[] {
  const each = (map: HeaderOperations["set"], append_action: string) =>
    map.entries
      .filter(({ key }) => !["host", ":authority"].includes(key.value.toLowerCase()))
      .map(({ key, value }) => ({ header: { key: key.value, value: value.value }, append_action }));
  return [...each(set, "OVERWRITE_IF_EXISTS_OR_ADD"), ...each(add, "APPEND_IF_EXISTS_OR_ADD")];
}
