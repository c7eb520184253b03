import type { SimulationRequest } from "./simulation";

/**
 * The curl command that sends a request, or undefined for a bare connection, which curl cannot make. `parseCurl` reads it back, except
 * for what curl has no option for: another server name than the host.
 */
export function curlCommand({ scheme, host, port, method, path, headers, address }: Omit<SimulationRequest, "from">): string | undefined {
  if (scheme === "tcp" || scheme === "tls" || host === "") return undefined;
  const lines = Object.entries(headers ?? {}).flatMap(([name, value]) =>
    (typeof value === "string" ? [value] : value).map((one) => ["-H", quoted(`${name}: ${one}`)]),
  );
  const usual = scheme === "https" ? 443 : 80;
  const number = port ?? usual;
  const url = `${scheme}://${host}${number === usual ? "" : `:${number}`}${path ?? "/"}`;
  return [
    "curl",
    ...(method === undefined || method === "GET" ? [] : method === "HEAD" ? ["-I"] : ["-X", quoted(method)]),
    ...lines.flat(),
    ...(address === undefined ? [] : ["--resolve", quoted(`${host}:${number}:${address}`)]),
    quoted(url),
  ].join(" ");
}

/** A word for a POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
