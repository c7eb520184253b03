import { rejectedByWebhook, removal, type ValidationRule } from "../../validation";
import { isDelegate, isEmptyList } from "../primitives/virtualService";

/** Source: pkg/config/validation/validation.go ValidateVirtualService, virtualservice.go validateHTTPRouteConflict. */
export const invalidDelegate: ValidationRule = {
  code: "invalid-delegate",
  docs: {
    what: "A delegate has what only its root may have, or a rule that delegates does something itself.",
    why: "A VirtualService without hosts is a delegate: the hosts and gateways are those of the VirtualService that delegates to it, only http rules can be delegated, and not twice. The webhook rejects anything else.",
    bad: "spec: # no hosts\n  gateways: [website-gateway]\n  http:\n  - route: [{destination: {host: cart}}]",
    good: "spec: # no hosts\n  http:\n  - route: [{destination: {host: cart}}]",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-1", "VS-2", "VS-3", "VS-12", "VS-13", "VS-14"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    const delegate = isDelegate(spec);
    for (const field of delegate ? ["gateways", "tls", "tcp"] : []) {
      if (isEmptyList(spec, field)) continue;
      const why = field === "gateways" ? "has the gateways of its root" : "has http rules only";
      const path = [...spec.path, field];
      report(path, `A VirtualService without hosts is a delegate and ${why}. Add hosts, or remove "${field}".`, {
        on: "key",
        missing: true,
        fixes: [removal(path)],
      });
    }
    for (const rule of spec.items("http")) {
      if (!rule.has("delegate")) continue;
      const path = [...rule.path, "delegate"];
      if (delegate) {
        report(path, "A delegate cannot delegate once more: only a VirtualService with hosts can.", { on: "key", missing: true });
        continue;
      }
      for (const field of ["redirect", "route"]) {
        if (!rule.has(field) || isEmptyList(rule, field)) continue;
        report([...rule.path, field], `The rule delegates, so its delegate decides: remove "${field}", or "delegate".`, {
          on: "key",
          fixes: [removal([...rule.path, field]), removal(path)],
        });
      }
    }
  },
};
