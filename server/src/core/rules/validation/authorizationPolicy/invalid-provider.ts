import { rejectedByWebhook, removal, type ValidationRule } from "../../validation";
import { isEmptyList } from "../primitives/virtualService";

/** Source: pkg/config/validation/validation.go ValidateAuthorizationPolicy. */
export const invalidProvider: ValidationRule = {
  code: "invalid-provider",
  docs: {
    what: "A policy with the action CUSTOM names no provider, or one with another action does.",
    why: "The webhook rejects it: CUSTOM asks a provider of the mesh configuration, the other actions decide themselves.",
    bad: "action: ALLOW\nprovider: {name: opa}",
    good: "action: CUSTOM\nprovider: {name: opa}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["AP-3", "AP-7"],
  kinds: ["AuthorizationPolicy"],
  check({ spec }, report) {
    const action = spec.text("action");
    const provider = spec.get("provider");
    if (action === "CUSTOM") {
      if (isEmptyList(spec, "rules") || (provider !== undefined && provider.text("name") !== "")) return;
      const path = provider === undefined ? [...spec.path, "action"] : [...provider.path, "name"];
      report(path, 'CUSTOM asks a provider. Add "provider" with the name of one of the mesh configuration.', { missing: true });
    } else if (provider !== undefined) {
      report(
        provider.path,
        `A provider is asked for the action CUSTOM only, not for ${action === "" ? "ALLOW (the default)" : action}. Change the action, or remove "provider".`,
        {
          on: "key",
          missing: true,
          fixes: [removal(provider.path)],
        },
      );
    }
  },
};
