import { parseDuration } from "../../model/duration";
import { describeRoute } from "../../model/virtualService";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: Envoy route.RouteAction.timeout covers the request with all its retries; pilot/pkg/networking/core/route/retry/retry.go. */
export const timeoutShorterThanRetries = defineRule({
  code: "timeout-shorter-than-retries",
  docs: {
    what: "The timeout of a rule ends before its retries can all have been made.",
    why: "The timeout covers a request with all its retries. When every try takes its full `perTryTimeout`, the request fails with 504 before `attempts` are used up; if the timeout is not even longer than one try, nothing that hangs is ever tried again.",
    bad: "timeout: 3s\nretries:\n  attempts: 3\n  perTryTimeout: 2s",
    good: "timeout: 6s\nretries:\n  attempts: 3\n  perTryTimeout: 2s",
  },
  level: "hint",
  kinds: ["VirtualService"],
  reads: [],
  istio: [],
  kiali: [],
  *check(resource) {
    for (const route of resource.model.routes) {
      const { timeout, retries } = route;
      const attempts = retries?.attempts?.value ?? 0;
      const total = parseDuration(timeout?.value ?? "");
      const each = parseDuration(retries?.perTryTimeout?.value ?? "");
      if (timeout === undefined || total === undefined || each === undefined || total <= 0 || attempts < 1) continue;
      if (total >= attempts * each) continue;
      const tries = Math.max(1, Math.ceil(total / each));
      yield {
        at: timeout.span,
        message: `${describeRoute(route)} gives up after ${timeout.value}, but ${attempts} retries of ${retries?.perTryTimeout?.value} need ${seconds(attempts * each)}: ${tries === 1 ? "a try that hangs is never repeated" : `at most ${tries} tries are made when each one hangs`}.`,
        fixes: () => [replaceValue(resource, timeout, seconds(attempts * each), "suggestion")],
      };
    }
  },
});

function seconds(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
