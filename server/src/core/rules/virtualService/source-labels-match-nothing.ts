import type { IndexView } from "../../index/indexView";
import { workloadLabelKey } from "../../index/keys";
import { type Selectable, selectableLabels, workloadsWithLabels } from "../../index/workloads";
import { describeLabels, isAddedAtRunTime, type LabelEntry, labelValue } from "../../model/labels";
import { isKind } from "../../model/resource";
import { appliesToMesh, describeRoute } from "../../model/virtualService";
import { similarNames } from "../../text/similar";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/route/route.go sourceMatchHTTP (5.1 of the routing semantics). */
export const sourceLabelsMatchNothing = defineRule({
  code: "source-labels-match-nothing",
  docs: {
    what: "A match asks for source labels that no workload in view carries.",
    why: "The labels are those of the calling pod. Without a caller that carries them all, the alternative is left out for every sidecar and the rule never gets a request from it. Reported only where workloads in view carry the label with other values, because callers may also lie elsewhere.",
    bad: "match:\n- sourceLabels: {version: v22}   # callers carry version v1 or v2",
    good: "match:\n- sourceLabels: {version: v2}",
  },
  level: "hint",
  kinds: ["VirtualService"],
  reads: ["workload-label"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    if (!appliesToMesh(resource.model)) return;
    for (const route of resource.model.routes) {
      for (const { sourceLabels, gateways } of route.matches) {
        if (sourceLabels.entries.length === 0 || gateways.length > 0 || workloadsWithLabels(index, sourceLabels).length > 0) continue;
        if (sourceLabels.entries.some((entry) => isAddedAtRunTime(entry.key.value))) continue;
        const missing = sourceLabels.entries.find((entry) => !isCarried(index, entry));
        const values = missing === undefined ? [] : valuesOf(index, missing.key.value);
        if (missing !== undefined && values.length === 0 && !index.mesh.complete) continue;
        const at = (missing ?? sourceLabels.entries[0])?.value;
        if (at === undefined) continue;
        const others = values.length === 0 ? "" : ` They carry ${missing?.key.value}=${values.slice(0, 5).join(", ")}.`;
        yield {
          at: at.span,
          message: `No workload in view carries ${missing === undefined ? `all of ${describeLabels(sourceLabels)}` : `${missing.key.value}=${missing.value.value}`}: without such a caller this alternative of ${describeRoute(route)} never gets a request.${others}`,
          fixes: () => similarNames(at.value, values).map((value) => replaceValue(resource, at, value, "suggestion")),
        };
      }
    }
  },
});

function isCarried(index: IndexView, { key, value }: LabelEntry): boolean {
  return index.lookup(workloadLabelKey(`${key.value}=${value.value}`)).length > 0;
}

function valuesOf(index: IndexView, key: string): readonly string[] {
  const carriers = index
    .lookup(workloadLabelKey(key))
    .filter((one): one is Selectable => isKind(one, "Workload") || isKind(one, "WorkloadEntry") || isKind(one, "WorkloadGroup"));
  return [...new Set(carriers.flatMap((one) => labelValue(selectableLabels(one), key) ?? []))];
}
