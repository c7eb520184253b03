import { clientTlsOf } from "../../index/clientTls";
import { destinationRulesFor } from "../../index/destinationRules";
import { definitionsOf } from "../../index/hosts";
import { isHttpFamily, serviceEntryPortProtocol } from "../../model/protocol";
import { defineRule } from "../rule";

/** Source: istio.io egress TLS origination. */
export const plaintextToTlsPort = defineRule({
  code: "plaintext-to-tls-port",
  docs: {
    what: "A ServiceEntry outside of the mesh speaks HTTP to port 443, and no DestinationRule starts TLS for it.",
    why: "Servers at 443 expect TLS: a plain request is answered with 400 or a closed connection. Either the application speaks TLS itself (protocol HTTPS or TLS), or a DestinationRule has the proxy start it.",
    bad: "hosts: [api.example.com]\nports: [{number: 443, name: http, protocol: HTTP}]",
    good: "hosts: [api.example.com]\nports: [{number: 443, name: https, protocol: HTTPS}]",
  },
  level: "warning",
  kinds: ["ServiceEntry"],
  reads: ["host", "wildcard-host", "destination-rule", "wildcard-destination-rule"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    if (resource.model.location === "MESH_INTERNAL") return;
    const plain = resource.model.ports.filter(
      (port) =>
        port.protocol !== undefined &&
        isHttpFamily(serviceEntryPortProtocol(port)) &&
        Number(port.targetPort?.value ?? port.number?.value) === 443,
    );
    if (plain.length === 0) return;
    const encrypted = resource.model.hosts.some((host) =>
      destinationRulesFor(index, definitionsOf(index, host.value)).some((rule) =>
        clientTlsOf(rule.model).some((use) => use.mode.value === "SIMPLE" || use.mode.value === "MUTUAL"),
      ),
    );
    if (encrypted) return;
    for (const port of plain) {
      yield {
        at: port.protocol?.span ?? port.span,
        message: `Plain ${port.protocol?.value} goes to port 443 of ${resource.model.hosts.map((host) => host.value).join(", ")}, which expects TLS, and no DestinationRule in view starts it: requests get 400 or a closed connection.`,
      };
    }
  },
});
