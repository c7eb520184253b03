import { absenceIsKnown, resolveHostIn, serviceHost, serviceWrittenWithoutSuffix } from "../../index/hosts";
import type { IndexView } from "../../index/indexView";
import { isWildcardHost, resolveHost } from "../../model/host";
import type { Resource } from "../../model/resource";
import { describeRoute, destinationsOf, type Route, type VirtualService } from "../../model/virtualService";
import { similarNames } from "../../text/similar";
import type { Spanned } from "../../text/span";
import type { Finding } from "../finding";
import { replaceValue } from "../fixText";
import { askedPorts, unknownHostFixes } from "../hostFix";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/config.go ResolveShortnameToFQDN; analyzer virtualservice.DestinationHostAnalyzer. */
export const destinationHostNotFound = defineRule({
  code: "destination-host-not-found",
  docs: {
    what: "A destination or mirror names a host that no Service and no ServiceEntry defines.",
    why: "The proxy has no cluster of that name, so every request that takes the rule fails with 503 (response flag NC). Short names expand in the namespace of the VirtualService only; `svc.ns` is not expanded at all.",
    bad: "route:\n- destination:\n    host: websit",
    good: "route:\n- destination:\n    host: website",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: ["host", "wildcard-host", "services", "in-view", "names"],
  istio: ["IST0101"],
  kiali: ["KIA1101"],
  *check(resource, { index }) {
    for (const route of resource.model.routes) {
      for (const { host } of destinationsOf(route)) {
        if (host !== undefined && host.value !== "") yield* checkHost(resource, route, host, index);
      }
    }
  },
});

function* checkHost(resource: Resource<VirtualService>, route: Route, host: Spanned<string>, index: IndexView): Iterable<Finding> {
  const namespace = resource.effectiveNamespace;
  if (isWildcardHost(host.value) || resolveHostIn(index, host.value, namespace).definitions.length > 0) return;
  const fqdn = resolveHost(host.value, namespace, index.mesh.domain);
  const meant = serviceWrittenWithoutSuffix(index, host.value);
  if (meant !== undefined) {
    const full = serviceHost(meant, index.mesh.domain);
    yield {
      at: host.span,
      message: `Istio does not expand "${host.value}": a host with a dot is taken as it is, and none of that name exists. Requests of ${describeRoute(route)} get 503. Write ${full}.`,
      related: [
        { resource: meant, span: meant.name.span, message: `the Service ${meant.name.value} in namespace ${meant.effectiveNamespace}` },
      ],
      fixes: () => [replaceValue(resource, host, full, "safe")],
    };
    return;
  }
  const known = absenceIsKnown(index, fqdn);
  const near = similarHosts(index, host.value, fqdn, namespace);
  const suggestion = near[0] === undefined ? "" : ` Did you mean ${near[0]}?`;
  yield {
    at: host.span,
    ...(known ? {} : { absence: "not-in-view" as const }),
    message: known
      ? `No Service or ServiceEntry defines the host ${describeHost(host.value, fqdn)}, so requests of ${describeRoute(route)} get 503.${suggestion}`
      : `The host ${describeHost(host.value, fqdn)} is not in view: no file here defines a Service or ServiceEntry for it. If the mesh has none either, requests of ${describeRoute(route)} get 503.${suggestion}`,
    fixes: () => unknownHostFixes(resource, host, near, askedPorts(resource, host.value, index), index),
  };
}

function describeHost(written: string, fqdn: string): string {
  return written === fqdn ? `"${written}"` : `"${written}" (${fqdn})`;
}

/** Hosts like the one written, short where they are in the same namespace. */
function similarHosts(index: IndexView, written: string, fqdn: string, namespace: string): readonly string[] {
  const suffix = `.${namespace}.svc.${index.mesh.domain}`;
  const names = index.names("host");
  const local = names.filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length));
  const near = written.includes(".") ? [] : similarNames(written, local);
  return near.length > 0 ? near : similarNames(fqdn, names);
}
