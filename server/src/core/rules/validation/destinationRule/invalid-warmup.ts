import { rejectedByWebhook, removal, type ValidationRule } from "../../validation";
import { policiesAndPortsOf } from "../primitives/trafficPolicy";

/** Source: pkg/config/validation/validation.go validateLoadBalancer (a missing duration and percentages above 100 are in the schema). */
export const invalidWarmup: ValidationRule = {
  code: "invalid-warmup",
  docs: {
    what: "The aggression of a warm-up is not above 0.",
    why: "The webhook rejects it: 1 raises the share of a new endpoint evenly over the time, more than 1 faster at the beginning.",
    bad: "warmup: {duration: 30s, aggression: 0}",
    good: "warmup: {duration: 30s, aggression: 1}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["DR-62"],
  kinds: ["DestinationRule"],
  check({ spec }, report) {
    for (const policy of policiesAndPortsOf(spec)) {
      for (const { value, path } of policy.select("loadBalancer.warmup.aggression")) {
        if (typeof value === "number" && value <= 0)
          report(path, `${value} is no aggression. Write a number above 0, or remove the field for 1.`, { fixes: [removal(path)] });
      }
    }
  },
};
