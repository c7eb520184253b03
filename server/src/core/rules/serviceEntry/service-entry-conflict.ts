import { type ExportScope, exportScope, scopesMeet } from "../../index/exportScope";
import { hostKey } from "../../index/hostKey";
import { hostDefinitionKey, wildcardHostKey } from "../../index/keys";
import { mayCoexist, nearestVariants } from "../../index/nearest";
import { isWildcardHost } from "../../model/host";
import type { MeshSettings } from "../../model/mesh";
import { describeResource, isKind, type Resource } from "../../model/resource";
import type { ServicePort } from "../../model/service";
import type { ServiceEntry } from "../../model/serviceEntry";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/sidecar.go (services of one hostname); analyzer serviceentry.ConflictingServiceEntryProtocolAnalyzer; Kiali serviceentries/multi_match_checker.go. */
export const serviceEntryConflict = defineRule({
  code: "service-entry-conflict",
  docs: {
    what: "Two ServiceEntries that the same clients see define the same host and port.",
    why: "A sidecar knows a host once: it takes the entry of its own namespace, else any of them. If they say different protocols, what the port speaks depends on which one is taken, and rules for it may not apply.",
    bad: "hosts: [api.example.com], ports: [{number: 443, protocol: TLS}]\n---\nhosts: [api.example.com], ports: [{number: 443, protocol: HTTP}]",
    good: "hosts: [api.example.com], ports: [{number: 443, protocol: TLS}]",
  },
  level: "warning",
  kinds: ["ServiceEntry"],
  reads: ["host", "wildcard-host"],
  istio: ["IST0177"],
  kiali: ["KIA1211", "KIA1212"],
  *check(resource, { index }) {
    for (const host of resource.model.hosts) {
      const key = isWildcardHost(host.value) ? wildcardHostKey : hostDefinitionKey(hostKey(host.value, index.mesh.domain));
      const others = nearestVariants(
        index.lookup(key).filter((one) => isKind(one, "ServiceEntry")),
        resource.file,
      ).filter((other) => mayCoexist(other, resource) && names(other, host.value) && areSeenTogether(other, resource, index.mesh));
      for (const other of others) {
        const shared = sharedPort(resource, other);
        if (shared === undefined) continue;
        const differ = shared.protocols[0] !== shared.protocols[1];
        yield {
          at: (differ ? shared.own.protocol?.span : undefined) ?? shared.own.number?.span ?? host.span,
          level: differ ? "warning" : "hint",
          message: differ
            ? `${describeResource(other)} says that port ${shared.own.number?.value} of ${host.value} speaks ${shared.protocols[1] || "nothing certain"}, not ${shared.protocols[0] || "that it is open"}: it depends on the client which of them holds.`
            : `${describeResource(other)} defines port ${shared.own.number?.value} of ${host.value} too: clients take one of the two.`,
          related: [{ resource: other, span: shared.theirs.number?.span ?? other.name.span, message: "the same host and port" }],
        };
        break;
      }
    }
  },
});

function names(entry: Resource<ServiceEntry>, host: string): boolean {
  return entry.model.hosts.some((one) => one.value.toLowerCase() === host.toLowerCase());
}

function areSeenTogether(a: Resource<ServiceEntry>, b: Resource<ServiceEntry>, { defaultExportTo }: MeshSettings): boolean {
  const scopeOf = (entry: Resource<ServiceEntry>): ExportScope =>
    exportScope(entry.model.exportTo, entry.effectiveNamespace, defaultExportTo.service);
  return scopesMeet(scopeOf(a), scopeOf(b));
}

/** The first port that both have, rather one with two protocols. */
function sharedPort(a: Resource<ServiceEntry>, b: Resource<ServiceEntry>) {
  const shared = a.model.ports.flatMap((own) =>
    b.model.ports
      .filter((theirs) => own.number !== undefined && theirs.number?.value === own.number.value)
      .map((theirs) => ({ own, theirs, protocols: [protocolOf(own), protocolOf(theirs)] as const })),
  );
  return shared.find((one) => one.protocols[0] !== one.protocols[1]) ?? shared[0];
}

function protocolOf(port: ServicePort): string {
  return (port.protocol?.value ?? "").toUpperCase();
}
