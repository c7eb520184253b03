import { gatewayDomainProblem, wildcardDomainProblem } from "../../../model/dnsName";
import { hostSubsetOf } from "../../../model/host";
import { isIpAddress } from "../../../model/ipAddress";
import { rejectedByWebhook, type ValidationRule } from "../../validation";
import { isEmptyList } from "../primitives/virtualService";
import { listOf, ruleName } from "../primitives/words";

/** Source: pkg/config/validation/validation.go validateTLSRoute, validateTLSMatch, validateSniHost. */
export const invalidTlsMatch: ValidationRule = {
  code: "invalid-tls-match",
  docs: {
    what: "A tls rule matches no SNI, or one that is not among the hosts of its VirtualService.",
    why: "The webhook rejects it: TLS is routed by the server name that the client asks for, and the proxy knows only the hosts. IP addresses pass, but clients send none.",
    bad: "hosts: [shop.example.com]\ntls:\n- match: [{sniHosts: [cart.example.com]}]",
    good: "hosts: [shop.example.com, cart.example.com]\ntls:\n- match: [{sniHosts: [cart.example.com]}]",
  },
  level: "error",
  istio: [...rejectedByWebhook, "IST0133"],
  kiali: [],
  numbers: ["VS-110", "VS-112", "VS-113", "VS-114", "VS-115"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    const mesh = spec.items("gateways").some((gateway) => gateway.value === "mesh");
    const hosts = spec.items("hosts").flatMap(({ value }) => (typeof value === "string" ? [value] : []));
    for (const rule of spec.items("tls")) {
      if (isEmptyList(rule, "match")) {
        report([...rule.path, "match"], `The ${ruleName("tls", rule)} matches nothing. Add a match with "sniHosts".`, {
          on: "key",
          missing: true,
        });
      }
      for (const match of rule.items("match")) {
        if (isEmptyList(match, "sniHosts")) {
          report([...match.path, "sniHosts"], 'A tls rule matches by server name. Add "sniHosts".', { on: "key", missing: true });
        }
        for (const { value: sni, path } of match.items("sniHosts")) {
          if (typeof sni !== "string") continue;
          const problem = mesh ? wildcardDomainProblem(sni) : gatewayDomainProblem(sni, true);
          if (problem !== undefined && isIpAddress(sni)) {
            report(path, `Clients send names in SNI, no IP addresses, so "${sni}" hardly ever matches.`, { level: "warning" });
          } else if (problem !== undefined) {
            report(path, `"${sni}" is no server name: ${problem}`);
          } else if (hosts.length > 0 && !hosts.some((host) => hostSubsetOf(sni, host))) {
            report(path, `"${sni}" is none of the hosts of the VirtualService, ${listOf(hosts)}. Add it to the hosts.`, {
              missing: true,
            });
          }
        }
      }
    }
  },
};
