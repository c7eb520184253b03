import { type Report, rejectedByWebhook, removal, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { connectionPoolsOf } from "../primitives/trafficPolicy";

/** Source: pkg/config/validation/validation.go validateConnectionPool. */
export const invalidConnectionPool: ValidationRule = {
  code: "invalid-connection-pool",
  docs: {
    what: "A connection pool has a negative limit, keeps connections of HTTP/2 alive by half, or both upgrades and keeps the client's protocol.",
    why: "The webhook rejects it. 0 or no value means that there is no limit.",
    bad: "connectionPool:\n  http: {http2MaxRequests: -1}",
    good: "connectionPool:\n  http: {http2MaxRequests: 1000}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["DR-31", "DR-32", "DR-33", "DR-34", "DR-35", "DR-37", "DR-38", "DR-40", "SC-18", "SC-19"],
  kinds: ["DestinationRule", "Sidecar"],
  check(object, report) {
    for (const pool of connectionPoolsOf(object)) {
      const [http, tcp] = [pool.get("http"), pool.get("tcp")];
      if (http !== undefined) {
        checkLimits(http, httpLimits, report);
        checkKeepAlive(http, report);
        if (http.text("h2UpgradePolicy") === "UPGRADE" && http.flag("useClientProtocol")) {
          const path = [...http.path, "useClientProtocol"];
          report(path, 'The policy "UPGRADE" speaks HTTP/2 always, "useClientProtocol" what the client speaks. Remove one of them.', {
            on: "key",
            fixes: [removal(path), removal([...http.path, "h2UpgradePolicy"])],
          });
        }
      }
      if (tcp !== undefined) checkLimits(tcp, ["maxConnections"], report);
    }
  },
};

const httpLimits = ["http1MaxPendingRequests", "http2MaxRequests", "maxRequestsPerConnection", "maxRetries", "maxConcurrentStreams"];

function checkLimits(owner: Field, fields: readonly string[], report: Report): void {
  for (const field of fields) {
    const limit = owner.number(field);
    const path = [...owner.path, field];
    if (limit < 0) report(path, `${limit} is no limit: it cannot be negative. For no limit remove the field.`, { fixes: [removal(path)] });
  }
}

function checkKeepAlive(http: Field, report: Report): void {
  const keepAlive = http.get("http2KeepAlive");
  if (keepAlive === undefined) return;
  for (const field of ["interval", "timeout"]) {
    if (!keepAlive.has(field))
      report([...keepAlive.path, field], `Keeping alive needs "interval" and "timeout". Add "${field}".`, { on: "key", missing: true });
  }
}
