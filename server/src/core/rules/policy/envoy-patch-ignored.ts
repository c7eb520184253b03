import { defineRule } from "../rule";

const notAdded: ReadonlySet<string> = new Set(["ROUTE_CONFIGURATION", "HTTP_ROUTE"]);
const replaced: ReadonlySet<string> = new Set(["NETWORK_FILTER", "HTTP_FILTER", "VIRTUAL_HOST"]);

/** Source: pilot/pkg/networking/core/envoyfilter; analyzer envoyfilter.EnvoyPatchAnalyzer, whose text leaves out VIRTUAL_HOST. */
export const envoyPatchIgnored = defineRule({
  code: "envoy-patch-ignored",
  docs: {
    what: "An operation of an EnvoyFilter is not possible for what it applies to.",
    why: "The patch is ignored. ADD and REMOVE do nothing to ROUTE_CONFIGURATION and HTTP_ROUTE; REPLACE works for NETWORK_FILTER, HTTP_FILTER and VIRTUAL_HOST only (the text of istioctl forgets the last one).",
    bad: "- applyTo: CLUSTER\n  patch: {operation: REPLACE, value: {}}",
    good: "- applyTo: CLUSTER\n  patch: {operation: MERGE, value: {}}",
  },
  level: "error",
  kinds: ["Policy"],
  reads: [],
  istio: ["IST0152", "IST0153", "IST0154"],
  kiali: [],
  *check(resource) {
    for (const { applyTo, operation } of resource.model.envoyPatches) {
      if (applyTo === undefined || operation === undefined) continue;
      const ignored =
        operation.value === "REPLACE"
          ? !replaced.has(applyTo.value)
          : (operation.value === "ADD" || operation.value === "REMOVE") && notAdded.has(applyTo.value);
      if (!ignored) continue;
      const other = operation.value === "ADD" && applyTo.value === "HTTP_ROUTE" ? "INSERT_FIRST" : "MERGE";
      yield {
        at: operation.span,
        message: `${operation.value} is not possible for ${applyTo.value}: the patch is ignored. Use ${other}.`,
        fixes: () => [{ title: `Change to ${other}`, kind: "suggestion", edits: [{ in: resource, span: operation.span, newText: other }] }],
      };
    }
  },
});
