import { selects } from "../../../model/labels";
import { labelMap } from "../../../model/read";
import { isKind, type Resource } from "../../../model/resource";
import { nodeAt } from "../../../syntax/node";
import type { Candidate } from "../candidate";
import { distancesFrom, isExportedTo, isOwn, type MeshSite, textAt, textsAt } from "./meshSite";

/** Gateways for a VirtualService: `name` in the own namespace, else `ns/name`; then `mesh` for the sidecars. */
export function gateways(site: MeshSite): readonly Candidate[] {
  const found = byDistance(site, (one) => isKind(one, "Gateway")).map((gateway): Candidate => {
    const { name, effectiveNamespace } = gateway;
    const servers = isKind(gateway, "Gateway") ? gateway.model.servers : [];
    const ports = servers.map(({ port }) => [port.protocol?.value, port.number?.value].filter((part) => part !== undefined).join(" "));
    return {
      value: effectiveNamespace === site.namespace ? name.value : `${effectiveNamespace}/${name.value}`,
      kind: "gateway",
      detail: ports.join(", "),
    };
  });
  return [...found, { value: "mesh", kind: "gateway", detail: "all sidecars" }];
}

/** Gateways of a match: those that the VirtualService names. */
export function matchGateways(site: MeshSite): readonly Candidate[] {
  const named = textsAt(site, ["spec", "gateways"]);
  return named.length === 0
    ? gateways(site)
    : named.map((value) => ({ value, kind: "gateway", detail: value === "mesh" ? "all sidecars" : "" }));
}

/** Namespaces in view, those of the nearest files first. */
export function namespaces(site: MeshSite): readonly Candidate[] {
  return namespaceNames(site).map((value) => ({ value, kind: "namespace" }));
}

/** As `namespaces`, behind the two words that `exportTo` knows. */
export function exportTargets(site: MeshSite): readonly Candidate[] {
  return [
    { value: ".", kind: "namespace", detail: "this namespace only" },
    { value: "*", kind: "namespace", detail: "all namespaces" },
    ...namespaces(site).filter((one) => one.value !== site.namespace),
  ];
}

/** The names of the namespaces in view, those of the nearest files first. */
export function namespaceNames(site: MeshSite): readonly string[] {
  const distances = new Map<string, number>();
  const note = (name: string, distance: number) => {
    if (name !== "" && distance < (distances.get(name) ?? Number.POSITIVE_INFINITY)) distances.set(name, distance);
  };
  const distanceTo = distancesFrom(site);
  for (const resource of site.resources()) {
    const distance = distanceTo(resource.file);
    if (!isOwn(resource, site)) note(resource.effectiveNamespace, distance);
    if (isKind(resource, "Namespace")) note(resource.name.value, distance);
  }
  return [...distances].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
}

/** Secrets with certificates; of a Gateway first those in the namespaces of its proxies, which alone it can read. */
export function secrets(site: MeshSite): readonly Candidate[] {
  const usable = proxyNamespaces(site);
  const found = byDistance(site, (one) => isKind(one, "Secret"));
  const isUsable = (one: Resource) => usable.has(one.effectiveNamespace);
  const isCertificate = (one: Resource) =>
    isKind(one, "Secret") &&
    (one.model.type === "kubernetes.io/tls" || one.model.keys.some((key) => /^(?:tls\.crt|cert|ca\.crt|cacert)$/.test(key)));
  return [...found]
    .sort((a, b) => Number(isUsable(b)) - Number(isUsable(a)) || Number(isCertificate(b)) - Number(isCertificate(a)))
    .map((one) => ({
      value: one.name.value,
      kind: "reference",
      detail: `Secret in ${one.effectiveNamespace}${isUsable(one) ? "" : ", not that of the proxies"}`,
    }));
}

/** VirtualServices without hosts, which alone can be delegated to, in the namespace named beside or the own one. */
export function delegates(site: MeshSite): readonly Candidate[] {
  const namespace = textAt(site, [...site.path.slice(0, -1), "namespace"]) ?? site.namespace;
  return byDistance(site, (one) => isKind(one, "VirtualService") && one.model.hosts.length === 0)
    .filter((one) => one.effectiveNamespace === namespace && one.name.value !== site.manifest.name)
    .map((one) => ({ value: one.name.value, kind: "reference", detail: "VirtualService without hosts" }));
}

/** Names of objects of the own namespace (or the one named beside) that a policy or route refers to, by the kind named beside. */
export function targets(site: MeshSite, fallback: "Service" | "Gateway"): readonly Candidate[] {
  const beside = site.path.slice(0, -1);
  const kind = textAt(site, [...beside, "kind"]) ?? fallback;
  const namespace = textAt(site, [...beside, "namespace"]) ?? site.namespace;
  return byDistance(site, (one) => one.gvk.kind === kind && one.effectiveNamespace === namespace && !isKind(one, "Gateway")).map((one) => ({
    value: one.name.value,
    kind: "reference",
    detail: one.gvk.kind,
  }));
}

/** Ports of the Service that a route's backend names. */
export function backendPorts(site: MeshSite): readonly Candidate[] {
  const beside = site.path.slice(0, -1);
  const name = textAt(site, [...beside, "name"]);
  const namespace = textAt(site, [...beside, "namespace"]) ?? site.namespace;
  const [service] = byDistance(site, (one) => isKind(one, "Service") && one.name.value === name && one.effectiveNamespace === namespace);
  if (service === undefined || !isKind(service, "Service")) return [];
  return service.model.ports.flatMap((port): readonly Candidate[] =>
    port.number === undefined ? [] : [{ value: String(port.number.value), kind: "port", literal: true, detail: port.name?.value ?? "" }],
  );
}

/** Manifests beside and below a kustomization. */
export function resourceFiles(site: MeshSite): readonly Candidate[] {
  const folder = site.file.slice(0, site.file.lastIndexOf("/") + 1);
  const files = new Set<string>();
  for (const resource of site.resources()) {
    if (resource.file !== site.file && resource.file.startsWith(folder)) files.add(resource.file.slice(folder.length));
  }
  const taken = new Set(textsAt(site, site.path.slice(0, 1)));
  return [...files]
    .filter((file) => !taken.has(file))
    .sort((a, b) => a.split("/").length - b.split("/").length || (a < b ? -1 : 1))
    .map((value) => ({ value, kind: "reference" }));
}

/** Resources of a kind that are visible here, one per object, the nearest first. */
function byDistance(site: MeshSite, accepts: (resource: Resource) => boolean): readonly Resource[] {
  const distanceTo = distancesFrom(site);
  const nearest = new Map<string, { readonly resource: Resource; readonly distance: number }>();
  for (const resource of site.resources()) {
    if (!accepts(resource) || resource.name.value === "" || !isVisible(resource, site)) continue;
    const distance = distanceTo(resource.file);
    const identity = `${resource.gvk.kind}/${resource.effectiveNamespace}/${resource.name.value}`;
    if (distance < (nearest.get(identity)?.distance ?? Number.POSITIVE_INFINITY)) nearest.set(identity, { resource, distance });
  }
  return [...nearest.values()]
    .sort((a, b) => a.distance - b.distance || (a.resource.name.value < b.resource.name.value ? -1 : 1))
    .map((one) => one.resource);
}

function isVisible(resource: Resource, site: MeshSite): boolean {
  if (!isKind(resource, "VirtualService")) return true;
  return isExportedTo(
    resource.model.exportTo.map((one) => one.value),
    resource.effectiveNamespace,
    site.namespace,
  );
}

/** Where the proxies run that a Gateway selects; the own namespace where none is in view, and for any other kind. */
function proxyNamespaces(site: MeshSite): ReadonlySet<string> {
  const own = new Set([site.namespace]);
  if (site.manifest.gvk.kind !== "Gateway") return own;
  const selector = labelMap(nodeAt(site.manifest.node, ["spec", "selector"]));
  const found = new Set<string>();
  for (const resource of site.resources()) {
    if (!isKind(resource, "Workload") || selector.entries.length === 0) continue;
    if (selects(selector, resource.model.podLabels)) found.add(resource.effectiveNamespace);
  }
  return found.size > 0 ? found : own;
}
