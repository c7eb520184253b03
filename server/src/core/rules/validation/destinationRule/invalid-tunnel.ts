import { bareHost, fqdnProblem } from "../../../model/dnsName";
import { isIpAddress } from "../../../model/ipAddress";
import { rejectedByWebhook, removal, replacement, type ValidationRule } from "../../validation";
import { policiesOf } from "../primitives/trafficPolicy";

/** Source: pkg/config/validation/validation.go validateTrafficPolicy, validateTunnelSettings. */
export const invalidTunnel: ValidationRule = {
  code: "invalid-tunnel",
  docs: {
    what: "A tunnel has a protocol or a target that is none, or stands beside the proxy protocol.",
    why: "The webhook rejects it: tunnels are opened by CONNECT or POST, to one name or IP address.",
    bad: "tunnel: {protocol: GET, targetHost: '*.example.com', targetPort: 443}",
    good: "tunnel: {protocol: CONNECT, targetHost: api.example.com, targetPort: 443}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["DR-11", "DR-16", "DR-17"],
  kinds: ["DestinationRule"],
  check({ spec }, report) {
    for (const policy of policiesOf(spec)) {
      const tunnel = policy.get("tunnel");
      if (tunnel === undefined) continue;
      if (policy.has("proxyProtocol")) {
        const path = [...policy.path, "proxyProtocol"];
        report(path, '"tunnel" and "proxyProtocol" exclude each other. Remove one of them.', {
          on: "key",
          fixes: [removal(path), removal(tunnel.path)],
        });
      }
      const protocol = tunnel.get("protocol");
      if (protocol !== undefined && typeof protocol.value === "string" && !["", "CONNECT", "POST"].includes(protocol.value)) {
        const upper = protocol.value.toUpperCase();
        report(protocol.path, `"${protocol.value}" opens no tunnel. Write CONNECT or POST.`, {
          fixes: upper === "CONNECT" || upper === "POST" ? [replacement(protocol.path, upper, "safe")] : [],
        });
      }
      const target = tunnel.get("targetHost");
      if (typeof target?.value !== "string" || isIpAddress(target.value)) continue;
      const problem = fqdnProblem(target.value);
      const bare = bareHost(target.value);
      if (problem !== undefined) {
        report(target.path, `"${target.value}" is neither a name nor an IP address: ${problem}`, {
          fixes: bare === undefined ? [] : [replacement(target.path, bare)],
        });
      }
    }
  },
};
