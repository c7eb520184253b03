import type { MapNode, Node } from "../syntax/node";
import { isTrue, itemsOf, type Mutable, none, percentage, spannedNumber, spannedString, stringMatch, strings } from "./read";
import type { StringMatch } from "./stringMatch";
import type { CorsPolicy, Fault, FaultAbort, FaultDelay, Retries } from "./virtualService";

/** Lowers `retries` (istio/api virtual_service.proto, HTTPRetry). */
export function lowerRetries(node: Node): Retries | undefined {
  if (node.kind !== "map") return undefined;
  const result: Mutable<Retries> = {
    span: node.span,
    attempts: undefined,
    perTryTimeout: undefined,
    retryOn: undefined,
    backoff: undefined,
    retryRemoteLocalities: undefined,
  };
  for (const { name, value } of node.entries) {
    switch (name) {
      case "attempts":
        result.attempts = spannedNumber(value);
        break;
      case "perTryTimeout":
      case "retryOn":
      case "backoff":
        result[name] = spannedString(value);
        break;
      case "retryRemoteLocalities":
        result.retryRemoteLocalities = isTrue(value);
        break;
    }
  }
  return result;
}

/** Lowers `fault` (istio/api virtual_service.proto, HTTPFaultInjection). */
export function lowerFault(node: Node): Fault | undefined {
  if (node.kind !== "map") return undefined;
  const result: Mutable<Fault> = { span: node.span, delay: undefined, abort: undefined };
  for (const { name, value } of node.entries) {
    if (value.kind !== "map") continue;
    if (name === "delay") result.delay = lowerDelay(value);
    else if (name === "abort") result.abort = lowerAbort(value);
  }
  return result;
}

/** Lowers `corsPolicy`. The deprecated `allowOrigin`, a list of exact origins, counts only where `allowOrigins` is absent. */
export function lowerCorsPolicy(node: Node): CorsPolicy | undefined {
  if (node.kind !== "map") return undefined;
  const result: Mutable<CorsPolicy> = {
    span: node.span,
    allowOrigins: none,
    allowMethods: none,
    allowHeaders: none,
    exposeHeaders: none,
    maxAge: undefined,
    allowCredentials: undefined,
    unmatchedPreflights: undefined,
  };
  let legacyOrigins: readonly StringMatch[] | undefined;
  let origins: readonly StringMatch[] | undefined;
  for (const { name, value } of node.entries) {
    switch (name) {
      case "allowOrigins":
        origins = stringMatches(value);
        break;
      case "allowOrigin":
        legacyOrigins = stringMatches(value);
        break;
      case "allowMethods":
      case "allowHeaders":
      case "exposeHeaders":
        result[name] = strings(value);
        break;
      case "maxAge":
        result.maxAge = spannedString(value);
        break;
      case "allowCredentials":
        result.allowCredentials = isTrue(value);
        break;
      case "unmatchedPreflights":
        result.unmatchedPreflights = spannedString(value)?.value;
        break;
    }
  }
  result.allowOrigins = origins ?? legacyOrigins ?? none;
  return result;
}

function lowerDelay(node: MapNode): FaultDelay {
  const result: Mutable<FaultDelay> = {
    span: node.span,
    fixedDelay: undefined,
    exponentialDelay: undefined,
    percent: undefined,
    percentKey: undefined,
  };
  let legacy: typeof result.percent;
  for (const { name, key, value } of node.entries) {
    switch (name) {
      case "fixedDelay":
      case "exponentialDelay":
        result[name] = spannedString(value);
        break;
      case "percentage":
        result.percent = percentage(value);
        break;
      case "percent":
        legacy = spannedNumber(value);
        result.percentKey = key.span;
        break;
    }
  }
  result.percent ??= legacy;
  return result;
}

function lowerAbort(node: MapNode): FaultAbort {
  const result: Mutable<FaultAbort> = {
    span: node.span,
    httpStatus: undefined,
    grpcStatus: undefined,
    http2Error: undefined,
    percent: undefined,
  };
  for (const { name, value } of node.entries) {
    switch (name) {
      case "httpStatus":
        result.httpStatus = spannedNumber(value);
        break;
      case "grpcStatus":
      case "http2Error":
        result[name] = spannedString(value);
        break;
      case "percentage":
        result.percent = percentage(value);
        break;
    }
  }
  return result;
}

function stringMatches(node: Node): readonly StringMatch[] {
  return itemsOf(node)
    .map(stringMatch)
    .filter((match) => match !== undefined);
}
