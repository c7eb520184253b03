import { absenceIsKnown, definitionsOf, serviceHost, serviceWrittenWithoutSuffix } from "../../index/hosts";
import type { IndexView } from "../../index/indexView";
import { virtualServicesWithHost } from "../../index/virtualServices";
import { isWildcardHost } from "../../model/host";
import type { Resource } from "../../model/resource";
import type { Sidecar } from "../../model/sidecar";
import { similarNames } from "../../text/similar";
import type { Spanned } from "../../text/span";
import type { Finding, Fix, FixContext } from "../finding";
import { removeItem, replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/sidecar.go (egress hosts are compared with fully qualified hosts, within the namespace named). */
export const sidecarHostNotFound = defineRule({
  code: "sidecar-host-not-found",
  docs: {
    what: "An egress host of a Sidecar names no Service, ServiceEntry or VirtualService of that namespace.",
    why: "The entry selects nothing: the workloads do not get the routes and clusters that were meant, and calls are passed on unrouted or refused. Hosts are fully qualified here; short names are not expanded.",
    bad: "egress:\n- hosts: [shop/website.shop]",
    good: "egress:\n- hosts: [shop/website.shop.svc.cluster.local]",
  },
  level: "warning",
  kinds: ["Sidecar"],
  reads: ["host", "wildcard-host", "virtual-service", "services", "in-view", "names"],
  istio: [],
  kiali: ["KIA1004"],
  *check(resource, { index }) {
    for (const egress of resource.model.egress) {
      for (const host of egress.hosts) yield* checkHost(resource, host, index);
    }
  },
});

function* checkHost(resource: Resource<Sidecar>, host: Spanned<string>, index: IndexView): Iterable<Finding> {
  const slash = host.value.indexOf("/");
  const name = host.value.slice(slash + 1);
  const written = host.value.slice(0, Math.max(0, slash));
  if (slash <= 0 || written === "~" || !name.includes(".") || isWildcardHost(name)) return; // names without a dot are refused: invalid-namespaced-host
  const namespace = written === "." ? resource.effectiveNamespace : written;
  const definitions = definitionsOf(index, name).definitions.map((one) => one.resource);
  const routes = virtualServicesWithHost(index, name, resource.file).map((use) => use.resource);
  const found: readonly Resource[] = [...definitions, ...routes];
  if (found.some((one) => namespace === "*" || one.effectiveNamespace === namespace || one.namespace === undefined)) return;
  const [elsewhere] = found;
  if (elsewhere !== undefined) {
    const better = `${elsewhere.effectiveNamespace}/${name}`;
    yield {
      at: host.span,
      message: `${name} is not of namespace ${namespace} but of ${elsewhere.effectiveNamespace}, so this entry selects nothing. Write ${better}.`,
      related: [{ resource: elsewhere, span: elsewhere.name.span, message: `of namespace ${elsewhere.effectiveNamespace}` }],
      fixes: (context) => changes(resource, host, better, "safe", context),
    };
    return;
  }
  const meant = shortServiceName(index, name);
  const near = meant === undefined ? similarNames(name, index.names("host")).map((one) => `${written}/${one}`) : [`${written}/${meant}`];
  const known = meant !== undefined || absenceIsKnown(index, name);
  yield {
    at: host.span,
    ...(known ? {} : { absence: "not-in-view" as const }),
    message: `${
      known
        ? `No Service, ServiceEntry or VirtualService has the host ${name}, so this entry selects nothing.`
        : `The host ${name} is not in view. If the mesh has none of that name either, this entry selects nothing.`
    }${near[0] === undefined ? "" : meant === undefined ? ` Did you mean ${near[0]}?` : ` Hosts are fully qualified here: write ${near[0]}.`}`,
    fixes: (context) => near.flatMap((one) => changes(resource, host, one, meant === undefined ? "suggestion" : "safe", context)),
  };
}

/** Another entry in place of this one; where one selects the same already, nothing is left for this one to do. */
function changes(
  resource: Resource<Sidecar>,
  host: Spanned<string>,
  entry: string,
  kind: Fix["kind"],
  context: FixContext,
): readonly Fix[] {
  if (isSelected(resource, entry)) return removeItem(context, resource, host.span, `Remove ${host.value}`);
  return [replaceValue(resource, host, entry, kind)];
}

function isSelected({ model, effectiveNamespace }: Resource<Sidecar>, entry: string): boolean {
  const split = (text: string) => {
    const [namespace = "", host = ""] = text.split("/", 2);
    return { namespace: namespace === "." ? effectiveNamespace : namespace, host };
  };
  const wanted = split(entry);
  const selected = model.egress.flatMap((egress) => egress.hosts.map(({ value }) => split(value)));
  return selected.some(
    ({ namespace, host }) => (namespace === "*" || namespace === wanted.namespace) && (host === "*" || host === wanted.host),
  );
}

/** The fully qualified host of a Service in view that a shortened name (`svc.ns`, `svc.ns.svc`) means. */
function shortServiceName(index: IndexView, name: string): string | undefined {
  const service = serviceWrittenWithoutSuffix(index, name);
  return service === undefined ? undefined : serviceHost(service, index.mesh.domain);
}
