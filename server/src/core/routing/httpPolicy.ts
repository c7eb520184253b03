import { parseDuration } from "../model/duration";
import type { HeaderRewrites } from "../model/headers";
import { labelValue } from "../model/labels";
import type { MeshSettings } from "../model/mesh";
import type { Fault, Retries, Route } from "../model/virtualService";
import type { FaultShare, RetryPolicy } from "./simulation";

/** What the control plane asks Envoy to retry where nobody says (pilot/pkg/networking/core/route/retry/retry.go). */
const defaultRetryOn = "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes";

/** The retries of a rule, or the mesh's default, or Istio's; undefined: none. */
export function retryPolicy(retries: Retries | undefined, { defaultRetries }: MeshSettings): RetryPolicy | undefined {
  const own =
    retries === undefined
      ? defaultRetries
      : {
          attempts: retries.attempts?.value ?? 0,
          perTryTimeout: retries.perTryTimeout?.value,
          retryOn: retries.retryOn?.value,
        };
  if (own === undefined) return { attempts: 2, retryOn: defaultRetryOn, byDefault: true };
  if (own.attempts <= 0) return undefined;
  const perTryTimeoutMs = milliseconds(own.perTryTimeout);
  return {
    attempts: own.attempts,
    ...(perTryTimeoutMs === undefined ? {} : { perTryTimeoutMs }),
    retryOn: own.retryOn || defaultRetryOn,
    byDefault: retries === undefined,
  };
}

/** The timeout of a rule; none (undefined) is the default, and what 0 means. */
export function timeoutMs(route: Route): number | undefined {
  const ms = milliseconds(route.timeout?.value);
  return ms === 0 ? undefined : ms;
}

/**
 * The faults of a rule (TranslateFault): an absent percentage is 0, only fixed delays are made, and aborts that name neither an HTTP nor a
 * gRPC status are not. Undefined: none.
 */
export function faultShare(fault: Fault | undefined): FaultShare | undefined {
  const delay =
    fault?.delay?.fixedDelay === undefined
      ? undefined
      : { percent: fault.delay.percent?.value ?? 0, ms: milliseconds(fault.delay.fixedDelay.value) };
  const { httpStatus, grpcStatus, percent } = fault?.abort ?? {};
  const abort =
    httpStatus === undefined && grpcStatus === undefined
      ? undefined
      : {
          percent: percent?.value ?? 0,
          ...(httpStatus === undefined ? {} : { httpStatus: httpStatus.value }),
          ...(httpStatus !== undefined || grpcStatus === undefined ? {} : { grpcStatus: grpcStatus.value }),
        };
  if (delay === undefined && abort === undefined) return undefined;
  return { ...(delay === undefined ? {} : { delay }), ...(abort === undefined ? {} : { abort }) };
}

/** The authority that header operations on a request set: `set` before `add` (TranslateHeadersOperations). */
export function authorityOf(headers: HeaderRewrites | undefined): string | undefined {
  const named = (which: "set" | "add"): string | undefined =>
    headers === undefined
      ? undefined
      : ["host", "Host", ":authority"]
          .map((name) => labelValue(headers.request[which], name))
          .find((value) => value !== undefined && value !== "");
  return named("set") ?? named("add");
}

function milliseconds(duration: string | undefined): number | undefined {
  return duration === undefined ? undefined : parseDuration(duration);
}
