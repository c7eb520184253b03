import type { PathNormalization } from "../model/mesh";

/**
 * What Envoy makes of a request target (path and query, without fragment) before it looks for a route, as the control plane sets it up
 * (pilot/pkg/networking/core/listener_builder.go, buildHTTPConnectionManager: normalize_path, merge_slashes, path_with_escaped_slashes_action;
 * Envoy ConnectionManagerUtility::maybeNormalizePath). The query stays as it is. Undefined: Envoy refuses the request (400).
 */
export function normalizedTarget(target: string, normalization: PathNormalization): string | undefined {
  if (normalization === "NONE") return target;
  const cut = target.indexOf("?");
  const [path, query] = cut < 0 ? [target, ""] : [target.slice(0, cut), target.slice(cut)];
  const canonical = canonicalPath(normalization === "DECODE_AND_MERGE_SLASHES" ? withSlashesDecoded(path) : path);
  if (canonical === undefined) return undefined;
  return `${normalization === "BASE" ? canonical : withSlashesMerged(canonical)}${query}`;
}

/** As clients send what people write: blanks, control characters and what is not ASCII are percent-encoded, and a fragment is not sent. */
export function sentTarget(written: string): string {
  return written
    .replace(/#.*$/s, "")
    .replace(/\p{Surrogate}/gu, "\u{fffd}")
    .replace(/[^!-~]+/gu, encodeURIComponent);
}

/**
 * RFC 3986 without dot segments and with unreserved characters unescaped, as Chromium's URL library has it: backslashes are slashes, some
 * characters are escaped, escapes that are none are left. Undefined where a NUL is escaped.
 */
function canonicalPath(path: string): string | undefined {
  if (path.includes("%00")) return undefined;
  return withoutDotSegments(path.replaceAll("\\", "/").split("/").map(unescaped).join("/"));
}

/** A path that starts with a slash without `.` and `..` (RFC 3986, 5.2.4). */
export function withoutDotSegments(path: string): string {
  const [, ...segments] = path.split("/");
  const kept: string[] = [];
  for (const [at, segment] of segments.entries()) {
    if (segment !== "." && segment !== "..") kept.push(segment);
    else {
      if (segment === "..") kept.pop();
      if (at === segments.length - 1) kept.push("");
    }
  }
  return `/${kept.join("/")}`;
}

function unescaped(segment: string): string {
  return segment
    .replace(/%([2-7][\da-f])/gi, (written, code: string) => {
      const character = String.fromCharCode(Number.parseInt(code, 16));
      return /[\w.~-]/.test(character) ? character : written;
    })
    .replace(/["<>^`{|}]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function withSlashesDecoded(path: string): string {
  return path.replace(/%2f/gi, "/").replace(/%5c/gi, "\\");
}

/** A path of nothing but slashes keeps the first and the last of them (Envoy PathTransformer::mergeSlashes). */
function withSlashesMerged(path: string): string {
  if (!path.includes("//")) return path;
  const segments = path.split("/").filter((one) => one !== "");
  return `/${segments.join("/")}${path.endsWith("/") ? "/" : ""}`;
}
