import type { CorsPolicy } from "../model/virtualService";
import type { Regexes } from "./algebra/evaluate";
import { textMeets } from "./match";
import type { HttpRequest } from "./matchRequest";

/**
 * Whether Envoy answers a request itself because it is a preflight (5.8 of the routing semantics; Envoy CorsFilter::decodeHeaders, which
 * does nothing on routes that redirect or respond directly):
 * `allowed` with Access-Control-Allow-Origin, `refused` without. One from an origin that is not allowed goes on like any other
 * request unless `unmatchedPreflights` is IGNORE.
 */
export function preflightAnswer(policy: CorsPolicy | undefined, request: HttpRequest, regexes: Regexes): "allowed" | "refused" | undefined {
  const [origin] = request.headers.get("origin") ?? [];
  if (policy === undefined || origin === undefined || request.method !== "OPTIONS") return undefined;
  if ((request.headers.get("access-control-request-method")?.[0] ?? "") === "") return undefined;
  if (policy.allowOrigins.some((one) => textMeets(one, origin, regexes))) return "allowed";
  return policy.unmatchedPreflights === "IGNORE" ? "refused" : undefined;
}
