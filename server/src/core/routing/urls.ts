import type { Redirect, Rewrite, RouteMatch } from "../model/virtualService";
import type { Regexes } from "./algebra/evaluate";
import type { HttpRequest } from "./matchRequest";

/** What of a route decides about paths and ports. */
export interface RedirectContext {
  readonly match: RouteMatch | undefined;
  /** The port that the rules were read for. */
  readonly port: number;
  /** The connection came encrypted and was terminated here. */
  readonly tls: boolean;
}

/**
 * Where a redirect leads. What it does not name stays: scheme, host with port, path and query
 * (ApplyRedirect in pilot/pkg/networking/core/route/route.go; Envoy RouteEntryImplBase::newUri).
 */
export function redirectUrl(redirect: Redirect, request: HttpRequest, context: RedirectContext): string {
  const scheme = redirect.scheme?.value === undefined || redirect.scheme.value === "" ? request.scheme : redirect.scheme.value;
  const port = redirectPort(redirect, context);
  const host =
    redirect.authority?.value === undefined || redirect.authority.value === "" ? keptHost(request, scheme, port) : redirect.authority.value;
  return `${scheme}://${host}${port === undefined ? "" : `:${port}`}${redirectPath(redirect, request, context.match)}`;
}

/** The answer to a plain request where a server asks for TLS. */
export function httpsUrl(request: HttpRequest): string {
  return `https://${request.authority}${request.target}`;
}

/**
 * The path that upstream gets, with query: a regex rewrites what it finds; otherwise the matched prefix, or for exact and regex matches
 * the whole path, is replaced (Envoy prefix_rewrite).
 */
export function rewrittenPath(rewrite: Rewrite, request: HttpRequest, match: RouteMatch | undefined, regexes: Regexes): string {
  const query = request.target.slice(request.path.length);
  if (rewrite.regexMatch !== undefined) {
    return `${replaceAll(request.path, rewrite.regexMatch.value, rewrite.regexRewrite?.value ?? "", regexes)}${query}`;
  }
  if (rewrite.uri === undefined || rewrite.uri.value === "") return request.target;
  return `${withPrefix(request.path, rewrite.uri.value, match)}${query}`;
}

/** 80 with http and 443 with https are not written out. */
function redirectPort(redirect: Redirect, { port, tls }: RedirectContext): number | undefined {
  const written = redirect.port?.value ?? (redirect.derivePort?.value === "FROM_REQUEST_PORT" ? port : undefined);
  const scheme = redirect.scheme?.value || (tls ? "https" : "http");
  return written === 0 || (written === 80 && scheme === "http") || (written === 443 && scheme === "https") ? undefined : written;
}

/** The host that was asked for; its port goes if another is named, or if it is the default of the scheme that is left. */
function keptHost(request: HttpRequest, scheme: string, port: number | undefined): string {
  const own = /:(\d+)$/.exec(request.authority);
  if (own === null) return request.authority;
  const defaultLeft =
    (request.scheme === "http" && own[1] === "80" && scheme === "https") ||
    (request.scheme === "https" && own[1] === "443" && scheme === "http");
  return port !== undefined || defaultLeft ? request.authority.slice(0, own.index) : request.authority;
}

function redirectPath(redirect: Redirect, request: HttpRequest, match: RouteMatch | undefined): string {
  const query = request.target.slice(request.path.length);
  if (redirect.prefixRewrite !== undefined) return `${withPrefix(request.path, redirect.prefixRewrite.value, match)}${query}`;
  const uri = redirect.uri?.value ?? "";
  if (uri === "") return request.target;
  return uri.includes("?") ? uri : `${uri}${query}`;
}

function withPrefix(path: string, replacement: string, match: RouteMatch | undefined): string {
  const { uri } = match ?? {};
  if (uri?.kind === "exact" || uri?.kind === "regex") return replacement;
  return `${replacement}${path.slice(uri?.kind === "prefix" ? uri.value.value.length : 1)}`;
}

/** RE2's GlobalReplace: `\1` stands for what a group found, `\0` for all of it. A regex that cannot be run changes nothing. */
function replaceAll(text: string, pattern: string, substitution: string, regexes: Regexes): string {
  const regex = regexes.of(pattern);
  if (regex === undefined) return text;
  return regex
    .matcher(text)
    .replaceAll((...found: readonly unknown[]) =>
      substitution.replace(/\\(\\|\d)/g, (_, group: string) => (group === "\\" ? group : String(found[Number(group)] ?? ""))),
    );
}
