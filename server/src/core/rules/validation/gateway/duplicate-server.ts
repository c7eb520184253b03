import { rejectedByWebhook, replacement, type ValidationRule } from "../../validation";

/** Source: pkg/config/validation/validation.go ValidateGateway. */
export const duplicateServer: ValidationRule = {
  code: "duplicate-server",
  docs: {
    what: "Two servers of a Gateway have ports of the same name.",
    why: "The webhook rejects it. Servers may share a port number, never its name.",
    bad: "servers:\n- port: {number: 443, name: https, protocol: HTTPS}\n- port: {number: 8443, name: https, protocol: HTTPS}",
    good: "servers:\n- port: {number: 443, name: https, protocol: HTTPS}\n- port: {number: 8443, name: https-8443, protocol: HTTPS}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["GW-4"],
  kinds: ["Gateway"],
  check({ spec }, report) {
    const ports = spec.select("servers[].port");
    const seen = new Set<string>();
    const all = new Set(ports.map((port) => port.text("name")));
    for (const port of ports) {
      const name = port.text("name");
      const path = [...port.path, "name"];
      const other = `${name}-${port.number("number")}`;
      if (name !== "" && seen.has(name)) {
        report(path, `Another server has a port named "${name}": each needs its own. Rename one.`, {
          fixes: all.has(other) ? [] : [replacement(path, other)],
        });
      }
      seen.add(name);
    }
  },
};
