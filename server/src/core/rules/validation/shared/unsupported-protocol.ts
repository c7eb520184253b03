import { parseProtocol } from "../../../model/protocol";
import { similarNames } from "../../../text/similar";
import { rejectedByWebhook, replacement, type ValidatedKind, type ValidationRule } from "../../validation";

/** Source: pkg/config/validation/validation.go ValidateProtocol, validateServerPort; pkg/config/protocol/instance.go. */
export const unsupportedProtocol: ValidationRule = {
  code: "unsupported-protocol",
  docs: {
    what: "The protocol of a port is none that Istio knows.",
    why: "The webhook rejects it. A server of a Gateway has to name its protocol; elsewhere a port without one is sniffed.",
    bad: "port: {number: 443, name: https, protocol: SSL}",
    good: "port: {number: 443, name: https, protocol: HTTPS}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["GW-9", "SE-14", "SC-6", "SC-30", "SC-31"],
  kinds: ["Gateway", "ServiceEntry", "Sidecar"],
  check({ kind, spec }, report) {
    for (const place of places[kind] ?? []) {
      for (const { value, path } of spec.select(`${place}.protocol`)) {
        if (typeof value !== "string" || (value === "" && kind !== "Gateway") || parseProtocol(value) !== undefined) continue;
        const near = similarNames(value, protocols);
        const hint = near[0] === undefined ? `Known are ${protocols.join(", ")}.` : `Did you mean ${near[0]}?`;
        report(
          path,
          value === "" ? `A server needs a protocol: ${protocols.join(", ")}.` : `"${value}" is no protocol that Istio knows. ${hint}`,
          {
            fixes: near.map((name) => replacement(path, name)),
          },
        );
      }
    }
  },
};

const places: Readonly<Partial<Record<ValidatedKind, readonly string[]>>> = {
  Gateway: ["servers[].port"],
  ServiceEntry: ["ports[]"],
  Sidecar: ["ingress[].port", "egress[].port"],
};

const protocols = ["HTTP", "HTTP2", "HTTPS", "GRPC", "GRPC-WEB", "TLS", "TCP", "MONGO", "MYSQL", "REDIS"];
