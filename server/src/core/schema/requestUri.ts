/**
 * The scheme of a URL as Go's url.ParseRequestURI reads it, which is what the CEL functions `isURL` and `url` of Kubernetes
 * use: lower case, empty for an absolute path.
 * @returns undefined when the text is no request URI
 */
export function requestUriScheme(text: string): string | undefined {
  if (text === "" || [...text].some(isControl)) return undefined;
  if (text === "*") return "";
  const scheme = schemeOf(text);
  if (scheme === undefined) return undefined;
  const afterScheme = scheme === "" ? text : text.slice(scheme.length + 1);
  const beforeQuery = afterScheme.split("?", 1)[0] ?? "";
  if (!beforeQuery.startsWith("/")) return scheme === "" ? undefined : scheme.toLowerCase();
  if (scheme === "" || !beforeQuery.startsWith("//")) return escapesAreValid(beforeQuery) ? scheme.toLowerCase() : undefined;
  const authority = /^[^/]*/.exec(beforeQuery.slice(2))?.[0] ?? "";
  const path = beforeQuery.slice(2 + authority.length);
  return authorityIsValid(authority) && escapesAreValid(path) ? scheme.toLowerCase() : undefined;
}

/**
 * Whether Go's url.Parse takes a text, which the webhook asks of the URLs of Wasm modules: as above, and also a relative reference
 * such as an image without a scheme, whose first part cannot hold a colon.
 */
export function isUrlReference(text: string): boolean {
  const hash = text.indexOf("#");
  const [before, fragment] = hash < 0 ? [text, ""] : [text.slice(0, hash), text.slice(hash + 1)];
  if ([...text].some(isControl) || !escapesAreValid(fragment)) return false;
  if (before === "" || schemeOf(before) !== "") return before === "" || requestUriScheme(before) !== undefined;
  const path = before.split("?", 1)[0] ?? "";
  if (!path.startsWith("/")) return !(path.split("/", 1)[0] ?? "").includes(":") && escapesAreValid(path);
  if (!path.startsWith("//") || path.startsWith("///")) return escapesAreValid(path);
  return requestUriScheme(`http:${path}`) !== undefined;
}

/** Empty when there is none; undefined for a text that starts with a colon. */
function schemeOf(text: string): string | undefined {
  if (text.startsWith(":")) return undefined;
  return /^([a-zA-Z][a-zA-Z0-9+\-.]*):/.exec(text)?.[1] ?? "";
}

function authorityIsValid(authority: string): boolean {
  const at = authority.lastIndexOf("@");
  const user = at < 0 ? "" : authority.slice(0, at);
  return /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user) && escapesAreValid(user) && hostIsValid(authority.slice(at + 1));
}

function hostIsValid(host: string): boolean {
  if (host.startsWith("[")) {
    const end = host.lastIndexOf("]");
    return end > 0 && portIsValid(host.slice(end + 1)) && hostCharactersAreValid(host.slice(0, end + 1));
  }
  const colon = host.lastIndexOf(":");
  return (colon < 0 || portIsValid(host.slice(colon))) && hostCharactersAreValid(host);
}

/** In a host only bytes above 0x7f may be percent-encoded (and the `%25` in front of an IPv6 zone). */
function hostCharactersAreValid(host: string): boolean {
  const withoutEscapes = host.replace(/%(?:25|[89A-Fa-f][0-9A-Fa-f])/g, "");
  return /^[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"\u0080-\u{10ffff}]*$/u.test(withoutEscapes);
}

function portIsValid(colonPort: string): boolean {
  return colonPort === "" || /^:\d*$/.test(colonPort);
}

function escapesAreValid(text: string): boolean {
  return !/%(?![0-9A-Fa-f]{2})/.test(text);
}

function isControl(character: string): boolean {
  return character < " " || character === "\u007f";
}
