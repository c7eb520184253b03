import { isDnsLabel } from "../../../model/dnsName";
import { rejectedByWebhook, replacement, type ValidatedKind, type ValidationRule } from "../../validation";

/** Source: pkg/config/validation/validation.go ValidatePortName; of a Gateway's port only that there is a name is checked (validateServerPort). */
export const invalidPortName: ValidationRule = {
  code: "invalid-port-name",
  docs: {
    what: "The name of a port is empty or no DNS label.",
    why: "The webhook rejects it: letters, digits and inner dashes are possible, at most 63.",
    bad: "ports:\n- {number: 443, name: https_api, protocol: HTTPS}",
    good: "ports:\n- {number: 443, name: https-api, protocol: HTTPS}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["GW-12", "SE-13", "SC-6", "SC-29"],
  kinds: ["Gateway", "ServiceEntry", "Sidecar"],
  check({ kind, spec }, report) {
    for (const place of places[kind] ?? []) {
      for (const { value, path } of spec.select(place)) {
        if (typeof value !== "string" || isDnsLabel(value) || (value === "" ? kind === "Sidecar" : kind === "Gateway")) continue;
        const name = value.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "");
        report(
          path,
          value === ""
            ? 'A port needs a name. Write one such as "http".'
            : `"${value}" is no name of a port: letters, digits and inner dashes, at most 63.`,
          {
            fixes: isDnsLabel(name) ? [replacement(path, name)] : [],
          },
        );
      }
    }
  },
};

const places: Readonly<Partial<Record<ValidatedKind, readonly string[]>>> = {
  Gateway: ["servers[].port.name"],
  ServiceEntry: ["ports[].name"],
  Sidecar: ["ingress[].port.name", "egress[].port.name"],
};
