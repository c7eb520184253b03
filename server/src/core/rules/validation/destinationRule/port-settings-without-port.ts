import { rejectedByWebhook, type ValidationRule } from "../../validation";
import { policiesOf } from "../primitives/trafficPolicy";

/** Source: pkg/config/validation/validation.go validatePortTrafficPolicies (the number itself is not checked). */
export const portSettingsWithoutPort: ValidationRule = {
  code: "port-settings-without-port",
  docs: {
    what: "Settings for a port do not name the port.",
    why: "The webhook rejects it. What holds for every port stands beside `portLevelSettings`.",
    bad: "portLevelSettings:\n- tls: {mode: SIMPLE}",
    good: "portLevelSettings:\n- port: {number: 443}\n  tls: {mode: SIMPLE}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["DR-13"],
  kinds: ["DestinationRule"],
  check({ spec }, report) {
    for (const policy of policiesOf(spec)) {
      for (const settings of policy.items("portLevelSettings")) {
        if (!settings.has("port")) report(settings.path, 'These settings name no port. Add "port".', { on: "key", missing: true });
      }
    }
  },
};
