import { destinationUses } from "../../index/destinationUsers";
import { resolveHostIn } from "../../index/hosts";
import { isWildcardHost } from "../../model/host";
import { externalEntries, originatedTls, tlsPorts } from "../externalTls";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: istio.io, "Double TLS (TLS origination for a TLS request)"; pilot/pkg/networking/core/cluster_tls.go. */
export const tlsOriginatedTwice = defineRule({
  code: "tls-originated-twice",
  docs: {
    what: "A DestinationRule opens TLS to an external port that clients already call with TLS.",
    why: "At a port whose protocol is HTTPS or TLS sidecars expect clients to open TLS themselves. With `tls.mode` they wrap that once more: the server finds a TLS handshake where it expects a request, and every connection fails. Opening TLS goes with a port of protocol HTTP. Nothing is said where an http rule in view sends to the host, because that sends plain HTTP.",
    bad: "# ServiceEntry: ports: [{number: 443, name: https, protocol: HTTPS}]\nkind: DestinationRule\nspec:\n  host: api.example.com\n  trafficPolicy: {tls: {mode: SIMPLE}}",
    good: "# ServiceEntry: ports: [{number: 80, name: http, protocol: HTTP, targetPort: 443}]\nkind: DestinationRule\nspec:\n  host: api.example.com\n  trafficPolicy: {tls: {mode: SIMPLE}}",
  },
  level: "warning",
  kinds: ["DestinationRule"],
  reads: ["host", "wildcard-host", "destination-users"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    const { host, trafficPolicy } = resource.model;
    if (host === undefined || trafficPolicy === undefined || isWildcardHost(host.value)) return;
    const resolved = resolveHostIn(index, host.value, resource.effectiveNamespace);
    const twice = externalEntries(resolved)
      .flatMap(tlsPorts)
      .flatMap((target) => {
        const mode = originatedTls(trafficPolicy, target.number)?.mode;
        return mode === undefined || mode.value === "ISTIO_MUTUAL" ? [] : [{ ...target, mode }];
      });
    const [first] = twice;
    if (first === undefined) return;
    if (destinationUses(index, resolved.fqdn).some((use) => use.route.protocol === "http")) return;
    const protocol = first.port.protocol;
    yield {
      at: first.mode.span,
      message: `Clients of ${host.value} open TLS to port ${first.number} themselves (protocol ${protocol?.value}), and mode ${first.mode.value} wraps that in TLS once more: their connections fail. Make the port of the ServiceEntry HTTP and have clients call it with plain HTTP, or leave tls out.`,
      related: [{ resource: first.entry, span: protocol?.span ?? first.port.span, message: "clients open TLS themselves" }],
      fixes: () =>
        protocol === undefined
          ? []
          : [replaceValue(first.entry, protocol, "HTTP", "suggestion", `Change port ${first.number} of the ServiceEntry to HTTP`)],
    };
  },
});
