import type { Resource } from "../model/resource";
import type { LocalFinding } from "../rules/finding";
import { replaceValue } from "../rules/fixText";
import { similarNames } from "../text/similar";
import { apiVersionOf, type SchemaCatalog } from "./catalog";

/** The apiVersion that should be written: known kinds of Istio under a group or version that does not serve them. */
export function apiVersionFinding(resource: Resource, catalog: SchemaCatalog): LocalFinding | undefined {
  const { gvk, apiVersion } = resource;
  const kinds = catalog.kindsNamed(gvk.kind).filter((kind) => kind.group.endsWith("istio.io"));
  const own = kinds.find((kind) => kind.group === gvk.group);
  if (own?.versions.includes(gvk.version)) return undefined;
  const meantIstio =
    own !== undefined ||
    /istio/i.test(gvk.group) ||
    (kinds.length > 0 &&
      catalog.kindsNamed(gvk.kind).length === kinds.length &&
      apiVersion.value !== "" &&
      looksLikeIstio(
        gvk.group,
        kinds.map((kind) => kind.group),
      ));
  if (kinds.length === 0 || !meantIstio || apiVersion.value === "") return undefined;
  const offered = (own === undefined ? kinds : [own]).flatMap((kind) => kind.versions.map((version) => apiVersionOf(kind.group, version)));
  const sameVersion = offered.find((one) => one.endsWith(`/${gvk.version}`));
  const best = sameVersion ?? offered[0] ?? "";
  return {
    code: "unknown-api-version",
    at: apiVersion.span,
    resource,
    message: `${gvk.kind} does not exist in apiVersion "${apiVersion.value}": the API server rejects it and nothing is applied. Write ${best}.`,
    fixes: () =>
      [...new Set([best, ...offered])]
        .slice(0, 3)
        .map((version) => replaceValue(resource, apiVersion, version, version === sameVersion ? "safe" : "suggestion")),
  };
}

function looksLikeIstio(group: string, groups: readonly string[]): boolean {
  return similarNames(group.toLowerCase(), groups).length > 0;
}
