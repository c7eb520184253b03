import { rejectedByWebhook, type ValidationRule } from "../../validation";
import { unixAddressProblem, unixScheme } from "../primitives/unixAddress";

/** Source: pkg/config/validation/validation.go ValidateSidecar. */
export const invalidDefaultEndpoint: ValidationRule = {
  code: "invalid-default-endpoint",
  docs: {
    what: "The default endpoint of an ingress listener is not on the own host.",
    why: "The webhook rejects it: a sidecar hands traffic to its own application, at `127.0.0.1:port`, `[::1]:port`, `0.0.0.0:port`, `[::]:port` or a Unix socket.",
    bad: "defaultEndpoint: 10.0.0.5:8080",
    good: "defaultEndpoint: 127.0.0.1:8080",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["SC-8"],
  kinds: ["Sidecar"],
  check({ spec }, report) {
    for (const listener of spec.items("ingress")) {
      const endpoint = listener.text("defaultEndpoint");
      const problem = endpoint === "" || !listener.has("port") ? undefined : endpointProblem(endpoint);
      if (problem !== undefined) report([...listener.path, "defaultEndpoint"], `"${endpoint}" is no endpoint of the own host: ${problem}`);
    }
  },
};

function endpointProblem(endpoint: string): string | undefined {
  if (endpoint.startsWith(unixScheme)) return unixAddressProblem(endpoint.slice(unixScheme.length));
  const parts = /^(?:\[([^\]]*)\]|([^:]*)):([^:]*)$/.exec(endpoint);
  if (parts === null) return 'write "127.0.0.1:port", "[::1]:port" or "unix:///path".';
  const host = parts[1] ?? parts[2] ?? "";
  if (!["", "127.0.0.1", "0.0.0.0", "::1", "::"].includes(host)) return `"${host}" is another host than 127.0.0.1, 0.0.0.0, [::1] or [::].`;
  const port = parts[3] ?? "";
  return /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535 ? undefined : `"${port}" is no port.`;
}
