import { namespaceState, similarNamespaces } from "../../index/namespaces";
import { removeItem, replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/push_context.go (exportTo); Kiali export_to_namespace_checker.go. */
export const exportToUnknownNamespace = defineRule({
  code: "export-to-unknown-namespace",
  docs: {
    what: "`exportTo` names a namespace that does not exist.",
    why: "Nobody there can see the resource, and once `exportTo` is written nobody else does either: clients fall back to what holds without it. Reported as a warning where Namespace manifests are in view; else only for names that look like a slip.",
    bad: "exportTo: [shpo]   # the namespace is called shop",
    good: "exportTo: [shop]",
  },
  level: "warning",
  kinds: ["VirtualService", "DestinationRule", "ServiceEntry"],
  reads: ["names", "in-view"],
  istio: [],
  kiali: ["KIA0005"],
  *check(resource, { index }) {
    for (const entry of resource.model.exportTo) {
      if (["*", ".", "~", ""].includes(entry.value)) continue;
      const state = namespaceState(index, entry.value);
      if (state === "present") continue;
      const near = similarNamespaces(index, entry.value);
      const isThere = (name: string) => resource.model.exportTo.some((other) => other.value === name);
      if (state === "not-in-view" && near.length === 0) continue;
      const suggestion = near[0] === undefined ? "" : ` Did you mean ${near[0]}?`;
      yield {
        at: entry.span,
        ...(state === "absent" ? {} : { absence: "not-in-view" as const }),
        message:
          state === "absent"
            ? `No namespace ${entry.value} exists, so nobody there sees this ${resource.gvk.kind}.${suggestion}`
            : `Nothing in view lies in namespace ${entry.value}. If there is none, nobody there sees this ${resource.gvk.kind}.${suggestion}`,
        fixes: (context) =>
          near.flatMap((name) =>
            isThere(name)
              ? removeItem(context, resource, entry.span, `Remove ${entry.value}`)
              : [replaceValue(resource, entry, name, "suggestion")],
          ),
      };
    }
  },
});
