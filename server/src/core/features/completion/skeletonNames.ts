import { noLabels } from "../../model/labels";
import { principals } from "./values/accounts";
import { subsetsOfHost } from "./values/destinations";
import { destinationHosts } from "./values/hosts";
import { labelKeys, labelValues, subsetLabels } from "./values/labels";
import { type MeshSite, textsAt } from "./values/meshSite";

/** The names that skeletons are filled with: what the document and the workspace make most likely. */
export function skeletonNames(site: MeshSite): Readonly<Record<string, string>> {
  const host = textsAt(site, ["spec", "hosts"])[0] ?? destinationHosts(site)[0]?.value ?? site.manifest.name ?? "reviews";
  const [subset, other] = subsetsOfHost(site, host);
  const label = nextLabel(site);
  const { domain, rootNamespace } = site.index.mesh;
  return {
    host,
    subset: subset?.value ?? "v1",
    other: other?.value ?? "v2",
    key: label.key,
    value: label.value,
    version: label.value,
    principal: principals(site)[0]?.value ?? `${domain}/ns/default/sa/default`,
    root: rootNamespace,
  };
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
