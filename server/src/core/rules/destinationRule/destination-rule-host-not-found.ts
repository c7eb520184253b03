import { destinationUses } from "../../index/destinationUsers";
import { absenceIsKnown, isInstalledService, resolveHostIn, serviceHost, serviceWrittenWithoutSuffix } from "../../index/hosts";
import { isWildcardHost, resolveHost } from "../../model/host";
import { similarNames } from "../../text/similar";
import { replaceValue } from "../fixText";
import { unknownHostFixes } from "../hostFix";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/push_context.go setDestinationRules; analyzer destinationrule.SubsetSelectPodAnalyzer (unknown host). */
export const destinationRuleHostNotFound = defineRule({
  code: "destination-rule-host-not-found",
  docs: {
    what: "A DestinationRule is for a host that no Service and no ServiceEntry defines.",
    why: "The rule is never applied: its subsets and its traffic policy have no effect, and routes to its subsets get 503. What no file defines is not said twice where a VirtualService sends to the same host, nor of the Services that come with Istio.",
    bad: "spec:\n  host: websit",
    good: "spec:\n  host: website",
  },
  level: "warning",
  kinds: ["DestinationRule"],
  reads: ["host", "wildcard-host", "services", "destination-users", "in-view", "names"],
  istio: ["IST0174"],
  kiali: ["KIA0202"],
  *check(resource, { index }) {
    const host = resource.model.host;
    if (host === undefined || host.value === "" || isWildcardHost(host.value)) return;
    const namespace = resource.effectiveNamespace;
    if (resolveHostIn(index, host.value, namespace).definitions.length > 0) return;
    const fqdn = resolveHost(host.value, namespace, index.mesh.domain);
    const meant = serviceWrittenWithoutSuffix(index, host.value);
    const suffix = `.${namespace}.svc.${index.mesh.domain}`;
    const names = index
      .names("host")
      .map((name) => (!host.value.includes(".") && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name));
    const near = meant === undefined ? similarNames(host.value, names) : [serviceHost(meant, index.mesh.domain)];
    const known = absenceIsKnown(index, fqdn);
    if (isInstalledService(index, fqdn) || (!known && near.length === 0 && destinationUses(index, fqdn).length > 0)) return;
    const name = host.value === fqdn ? `"${fqdn}"` : `"${host.value}" (${fqdn})`;
    const suggestion = near[0] === undefined ? "" : ` Did you mean ${near[0]}?`;
    yield {
      at: host.span,
      ...(known ? {} : { absence: "not-in-view" as const }),
      message: known
        ? `No Service or ServiceEntry defines the host ${name}, so this DestinationRule is never applied.${suggestion}`
        : `No file here defines the host ${name}. If the cluster has no such Service either, this DestinationRule is never applied.${suggestion}`,
      fixes: () =>
        meant === undefined
          ? unknownHostFixes(resource, host, near, [], index)
          : near.map((name) => replaceValue(resource, host, name, "safe")),
    };
  },
});
