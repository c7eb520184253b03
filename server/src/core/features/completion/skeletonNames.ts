import { noLabels } from "../../model/labels";
import { principals } from "./values/accounts";
import { subsetsOfHost } from "./values/destinations";
import { destinationHosts } from "./values/hosts";
import { labelKeys, labelValues, subsetLabels } from "./values/labels";
import { type MeshSite, textsAt } from "./values/meshSite";

/** The name that stands for `{name}` in a skeleton; undefined for one that is not known. */
export type NameOf = (name: string) => string | undefined;

/** The names that skeletons are filled with: what the document and the workspace make most likely, looked up when asked for. */
export function skeletonNames(site: MeshSite): NameOf {
  const { domain, rootNamespace } = site.index.mesh;
  const host = once(() => textsAt(site, ["spec", "hosts"])[0] ?? destinationHosts(site)[0]?.value ?? site.manifest.name ?? "reviews");
  const subsets = once(() => subsetsOfHost(site, host()));
  const label = once(() => nextLabel(site));
  const names: Readonly<Record<string, () => string>> = {
    host,
    subset: () => subsets()[0]?.value ?? "v1",
    other: () => subsets()[1]?.value ?? "v2",
    key: () => label().key,
    value: () => label().value,
    version: () => label().value,
    principal: once(() => principals(site)[0]?.value ?? `${domain}/ns/default/sa/default`),
    root: () => rootNamespace,
  };
  return (name) => names[name]?.();
}

/** The label that tells the next subset of a DestinationRule apart. */
function nextLabel(site: MeshSite): { readonly key: string; readonly value: string } {
  const usual = { key: "version", value: "v1" };
  if (site.manifest.gvk.kind !== "DestinationRule") return usual;
  const source = subsetLabels(site);
  const key = labelKeys(source, noLabels)[0]?.value;
  const value = key === undefined ? undefined : labelValues(source, key, noLabels)[0]?.value;
  return key === undefined || value === undefined ? usual : { key, value };
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
