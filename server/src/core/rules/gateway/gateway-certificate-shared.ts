import { allGatewaysKey } from "../../index/keys";
import { mayCoexist, nearestVariants } from "../../index/nearest";
import type { Gateway, ServerTls } from "../../model/gateway";
import { selects } from "../../model/labels";
import { describeResource, isKind, type Resource } from "../../model/resource";
import { defineRule } from "../rule";

/** Source: istio.io common problems (404 with HTTP/2 and one certificate for several Gateways); analyzer gateway.CertificateAnalyzer. */
export const gatewayCertificateShared = defineRule({
  code: "gateway-certificate-shared",
  docs: {
    what: "Two Gateways for the same pods use the same certificate.",
    why: "Browsers use one HTTP/2 connection for all hosts of a certificate. The connection belongs to the first Gateway, which has no routes for the hosts of the other: they get 404. One Gateway with all hosts of the certificate answers them. istioctl looks for Gateways whose selector is wider than the own one, so of two that differ it tells one; here both are told.",
    bad: "kind: Gateway   # a: shop.example.com, credentialName: wildcard\n---\nkind: Gateway   # b: pay.example.com, credentialName: wildcard",
    good: "kind: Gateway   # hosts: [shop.example.com, pay.example.com], credentialName: wildcard",
  },
  level: "warning",
  kinds: ["Gateway"],
  reads: ["gateways"],
  istio: ["IST0138"],
  kiali: [],
  *check(resource, { index }) {
    if (!resource.model.servers.some((server) => certificateOf(server.tls) !== undefined)) return;
    const others = nearestVariants(
      index.lookup(allGatewaysKey).filter((one) => isKind(one, "Gateway")),
      resource.file,
    ).filter((other) => mayCoexist(other, resource) && isForSamePods(other, resource));
    for (const server of resource.model.servers) {
      const own = certificateOf(server.tls);
      const other =
        own === undefined ? undefined : others.find((one) => one.model.servers.some((each) => certificateOf(each.tls)?.name === own.name));
      if (own === undefined || other === undefined) continue;
      yield {
        at: own.at,
        message: `${describeResource(other)} uses the certificate ${own.name} for the same pods: browsers reuse the connection of one host for the other and get 404. Put the hosts into one Gateway.`,
        related: [{ resource: other, span: other.name.span, message: "uses the same certificate" }],
      };
    }
  },
});

function isForSamePods(a: Resource<Gateway>, b: Resource<Gateway>): boolean {
  return selects(a.model.selector, b.model.selector) || selects(b.model.selector, a.model.selector);
}

/** What names a certificate that proxies terminate TLS with. */
function certificateOf(tls: ServerTls | undefined): { readonly name: string; readonly at: ServerTls["span"] } | undefined {
  if (tls?.credentialName !== undefined && tls.credentialName.value !== "")
    return { name: tls.credentialName.value, at: tls.credentialName.span };
  if (tls?.serverCertificate === undefined || tls.privateKey === undefined || tls.serverCertificate.value === "") return undefined;
  return { name: `${tls.serverCertificate.value} with ${tls.privateKey.value}`, at: tls.serverCertificate.span };
}
