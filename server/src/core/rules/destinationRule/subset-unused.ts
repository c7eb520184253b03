import { destinationRulesFor, subsetsNamed } from "../../index/destinationRules";
import { destinationUses } from "../../index/destinationUsers";
import { resolveHostIn } from "../../index/hosts";
import { selectableLabels, workloadsBehind } from "../../index/workloads";
import { isWildcardHost } from "../../model/host";
import { selectsPods } from "../../model/labels";
import { isKind } from "../../model/resource";
import { removeItem } from "../fixText";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/cluster.go (a cluster per subset, used only by rules that name it); Kiali counts unused subsets in KIA0203. */
export const subsetUnused = defineRule({
  code: "subset-unused",
  docs: {
    what: "VirtualServices in view route to a host, but none of them names this subset.",
    why: "A subset gets requests only from rules that name it. One that no rule names costs every sidecar a cluster and its pods still get the requests of destinations without a subset. Said only where something in view routes to the host; nothing is said of a subset without pods, where a rollout controller writes the rules, or where a rule names a subset that does not exist and may mean this one.",
    bad: "# VirtualService: destination: {host: website, subset: v1}\nsubsets:\n- {name: v1, labels: {version: v1}}\n- {name: v2, labels: {version: v2}}",
    good: "subsets:\n- {name: v1, labels: {version: v1}}",
  },
  level: "hint",
  kinds: ["DestinationRule"],
  reads: ["host", "wildcard-host", "destination-rule", "wildcard-destination-rule", "destination-users", "workloads"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    const { host, subsets } = resource.model;
    if (host === undefined || subsets.length === 0 || isWildcardHost(host.value)) return;
    const resolved = resolveHostIn(index, host.value, resource.effectiveNamespace);
    const uses = destinationUses(index, resolved.fqdn);
    if (uses.every((use) => use.destination.subset === undefined)) return;
    const named = new Set(uses.flatMap((use) => use.destination.subset?.value ?? []));
    const unused = subsets.filter((subset) => subset.name !== undefined && !named.has(subset.name.value));
    const [first] = uses;
    if (unused.length === 0 || first === undefined) return;
    const rules = destinationRulesFor(index, resolved);
    if ([...named].some((name) => subsetsNamed(rules, name).length === 0)) return;
    const behind = resolved.definitions.flatMap((definition) => workloadsBehind(index, definition));
    if (behind.some((workload) => isKind(workload, "Workload") && workload.model.workloadKind === "Rollout")) return;
    for (const subset of unused) {
      if (subset.name === undefined) continue;
      if (behind.length > 0 && !behind.some((workload) => selectsPods(subset.labels, selectableLabels(workload)))) continue;
      yield {
        at: subset.name.span,
        message: `No rule in view sends anything to subset "${subset.name.value}" of ${host.value}, though rules name ${list([...named])}.`,
        related: [
          { resource: first.resource, span: first.destination.subset?.span ?? first.route.span, message: `routes to ${host.value}` },
        ],
        fixes: (context) => removeItem(context, resource, subset.span, `Remove subset ${subset.name?.value}`, "suggestion"),
      };
    }
  },
});

function list(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} others` : names.join(", ");
}
