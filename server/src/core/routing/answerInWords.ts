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

/** Where a share of the requests goes, in words for a list. */
export interface ShareInWords {
  /** `80 %`; undefined where there is only one destination. */
  readonly share: string | undefined;
  /** `subset v1 of tcp-echo.default:9000`. */
  readonly destination: string;
  /** `Deployment tcp-echo-v1`, with its part of the share where there are several. */
  readonly workloads: readonly string[];
  /** Why these requests fail, where they do. */
  readonly problem: string | undefined;
}

/** The destinations of requests that are routed; none where the proxy answers by itself. */
export function sharesInWords({ type, status, destinations }: Outcome): readonly ShareInWords[] {
  if (type !== "route" || status !== undefined) return [];
  return destinations.map(({ host, port, subset, share, workloads, problem }) => ({
    share: destinations.length === 1 ? undefined : percent(share),
    destination: `${subset === undefined ? "" : `subset ${subset} of `}${shortHost(host)}${port === undefined ? "" : `:${port}`}`,
    workloads: workloads.map(({ kind, name, share: part }) => `${kind} ${name}${workloads.length === 1 ? "" : ` (${percent(part)})`}`),
    problem: problem?.reason,
  }));
}

/** `website.default` of `website.default.svc.cluster.local`. */
function shortHost(host: string): string {
  return host.replace(/\.svc\..+$/, "");
}

/** As `answerInWords`, with hosts as short as in a list: `80 % to subset v1 of website.default:80, 20 % to subset v2 of website.default:80.` */
export function answerInShort(outcome: Outcome): string {
  const shares = sharesInWords(outcome).map(
    ({ share, destination, problem }) =>
      `${share ?? "All"} to ${destination}${problem === undefined ? "" : ` (fails: ${problem.replace(/\.$/, "")})`}`,
  );
  return shares.length === 0 ? outcome.reason : `${shares.join(", ")}.`;
}

/** An answer for someone who does not see it: what becomes of the request, and which rule decided that. */
export function answerAloud({ outcome, trace }: Simulation): string {
  const passed = trace.filter(({ matched }) => !matched).length;
  const decisive = trace.filter(({ matched }) => matched).at(-1);
  return [
    answerInShort(outcome),
    ...(decisive === undefined ? [] : [`Decided by ${decisive.rule} of ${decisive.resource}.`]),
    ...(passed === 0 ? [] : [`${passed === 1 ? "One step" : `${passed} steps`} did not match.`]),
  ].join(" ");
}

/** A request in one line: `GET http://website:80/api from namespace default, pods with version=v2`. */
export function requestInWords(request: SimulationRequest): string {
  const { scheme, host, port, method, path, headers, from } = request;
  const isBare = scheme === "tcp" || scheme === "tls";
  if (scheme === "tcp" && "gateway" in from) return `connection to port ${port ?? 80} ${senderInWords(from)}`;
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
