import type { IndexView } from "../../index/indexView";
import { namespaceState, similarNamespaces } from "../../index/namespaces";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: analyzer auth.AuthorizationPoliciesAnalyzer; Kiali namespace_method_checker.go. */
export const sourceNamespaceNotFound = defineRule({
  code: "source-namespace-not-found",
  docs: {
    what: "An AuthorizationPolicy names a source namespace that no namespace matches.",
    why: "Callers' namespaces are compared with the entry (exact, `prefix*` or `*suffix`, case-insensitive). If none exists, a rule that allows lets nobody in, and one that denies stops nobody. Unless the files are the whole mesh it is reported only for what looks like a slip, because other namespaces may lie elsewhere.",
    bad: "from:\n- source: {namespaces: [shpo]}   # the namespace is called shop",
    good: "from:\n- source: {namespaces: [shop]}",
  },
  level: "warning",
  kinds: ["Policy"],
  reads: ["names", "in-view"],
  istio: ["IST0101"],
  kiali: ["KIA0101"],
  *check(resource, { index }) {
    for (const entry of resource.model.sourceNamespaces) {
      if (entry.value === "" || matchesSome(index, entry.value)) continue;
      const wildcard = entry.value.includes("*");
      const state = !wildcard ? namespaceState(index, entry.value) : index.mesh.complete ? "absent" : "not-in-view";
      const near = wildcard ? [] : similarNamespaces(index, entry.value);
      if (state === "present" || (state === "not-in-view" && near.length === 0)) continue;
      const suggestion = near[0] === undefined ? "" : ` Did you mean ${near[0]}?`;
      yield {
        at: entry.span,
        ...(state === "absent" ? {} : { absence: "not-in-view" as const }),
        message:
          state === "absent"
            ? `No namespace ${wildcard ? `like ${entry.value}` : entry.value} exists: no caller ever comes from there.${suggestion}`
            : `Nothing in view lies in namespace ${entry.value}. If there is none, no caller ever comes from there.${suggestion}`,
        fixes: () => near.map((name) => replaceValue(resource, entry, name, "suggestion")),
      };
    }
  },
});

function matchesSome(index: IndexView, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  if (wanted === "*") return true;
  return index.names("namespace").some((name) => {
    const given = name.toLowerCase();
    if (wanted.startsWith("*")) return given.endsWith(wanted.slice(1));
    return wanted.endsWith("*") ? given.startsWith(wanted.slice(0, -1)) : given === wanted;
  });
}
