import { type Report, rejectedByWebhook, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { unixScheme } from "../primitives/unixAddress";
import { destinationsOf } from "../primitives/virtualService";

/** Source: pkg/config/validation/agent/validation.go ValidatePort and its callers; other kinds have the limits in their schema. */
export const invalidPortNumber: ValidationRule = {
  code: "invalid-port-number",
  docs: {
    what: "A port is missing, 0 or above 65535.",
    why: "The webhook rejects it. Only in matches and redirects 0 is the same as no port, and a server or listener at a Unix socket has the port 0.",
    bad: "destination:\n  host: website\n  port: {}",
    good: "destination:\n  host: website\n  port: {number: 8080}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-31", "VS-73", "VS-85", "VS-117", "VS-127", "DR-18", "GW-10", "SC-6", "SC-31"],
  kinds: ["VirtualService", "DestinationRule", "Gateway", "Sidecar"],
  check({ kind, spec }, report) {
    switch (kind) {
      case "VirtualService":
        for (const place of ["http[].match[]", "tls[].match[]", "tcp[].match[]", "http[].redirect"]) {
          for (const owner of spec.select(place)) checkPort(owner, "port", "or none", report);
        }
        for (const destination of destinationsOf(spec)) checkSelector(destination, report);
        break;
      case "DestinationRule":
        for (const tunnel of [...spec.select("trafficPolicy.tunnel"), ...spec.select("subsets[].trafficPolicy.tunnel")]) {
          checkPort(tunnel, "targetPort", "needed", report);
        }
        break;
      case "Gateway":
        for (const server of spec.items("servers")) {
          const port = server.get("port");
          if (port !== undefined) checkPort(port, "number", server.text("bind").startsWith(unixScheme) ? "or none" : "needed", report);
        }
        break;
      default:
        for (const port of spec.select("ingress[].port")) checkPort(port, "number", "needed", report);
        for (const port of spec.select("egress[].port")) checkPort(port, "number", "or none", report);
        for (const proxy of spec.select("outboundTrafficPolicy.egressProxy")) checkSelector(proxy, report);
    }
  },
};

function checkSelector(destination: Field, report: Report): void {
  const port = destination.get("port");
  if (port !== undefined) checkPort(port, "number", "needed", report);
}

function checkPort(owner: Field, field: string, need: "needed" | "or none", report: Report): void {
  const port = owner.number(field);
  if ((need === "or none" && port === 0) || (port >= 1 && port <= 65535)) return;
  const path = [...owner.path, field];
  if (owner.has(field)) report(path, `${port} is no port. Write a number from 1 to 65535.`);
  else report(path, `The number of the port is missing. Add "${field}".`, { on: "key", missing: true });
}
