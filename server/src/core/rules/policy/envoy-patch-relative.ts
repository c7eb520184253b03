import { defineRule } from "../rule";

const relative: ReadonlySet<string> = new Set(["INSERT_BEFORE", "INSERT_AFTER", "REMOVE", "REPLACE"]);

/** Filters that the control plane itself puts in, so that they are there before any patch. */
const ownFilter =
  /^(istio\.|envoy\.filters\.(http\.(router|cors|fault|grpc_stats|rbac|jwt_authn|alpn|wasm)|network\.(http_connection_manager|tcp_proxy|rbac|sni_cluster))$)/;

/** Source: istio.io EnvoyFilter `priority`; analyzer envoyfilter.EnvoyPatchAnalyzer. */
export const envoyPatchRelative = defineRule({
  code: "envoy-patch-relative",
  docs: {
    what: "An EnvoyFilter without `priority` has a patch that depends on what other patches have done before.",
    why: "Inserting before or after a filter, replacing and removing need the filter to be there already. Those that the control plane puts in are, others come from another patch. EnvoyFilters of one priority are applied by age, so a filter that is created anew may come first, and the patch does nothing. It matters most where the filter was matched with a proxy version before. istioctl reports every such operation.",
    bad: "spec:\n  configPatches:\n  - applyTo: HTTP_FILTER\n    match: {listener: {filterChain: {filter: {subFilter: {name: my-filter}}}}}\n    patch: {operation: INSERT_BEFORE, value: {}}",
    good: "spec:\n  priority: 10\n  configPatches:\n  - applyTo: HTTP_FILTER\n    match: {listener: {filterChain: {filter: {subFilter: {name: my-filter}}}}}\n    patch: {operation: INSERT_BEFORE, value: {}}",
  },
  level: "hint",
  kinds: ["Policy"],
  reads: [],
  istio: ["IST0151", "IST0155"],
  kiali: [],
  *check(resource) {
    if (resource.model.priority !== 0) return;
    const versioned = new Set<string>();
    for (const { operation, filterName, proxyVersion } of resource.model.envoyPatches) {
      const depends = operation !== undefined && relative.has(operation.value) && filterName !== undefined && !ownFilter.test(filterName);
      if (depends && operation !== undefined) {
        const before = filterName !== undefined && versioned.has(filterName);
        yield {
          at: operation.span,
          message: `${operation.value} depends on what is there already, and without "priority" EnvoyFilters are applied by age.${before ? ` An earlier patch matches ${filterName} for one proxy version only.` : ""} Give the EnvoyFilter a priority.`,
        };
      }
      if (filterName !== undefined && proxyVersion !== undefined) versioned.add(filterName);
    }
  },
});
