import { destinationRulesFor } from "../../index/destinationRules";
import { type ResolvedHost, resolveHostIn } from "../../index/hosts";
import { companions, nearest } from "../../index/nearest";
import type { Destination } from "../../model/destination";
import { describeResource, type Resource } from "../../model/resource";
import { describeRoute } from "../../model/virtualService";
import { type ExternalTlsPort, externalEntries, originatedTls, tlsPorts } from "../externalTls";
import type { Fix } from "../finding";
import { createObject, metadataBeside } from "../newObjects";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/cluster_tls.go (TLS of a cluster comes from DestinationRules only); istio.io, "Egress TLS Origination". */
export const tlsOriginationMissing = defineRule({
  code: "tls-origination-missing",
  docs: {
    what: "An http rule sends to a TLS port outside of the mesh, and no DestinationRule makes sidecars open TLS.",
    why: "An http rule only ever takes plain HTTP, and what it sends is plain HTTP too: the server closes the connection or answers 400. The protocol of the port in the ServiceEntry opens no TLS; `tls.mode` of a DestinationRule does. A warning where a DestinationRule for the host is in view, else a hint, because one may lie elsewhere.",
    bad: "# ServiceEntry: ports: [{number: 443, name: https, protocol: HTTPS}]\nhttp:\n- route:\n  - destination: {host: api.example.com, port: {number: 443}}",
    good: "kind: DestinationRule\nspec:\n  host: api.example.com\n  trafficPolicy:\n    tls: {mode: SIMPLE, sni: api.example.com}",
  },
  level: "hint",
  kinds: ["VirtualService"],
  reads: ["host", "wildcard-host", "destination-rule", "wildcard-destination-rule"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    for (const route of resource.model.routes) {
      if (route.protocol !== "http" || route.redirect !== undefined || route.directResponse !== undefined) continue;
      for (const destination of route.destinations) {
        if (destination.host === undefined) continue;
        const resolved = resolveHostIn(index, destination.host.value, resource.effectiveNamespace);
        const target = tlsPortOf(resolved, destination, resource.file);
        if (target === undefined) continue;
        const rules = companions(destinationRulesFor(index, resolved), resource.file);
        const policies = rules.flatMap((rule) => [rule.model.trafficPolicy, ...rule.model.subsets.map((subset) => subset.trafficPolicy)]);
        if (policies.some((policy) => originatedTls(policy, target.number) !== undefined)) continue;
        const [rule] = rules;
        const missing = rule === undefined ? "no DestinationRule in view opens" : `${describeResource(rule)} does not open`;
        yield {
          at: destination.port?.span ?? destination.host.span,
          level: rule === undefined ? "hint" : "warning",
          message: `Port ${target.number} of ${destination.host.value} speaks TLS, but ${describeRoute(route)} sends plain HTTP and ${missing} TLS to it: its requests fail. Set trafficPolicy.tls.mode to SIMPLE in a DestinationRule for the host.`,
          related: [
            { resource: target.entry, span: target.port.protocol?.span ?? target.port.span, message: "speaks TLS" },
            ...(rule === undefined ? [] : [{ resource: rule, span: rule.name.span, message: "opens no TLS" }]),
          ],
          fixes: () => (rule === undefined ? [createRule(resource, destination.host?.value ?? "", target.number)] : []),
        };
      }
    }
  },
});

/** The port to which a destination sends, where that is a TLS port outside of the mesh. */
function tlsPortOf(host: ResolvedHost, { port }: Destination, file: string): ExternalTlsPort | undefined {
  const entry = nearest(externalEntries(host), file);
  if (entry === undefined || (port === undefined && entry.model.ports.length !== 1)) return undefined;
  return tlsPorts(entry).find((one) => port === undefined || one.number === port.value);
}

function createRule(from: Resource, host: string, port: number): Fix {
  const tls = { mode: "SIMPLE", sni: host, caCertificates: "system" };
  return createObject(from, `Create a DestinationRule that opens TLS to ${host}`, {
    apiVersion: from.apiVersion.value,
    kind: "DestinationRule",
    metadata: metadataBeside(
      from,
      host
        .replace(/^\*\.?/, "")
        .replaceAll(".", "-")
        .toLowerCase(),
    ),
    spec: { host, trafficPolicy: { portLevelSettings: [{ port: { number: port }, tls }] } },
  });
}
