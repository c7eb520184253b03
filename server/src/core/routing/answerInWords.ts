import type { Outcome } from "./simulation";
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

function failure(problem: Outcome["destinations"][number]["problem"]): string {
  return problem === undefined ? "" : ` (fails: ${problem.reason})`;
}
