import { bareHost, fqdnProblem } from "../../../model/dnsName";
import { rejectedByWebhook, removal, replacement, type ValidationRule } from "../../validation";

/** Source: pkg/config/validation/validation.go validateSidecarOutboundTrafficPolicy. */
export const invalidEgressProxy: ValidationRule = {
  code: "invalid-egress-proxy",
  docs: {
    what: "An egress proxy is set where unknown destinations are not let through, or has no host or port.",
    why: "The webhook rejects it: the proxy takes what ALLOW_ANY lets through, and the mode is REGISTRY_ONLY unless it is given. istioctl says of every egress proxy that it is ignored (IST0002); the control plane does send unknown destinations there.",
    bad: "outboundTrafficPolicy:\n  egressProxy: {host: egress.shop.svc.cluster.local, port: {number: 80}}",
    good: "outboundTrafficPolicy:\n  mode: ALLOW_ANY\n  egressProxy: {host: egress.shop.svc.cluster.local, port: {number: 80}}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["SC-41", "SC-42", "SC-43", "SC-44"],
  kinds: ["Sidecar"],
  check({ spec }, report) {
    const policy = spec.get("outboundTrafficPolicy");
    const proxy = policy?.get("egressProxy");
    if (policy === undefined || proxy === undefined) return;
    if (policy.text("mode") !== "ALLOW_ANY") {
      const allow = policy.has("mode")
        ? ({ action: "set", path: [...policy.path, "mode"], value: "ALLOW_ANY" } as const)
        : ({ action: "add", path: policy.path, key: "mode", value: "ALLOW_ANY" } as const);
      report(
        proxy.path,
        `The proxy takes unknown destinations, which the mode ${policy.has("mode") ? policy.text("mode") : "REGISTRY_ONLY (the default)"} blocks. Set the mode ALLOW_ANY.`,
        {
          on: "key",
          missing: true,
          fixes: [{ title: "Set the mode ALLOW_ANY", kind: "suggestion", edits: [allow] }, removal(proxy.path)],
        },
      );
    }
    const host = proxy.text("host");
    const path = [...proxy.path, "host"];
    const problem = proxy.has("host") ? fqdnProblem(host) : undefined;
    const bare = bareHost(host);
    if (problem !== undefined)
      report(path, `"${host}" is no host of a proxy: ${problem}`, { fixes: bare === undefined ? [] : [replacement(path, bare)] });
    if (!proxy.has("port")) report(proxy.path, 'The proxy needs a port. Add "port".', { on: "key", missing: true });
  },
};
