import type { Outcome, RequestSource, Simulation, SimulationRequest } from "./simulation";
import { percent } from "./words";

/** What becomes of a request, in one line: `20 % to website version-2, 80 % to website version-1`. */
export function answerInWords(outcome: Outcome): string {
  if (outcome.type !== "route" || outcome.status !== undefined) return outcome.reason;
  const [only] = outcome.destinations.length === 1 ? outcome.destinations : [];
  if (only !== undefined) return `All of it goes to ${destinationName(only)}${failure(only.problem)}.`.replace("..", ".");
  return `${outcome.destinations.map((one) => `${percent(one.share)} to ${destinationName(one)}${failure(one.problem)}`).join(", ")}.`;
}

/** `website.default.svc.cluster.local:80, subset version-2`. */
export function destinationName({ host, port, subset }: Pick<Outcome["destinations"][number], "host" | "port" | "subset">): string {
  return `${host}${port === undefined ? "" : `:${port}`}${subset === undefined ? "" : `, subset ${subset}`}`;
}

/** What else happens to the request on its way, one phrase each. */
export function effectsInWords({ fault, timeoutMs, retries, mirrors, rewrite, headers }: Outcome): readonly string[] {
  const { delay, abort } = fault ?? {};
  const perTry = retries?.perTryTimeoutMs === undefined ? "" : `, each within ${retries.perTryTimeoutMs} ms`;
  return [
    ...(delay === undefined ? [] : [`${percent(delay.percent)} wait${delay.ms === undefined ? "" : ` ${delay.ms} ms`} first (fault)`]),
    ...(abort === undefined ? [] : [`${percent(abort.percent)} fail with ${abort.httpStatus ?? abort.grpcStatus ?? "an error"} (fault)`]),
    ...(rewrite?.path === undefined ? [] : [`path becomes ${rewrite.path}`]),
    ...(rewrite?.authority === undefined ? [] : [`authority becomes ${rewrite.authority}`]),
    ...(headers ?? []),
    ...(timeoutMs === undefined ? [] : [`gives up after ${timeoutMs} ms`]),
    ...(retries === undefined || retries.attempts === 0
      ? []
      : [`up to ${retries.attempts} retries${perTry}${retries.byDefault ? " (the mesh's default)" : ` on ${retries.retryOn}`}`]),
    ...mirrors.map((one) => `${percent(one.percent)} are copied to ${destinationName(one)}`),
  ];
}

/** Whether the request, or each like it, fails. */
export function isFailing({ type, status }: Outcome): boolean {
  return status === 503 || (type !== "route" && type !== "redirect" && type !== "direct-response");
}

/** Who answers, with their share of all requests where there are several: `Deployment web-v1 (80 %)`. */
export function answeredBy({ destinations }: Outcome): readonly string[] {
  const shares = new Map<string, number>();
  for (const { workloads } of destinations.filter((one) => one.problem === undefined)) {
    for (const { kind, name, share } of workloads) shares.set(`${kind} ${name}`, (shares.get(`${kind} ${name}`) ?? 0) + share);
  }
  return [...shares].map(([name, share]) => (shares.size === 1 ? name : `${name} (${percent(share)})`));
}

/** An answer for someone who does not see it: what becomes of the request, and which rule decided that. */
export function answerAloud({ outcome, trace }: Simulation): string {
  const passed = trace.filter(({ matched }) => !matched).length;
  const decisive = trace.filter(({ matched }) => matched).at(-1);
  return [
    answerInWords(outcome),
    ...(decisive === undefined ? [] : [`Decided by ${decisive.rule} of ${decisive.resource}.`]),
    ...(passed === 0 ? [] : [`${passed === 1 ? "One step" : `${passed} steps`} before did not match.`]),
  ].join(" ");
}

/** A request in one line: `GET http://website:80/api from namespace default, pods with version=v2`. */
export function requestInWords(request: SimulationRequest): string {
  const { scheme, host, port, method, path, headers, from } = request;
  const isBare = scheme === "tcp" || scheme === "tls";
  const url = `${scheme}://${host}${port === undefined ? "" : `:${port}`}${isBare ? "" : (path ?? "/")}`;
  const count = Object.keys(headers ?? {}).length;
  const extra = count === 0 || isBare ? "" : count === 1 ? " with a header" : ` with ${count} headers`;
  return `${isBare ? "" : `${method ?? "GET"} `}${url}${extra} ${senderInWords(from)}`;
}

function senderInWords(from: RequestSource): string {
  if ("gateway" in from) return `at gateway ${from.gateway}`;
  if ("workload" in from) return `from ${from.workload}`;
  if ("gatewayPod" in from) return `at a gateway in namespace ${from.gatewayPod.namespace}`;
  const labels = Object.entries(from.labels).map(([key, value]) => `${key}=${value}`);
  return `from a pod in ${from.namespace}${labels.length === 0 ? "" : ` with ${labels.join(", ")}`}`;
}

function failure(problem: Outcome["destinations"][number]["problem"]): string {
  return problem === undefined ? "" : ` (fails: ${problem.reason})`;
}
