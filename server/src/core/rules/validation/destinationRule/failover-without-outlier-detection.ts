import { type ValidationRule, warnedByWebhook } from "../../validation";
import { policiesAndPortsOf } from "../primitives/trafficPolicy";
import { isEmptyList } from "../primitives/virtualService";

/** Source: pkg/config/validation/agent/validation.go ValidateLocalityLbSetting. */
export const failoverWithoutOutlierDetection: ValidationRule = {
  code: "failover-without-outlier-detection",
  docs: {
    what: "A failover is set without outlier detection.",
    why: "Proxies fail over when endpoints are found unhealthy, which outlier detection does. Without it the setting has no effect: requests keep going to a region that fails.",
    bad: "loadBalancer:\n  localityLbSetting:\n    failover: [{from: eu, to: us}]",
    good: "loadBalancer:\n  localityLbSetting:\n    failover: [{from: eu, to: us}]\noutlierDetection:\n  consecutive5xxErrors: 5",
  },
  level: "warning",
  istio: warnedByWebhook,
  kiali: [],
  numbers: ["DR-70", "DR-76"],
  kinds: ["DestinationRule"],
  check({ spec }, report) {
    for (const policy of policiesAndPortsOf(spec)) {
      if (policy.has("outlierDetection")) continue;
      for (const name of ["localityLbSetting", "zoneAwareLbSetting"]) {
        const setting = policy.get("loadBalancer")?.get(name);
        const field = ["failover", "failoverPriority"].find((one) => setting !== undefined && !isEmptyList(setting, one));
        if (setting === undefined || field === undefined) continue;
        report(
          [...setting.path, field],
          `Without "outlierDetection" no endpoint is ever found unhealthy, so nothing fails over. Add it to this policy.`,
          {
            on: "key",
            missing: true,
            fixes: [
              {
                title: "Add outlierDetection with Envoy's defaults",
                kind: "suggestion",
                edits: [
                  {
                    action: "add",
                    path: policy.path,
                    key: "outlierDetection",
                    value: { consecutive5xxErrors: 5, interval: "10s", baseEjectionTime: "30s" },
                  },
                ],
              },
            ],
          },
        );
      }
    }
  },
};
