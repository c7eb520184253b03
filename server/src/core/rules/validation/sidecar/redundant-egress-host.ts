import { removal, type ValidationRule, warnedByWebhook } from "../../validation";

/** Source: pkg/config/validation/validation.go ValidateSidecar. */
export const redundantEgressHost: ValidationRule = {
  code: "redundant-egress-host",
  docs: {
    what: "A host of a Sidecar's egress is there already, by itself or by a wildcard.",
    why: "It changes nothing: `*/*` imports every host, `ns/*` every host of a namespace.",
    bad: "egress:\n- hosts: ['*/*', shop/cart.shop.svc.cluster.local]",
    good: "egress:\n- hosts: ['*/*']",
  },
  level: "warning",
  istio: warnedByWebhook,
  kiali: [],
  numbers: ["SC-36", "SC-37"],
  kinds: ["Sidecar"],
  check({ spec, namespace: own }, report) {
    for (const listener of spec.items("egress")) {
      const hosts = listener.items("hosts").flatMap(({ value, path }) => {
        const slash = typeof value === "string" ? value.indexOf("/") : -1;
        if (typeof value !== "string" || slash < 0) return [];
        const namespace = value.slice(0, slash);
        return [{ value, path, namespace: namespace === "." ? own : namespace, host: value.slice(slash + 1) }];
      });
      const keys = new Map<string, string>();
      const everything = hosts.some((one) => one.value === "*/*");
      const whole = new Set(hosts.filter((one) => one.host === "*").map((one) => one.namespace));
      for (const { value, path, namespace, host } of hosts) {
        const key = `${namespace}/${host}`;
        const same = keys.get(key);
        if (same !== undefined) {
          report(path, `"${value}" imports the same as "${same}". Remove one.`, { fixes: [removal(path, `Remove ${value}`)] });
          continue;
        }
        const wider =
          host !== "*" && whole.has(namespace)
            ? `${namespace}/*`
            : everything && !namespace.startsWith("~") && key !== "*/*"
              ? "*/*"
              : undefined;
        if (wider !== undefined)
          report(path, `"${value}" is part of "${wider}" already. Remove it.`, { fixes: [removal(path, `Remove ${value}`)] });
        keys.set(key, value);
      }
    }
  },
};
