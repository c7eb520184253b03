import type { Server } from "../model/gateway";
import type { HeaderOperations, HeaderRewrites } from "../model/headers";
import { describeLabels, type LabelMap } from "../model/labels";
import { describeStringMatch, type StringMatch } from "../model/stringMatch";
import type { Fault, NamedMatch, Redirect, Retries, Rewrite, Route, RouteMatch } from "../model/virtualService";

/** The conditions of a match entry in words, in the order in which they are told apart best. All of them must hold. */
export function conditionsInWords(match: RouteMatch): readonly string[] {
  return [
    ...named("path", match.uri, match.ignoreUriCase && match.uri?.kind !== "regex" ? ", in any case" : ""),
    ...match.headers.map((header) => `header ${header.name.value} ${describeStringMatch(header.match)}`),
    ...match.withoutHeaders.map(withoutHeader),
    ...match.queryParams.map((parameter) => `query ${parameter.name.value} ${describeStringMatch(parameter.match)}`),
    ...named("method", match.method),
    ...named("authority", match.authority),
    ...named("scheme", match.scheme),
    ...list("SNI", match.sniHosts),
    ...list("destination address in", match.destinationSubnets),
    ...(match.port === undefined ? [] : [`port ${match.port.value}`]),
    ...list("through gateway", match.gateways),
    ...(match.sourceLabels.entries.length === 0 ? [] : [`from pods with ${describeLabels(match.sourceLabels)}`]),
    ...(match.sourceNamespace === undefined ? [] : [`from namespace ${match.sourceNamespace.value}`]),
  ];
}

/** What a rule does besides choosing destinations, in words. */
export function actionsInWords(route: Route): readonly string[] {
  return [
    ...(route.redirect === undefined ? [] : [redirectInWords(route.redirect)]),
    ...(route.directResponse === undefined ? [] : [`answer ${route.directResponse.status?.value ?? "without status"} directly`]),
    ...(route.delegate === undefined ? [] : [`delegate to VirtualService ${delegateName(route)}`]),
    ...(route.rewrite === undefined ? [] : rewriteInWords(route.rewrite)),
    ...(route.timeout === undefined ? [] : [`timeout ${route.timeout.value}`]),
    ...(route.retries === undefined ? [] : [retriesInWords(route.retries)]),
    ...faultsInWords(route.fault),
    ...headersInWords(route.headers, ""),
    ...route.destinations.flatMap((destination) =>
      headersInWords(
        destination.headers,
        route.destinations.length > 1 ? ` for ${destination.subset?.value ?? destination.host?.value ?? "?"}` : "",
      ),
    ),
    ...(route.corsPolicy === undefined ? [] : ["answer cross-origin preflights (CORS)"]),
  ];
}

/** The faults that a rule injects, in words. */
export function faultsInWords(fault: Fault | undefined): readonly string[] {
  if (fault === undefined) return [];
  const result: string[] = [];
  if (fault.delay !== undefined) {
    const by = fault.delay.fixedDelay?.value ?? fault.delay.exponentialDelay?.value;
    result.push(`delay ${percent(fault.delay.percent?.value ?? 0)} of requests${by === undefined ? "" : ` by ${by}`}`);
  }
  if (fault.abort !== undefined) {
    const { httpStatus, grpcStatus, http2Error } = fault.abort;
    const what = httpStatus?.value ?? grpcStatus?.value ?? http2Error?.value ?? "an error";
    result.push(`abort ${percent(fault.abort.percent?.value ?? 0)} of requests with ${what}`);
  }
  return result;
}

/** A server of a Gateway: `HTTP 80 · hosts *`. */
export function describeServer(server: Server): string {
  const tls = server.tls?.mode === undefined ? "" : ` ${server.tls.mode.value}`;
  const redirect = server.tls?.httpsRedirect === true ? " · redirects to https" : "";
  const hosts = server.hosts.map((host) => host.value).join(", ");
  return `${server.port.protocol?.value ?? "?"} ${server.port.number?.value ?? "?"}${tls} · hosts ${hosts}${redirect}`;
}

/** `12.5 %`, at most two digits behind the point. */
export function percent(share: number): string {
  return `${Math.round(share * 100) / 100} %`;
}

function named(what: string, match: StringMatch | undefined, suffix = ""): readonly string[] {
  return match === undefined ? [] : [`${what} ${describeStringMatch(match)}${suffix}`];
}

function withoutHeader({ name, match }: NamedMatch): string {
  return match.kind === "present" ? `header ${name.value} is absent` : `not: header ${name.value} ${describeStringMatch(match)}`;
}

function list(what: string, values: readonly { readonly value: string }[]): readonly string[] {
  return values.length === 0 ? [] : [`${what} ${values.map((one) => one.value).join(" or ")}`];
}

function redirectInWords(redirect: Redirect): string {
  const parts = [
    redirect.scheme?.value === undefined ? "" : `scheme ${redirect.scheme.value}`,
    redirect.authority?.value === undefined ? "" : `host ${redirect.authority.value}`,
    redirect.port?.value === undefined ? "" : `port ${redirect.port.value}`,
    redirect.derivePort?.value === "FROM_REQUEST_PORT" ? "the port of the request" : "",
    redirect.uri?.value === undefined ? "" : `path ${redirect.uri.value}`,
    redirect.prefixRewrite?.value === undefined ? "" : `prefix ${redirect.prefixRewrite.value}`,
  ].filter((part) => part !== "");
  return `redirect ${redirect.redirectCode?.value ?? 301}${parts.length === 0 ? "" : ` to ${parts.join(", ")}`}`;
}

function delegateName(route: Route): string {
  const name = route.delegate?.name?.value ?? "?";
  return route.delegate?.namespace === undefined ? name : `${route.delegate.namespace.value}/${name}`;
}

function rewriteInWords(rewrite: Rewrite): readonly string[] {
  return [
    ...(rewrite.regexMatch === undefined ? [] : [`rewrite path: ${rewrite.regexMatch.value} to ${rewrite.regexRewrite?.value ?? ""}`]),
    ...(rewrite.uri === undefined || rewrite.regexMatch !== undefined ? [] : [`rewrite path to ${rewrite.uri.value}`]),
    ...(rewrite.authority === undefined ? [] : [`rewrite host to ${rewrite.authority.value}`]),
  ];
}

function retriesInWords(retries: Retries): string {
  const attempts = retries.attempts?.value ?? 0;
  if (attempts === 0) return "no retries";
  const each = retries.perTryTimeout === undefined ? "" : `, ${retries.perTryTimeout.value} per try`;
  const on = retries.retryOn === undefined ? "" : `, on ${retries.retryOn.value}`;
  return `retry ${attempts} ${attempts === 1 ? "time" : "times"}${each}${on}`;
}

export function headersInWords(headers: HeaderRewrites | undefined, suffix: string): readonly string[] {
  if (headers === undefined) return [];
  return [...operations("request", headers.request), ...operations("response", headers.response)].map((text) => `${text}${suffix}`);
}

function operations(which: "request" | "response", { set, add, remove }: HeaderOperations): readonly string[] {
  const each = (verb: string, map: LabelMap) => map.entries.map(({ key, value }) => `${verb} ${which} header ${key.value}: ${value.value}`);
  return [...each("set", set), ...each("add", add), ...remove.map((name) => `remove ${which} header ${name.value}`)];
}
