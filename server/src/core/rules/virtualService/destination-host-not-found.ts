import { definitionsOf, isInstalledService, serviceHost, serviceWrittenWithoutSuffix } from "../../index/hosts";
import type { IndexView } from "../../index/indexView";
import { servicesKey } from "../../index/keys";
import { resolveHost } from "../../model/host";
import { describeResource, isKind, type Resource } from "../../model/resource";
import { describeRoute, type VirtualService } from "../../model/virtualService";
import { type Existence, type JudgedDestination, judgedDestinations } from "../../routing/judgedDestinations";
import type { MeshView } from "../../routing/meshView";
import { similarNames } from "../../text/similar";
import { destinationReads } from "../destinationReads";
import type { Finding } from "../finding";
import { replaceValue } from "../fixText";
import { askedPorts, unknownHostFixes } from "../hostFix";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/config.go ResolveShortnameToFQDN; analyzer virtualservice.DestinationHostAnalyzer. */
export const destinationHostNotFound = defineRule({
  code: "destination-host-not-found",
  docs: {
    what: "A destination or mirror names a host that no Service and no ServiceEntry defines.",
    why: "The proxy has no cluster of that name, so every request that takes the rule fails with 503 (response flag NC). Short names expand in the namespace of the VirtualService only; `svc.ns` is not expanded at all. A ServiceEntry with a wildcard has one cluster with the wildcard as its name, so a destination below it has none (istioctl takes it for found), and a Service of type ExternalName stands for the cluster of its target.",
    bad: "route:\n- destination:\n    host: websit",
    good: "route:\n- destination:\n    host: website",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: [...destinationReads, "names"],
  istio: ["IST0101"],
  kiali: ["KIA1101"],
  *check(resource, { index }) {
    const { view, destinations } = judgedDestinations(index, resource);
    for (const use of destinations) {
      const found = use.hostExistence();
      if (found !== undefined) yield* judgeHost(resource, view, use, found);
    }
  },
});

function* judgeHost(resource: Resource<VirtualService>, view: MeshView, use: JudgedDestination, found: Existence): Iterable<Finding> {
  const { index } = view;
  const { route, written } = use;
  const host = written.host;
  const fail = `requests of ${describeRoute(route)} get 503`;
  switch (found.cause) {
    case "without-suffix": {
      const meant = serviceWrittenWithoutSuffix(index, host.value);
      if (meant === undefined) return;
      const full = serviceHost(meant, index.mesh.domain);
      yield {
        at: host.span,
        message: `Istio does not expand "${host.value}": a host with a dot is taken as it is, and none of that name exists, so ${fail}. Write ${full}.`,
        related: [
          { resource: meant, span: meant.name.span, message: `the Service ${meant.name.value} in namespace ${meant.effectiveNamespace}` },
        ],
        fixes: () => [replaceValue(resource, host, full, "safe")],
      };
      return;
    }
    case "wildcard-only": {
      const covering = definitionsOf(index, use.host.value).definitions[0];
      if (covering === undefined) return;
      yield {
        at: host.span,
        message: `${describeResource(covering.resource)} covers "${host.value}" by its wildcard ${covering.fqdn} only, for which there is one cluster of that very name: ${fail}. ${covering.fqdn === "*" ? "Add" : `Name ${covering.fqdn}, or add`} ${host.value} to its hosts.`,
        related: [{ resource: covering.resource, span: covering.resource.name.span, message: `defines ${covering.fqdn}` }],
        fixes: () => (covering.fqdn === "*" ? [] : [replaceValue(resource, host, covering.fqdn, "suggestion")]),
      };
      return;
    }
    case "alias":
      yield {
        at: host.span,
        message: `${host.value} is of type ExternalName, and so is the Service that it stands for; Istio follows one step only, so ${fail}. Name the Service itself.`,
      };
      return;
    case "absent":
      if (isInstalledService(index, found.cluster.host)) return;
      yield found.cluster.host === view.focus.canonicalHost(use.host.value)
        ? absentHost(resource, use, found, index)
        : absentTarget(use, found);
  }
}

/** A Service of type ExternalName is an alias: the cluster is that of its target. */
function absentTarget({ route, written: { host } }: JudgedDestination, { state, cluster }: Existence): Finding {
  const what = `${host.value} is of type ExternalName: requests are sent to the cluster of ${cluster.host}`;
  return {
    at: host.span,
    ...(state === "broken" ? {} : { absence: "not-in-view" as const }),
    message:
      state === "broken"
        ? `${what}, for which there is neither a Service nor a ServiceEntry, so requests of ${describeRoute(route)} get 503. Add a ServiceEntry for ${cluster.host}.`
        : `${what}, for which neither a Service nor a ServiceEntry is in view. If the mesh has none either, requests of ${describeRoute(route)} get 503.`,
  };
}

function absentHost(
  resource: Resource<VirtualService>,
  { route, written }: JudgedDestination,
  found: Existence,
  index: IndexView,
): Finding {
  const host = written.host;
  const namespace = resource.effectiveNamespace;
  const fqdn = resolveHost(host.value, namespace, index.mesh.domain);
  const known = found.state === "broken";
  const near = similarHosts(index, host.value, fqdn, namespace);
  const inDomain = serviceInOtherDomain(index, fqdn);
  const suggestion =
    inDomain !== undefined
      ? ` A Service of that name is here, in the domain ${index.mesh.domain}: if yours is another one, set mesh.domain.`
      : near[0] === undefined
        ? ""
        : ` Did you mean ${near[0]}?`;
  return {
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

/** The Service that a full name with another domain than the mesh's would mean. */
function serviceInOtherDomain(index: IndexView, fqdn: string): Resource | undefined {
  const [, name, namespace] = /^([^.]+)\.([^.]+)\.svc\../.exec(fqdn) ?? [];
  if (name === undefined || namespace === undefined || fqdn.endsWith(`.svc.${index.mesh.domain}`)) return undefined;
  return index.lookup(servicesKey(namespace)).find((one) => isKind(one, "Service") && one.name.value === name);
}

/** Hosts like the one written, short where they are in the same namespace. */
function similarHosts(index: IndexView, written: string, fqdn: string, namespace: string): readonly string[] {
  const suffix = `.${namespace}.svc.${index.mesh.domain}`;
  const names = index.names("host");
  const local = names.filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length));
  const near = written.includes(".") ? [] : similarNames(written, local);
  return near.length > 0 ? near : similarNames(fqdn, names);
}
