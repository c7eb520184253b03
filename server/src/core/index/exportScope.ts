import type { Spanned } from "../text/span";

/** Where something can be seen: everywhere, or in some namespaces (none for `~`). */
export type ExportScope = "everywhere" | ReadonlySet<string>;

/**
 * What `exportTo` means for a resource of `namespace`. Absent means `otherwise`, the mesh's default for its kind; `*` outweighs all others
 * (pilot/pkg/model/push_context.go, initVirtualServices).
 */
export function exportScope(exportTo: readonly Spanned<string>[], namespace: string, otherwise: readonly string[]): ExportScope {
  const entries = exportTo.length === 0 ? otherwise : exportTo.map((entry) => entry.value);
  if (entries.includes("*")) return "everywhere";
  if (entries.includes("~")) return new Set();
  return new Set(entries.map((entry) => (entry === "." ? namespace : entry)));
}

/** Whether something is seen in a namespace. */
export function isSeenIn(scope: ExportScope, namespace: string): boolean {
  return scope === "everywhere" || scope.has(namespace);
}

/** Whether some namespace sees both. */
export function scopesMeet(a: ExportScope, b: ExportScope): boolean {
  if (a === "everywhere") return b === "everywhere" || b.size > 0;
  return [...a].some((namespace) => isSeenIn(b, namespace));
}
