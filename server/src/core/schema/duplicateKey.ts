import { removeEntry } from "../edit/nodeEdits";
import type { DocumentRef, Fix } from "../rules/finding";
import type { MapEntry, MapNode, Node } from "../syntax/node";
import { toPlain } from "../syntax/plain";
import type { Span } from "../text/span";

/**
 * What can be done about a key that its mapping has already: where both say the same the repetition goes, which changes nothing; else
 * one of them has to.
 */
export function duplicateKeyFixes(root: Node | undefined, key: Span, text: string, document: DocumentRef): readonly Fix[] {
  const found = root === undefined ? undefined : findEntry(root, key);
  const first = found?.map.entries.find((entry) => !entry.merged && entry.name === found.entry.name);
  if (found === undefined || first === undefined) return [];
  const { map, entry } = found;
  const remove = (one: MapEntry, title: string, kind: Fix["kind"]): readonly Fix[] => {
    const edit = removeEntry(map, one, text);
    return edit === undefined ? [] : [{ title, kind, edits: [{ in: document, ...edit }] }];
  };
  if (JSON.stringify(toPlain(first.value)) === JSON.stringify(toPlain(entry.value))) {
    return remove(entry, `Remove the second ${entry.name}`, "safe");
  }
  return [
    ...remove(first, `Remove the first ${entry.name}`, "suggestion"),
    ...remove(entry, `Remove the second ${entry.name}`, "suggestion"),
  ];
}

function findEntry(node: Node, key: Span): { readonly map: MapNode; readonly entry: MapEntry } | undefined {
  if (node.kind === "scalar") return undefined;
  if (node.kind === "map") {
    const entry = node.entries.find((one) => !one.merged && one.key.span.start === key.start && one.key.span.end === key.end);
    if (entry !== undefined) return { map: node, entry };
  }
  for (const child of node.kind === "seq" ? node.items : node.entries.map(({ value }) => value)) {
    const found = findEntry(child, key);
    if (found !== undefined) return found;
  }
  return undefined;
}
