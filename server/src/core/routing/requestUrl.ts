import type { SimulationRequest } from "./simulation";

/** What a URL says of a request. */
export type RequestUrl = Pick<SimulationRequest, "scheme" | "host" | "port" | "path">;

const form = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^@/?#]*@)?(\[[^\]/]+\]|[^:/?#\s]+)(?::(\d+))?([/?][^#\s]*)?(?:#.*)?$/i;

/** Reads a URL such as `http://website/a?b=c`; http where no scheme is written, as curl does. Returns a sentence where it is none. */
export function parseRequestUrl(text: string): RequestUrl | string {
  const [, scheme = "http", host, port, path] = form.exec(text) ?? [];
  if (host === undefined) return `"${text}" is not a URL such as http://website/path.`;
  const known = (["http", "https", "tcp", "tls"] as const).find((one) => one === scheme.toLowerCase());
  if (known === undefined) return `The scheme must be http, https, tcp or tls, not "${scheme}".`;
  const number = port === undefined ? undefined : parsePort(port);
  if (typeof number === "string") return number;
  return {
    scheme: known,
    host,
    ...(number === undefined ? {} : { port: number }),
    ...(path === undefined ? {} : { path: path.startsWith("/") ? path : `/${path}` }),
  };
}

/** A port from 1 to 65535, or a sentence that says it is none. */
export function parsePort(text: string): number | string {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return port >= 1 && port <= 65_535 ? port : `A port is a number from 1 to 65535, not "${text}".`;
}

/** `name: value` of a header line, or a sentence that says it is none. */
export function parseHeaderLine(line: string): readonly [string, string] | string {
  const colon = line.indexOf(":", 1);
  if (colon < 0) return `A header is written as "name: value", not "${line}".`;
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

/** Headers by name in lower case; several of a name keep their order. */
export function collectHeaders(headers: readonly (readonly [string, string])[]): Record<string, string | string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of headers) values.set(name.toLowerCase(), [...(values.get(name.toLowerCase()) ?? []), value]);
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? (all[0] ?? "") : all]));
}

/** `k=v,k=v`, or a sentence that says what of it is no label. */
export function parseLabels(text: string): Record<string, string> | string {
  const pairs: [string, string][] = [];
  for (const part of text.split(/[,\n]/)) {
    if (part.trim() === "") continue;
    const equals = part.indexOf("=");
    if (equals <= 0) return `Labels are written as key=value,key=value, not "${part.trim()}".`;
    pairs.push([part.slice(0, equals).trim(), part.slice(equals + 1).trim()]);
  }
  return Object.fromEntries(pairs);
}
