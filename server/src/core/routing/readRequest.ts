import { parseRequestUrl, type RequestUrl } from "./requestUrl";
import type { Labels, RequestSource, SimulationRequest } from "./simulation";

/** A request whose sender may be left open. */
export type OpenRequest = Omit<SimulationRequest, "from"> & { readonly from?: RequestSource };

const keys = ["from", "url", "scheme", "host", "port", "method", "path", "headers", "sni", "address"];
const schemes = ["http", "https", "tcp", "tls"] as const;

/** Reads a request from JSON; `url` may stand for scheme, host, port and path. Returns a sentence where it is none. */
export function readRequest(value: unknown): OpenRequest | string {
  if (!isRecord(value)) return "A request is a JSON object.";
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) return `A request has no "${unknown}"; it has ${keys.join(", ")}.`;
  const url = typeof value.url === "string" ? parseRequestUrl(value.url) : readParts(value);
  if (typeof url === "string") return url;
  for (const key of ["method", "path", "sni", "address"]) {
    if (value[key] !== undefined && typeof value[key] !== "string") return `"${key}" must be a text.`;
  }
  const from = value.from === undefined ? undefined : readSource(value.from);
  if (typeof from === "string") return from;
  const headers = value.headers === undefined ? undefined : readHeaders(value.headers);
  if (typeof headers === "string") return headers;
  const port = value.port ?? url.port;
  if (port !== undefined && !isPort(port)) return '"port" must be a number from 1 to 65535.';
  return {
    ...url,
    ...(from === undefined ? {} : { from }),
    ...(port === undefined ? {} : { port }),
    ...texts(value, ["method", "path", "sni", "address"]),
    ...(headers === undefined ? {} : { headers }),
  };
}

function readParts({ scheme = "http", host }: Record<string, unknown>): RequestUrl | string {
  const known = schemes.find((one) => one === scheme);
  if (known === undefined) return `"scheme" must be one of ${schemes.join(", ")}.`;
  return typeof host === "string" && host !== "" ? { scheme: known, host } : 'A request needs a "host" or a "url".';
}

function readSource(value: unknown): RequestSource | string {
  if (isRecord(value)) {
    if (typeof value.workload === "string") return { workload: value.workload };
    if (typeof value.gateway === "string") return { gateway: value.gateway };
    const pod = value.gatewayPod ?? value;
    if (isRecord(pod) && typeof pod.namespace === "string" && (pod.labels === undefined || isLabels(pod.labels))) {
      const described = { namespace: pod.namespace, labels: pod.labels ?? {} };
      return pod === value ? described : { gatewayPod: described };
    }
  }
  return '"from" must be {"namespace", "labels"}, {"workload": "namespace/name"}, {"gateway": "namespace/name"} or {"gatewayPod"}.';
}

function readHeaders(value: unknown): NonNullable<SimulationRequest["headers"]> | string {
  const isText = (one: unknown): boolean => typeof one === "string";
  const isValid = (one: unknown): boolean => isText(one) || (Array.isArray(one) && one.every(isText));
  return isRecord(value) && Object.values(value).every(isValid)
    ? (value as NonNullable<SimulationRequest["headers"]>)
    : '"headers" must hold a text or a list of texts by name.';
}

function texts(value: Record<string, unknown>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (typeof value[name] === "string" ? [[name, value[name]]] : [])));
}

function isPort(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 65_535;
}

function isLabels(value: unknown): value is Labels {
  return isRecord(value) && Object.values(value).every((one) => typeof one === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
