import { styleOf, type Written } from "../edit/nodeEdits";
import { nestItems, nestValue, renameKey, wrapInList } from "../edit/reshape";
import type { DocumentRef, Fix } from "../rules/finding";
import type { MapEntry, MapNode, Node } from "../syntax/node";
import type { TextEdit } from "../text/edit";

/** What a deprecated field is called now, and how its value is written there. The meaning is the same. */
type Successor =
  | { readonly name: string; readonly shape: "same" | "list" }
  | { readonly name: string; readonly shape: "value" | "items"; readonly inner: string };

/** By the name of a deprecated field; those that have no equal successor are missing. */
const successors: Readonly<Record<string, Successor>> = {
  targetRef: { name: "targetRefs", shape: "list" },
  jwks_uri: { name: "jwksUri", shape: "same" },
  warmupDurationSecs: { name: "warmup", shape: "value", inner: "duration" },
  percent: { name: "percentage", shape: "value", inner: "value" },
  allowOrigin: { name: "allowOrigins", shape: "items", inner: "exact" },
};

/** Writes the successor of a deprecated field in its place, unless that is there already. */
export function successorFix(
  map: MapNode,
  entry: MapEntry,
  { text, root, resource }: { readonly text: string; readonly root: Node; readonly resource: DocumentRef },
): readonly Fix[] {
  const successor = Object.hasOwn(successors, entry.name) ? successors[entry.name] : undefined;
  if (successor === undefined || map.entries.some(({ name }) => name === successor.name)) return [];
  const edits = reshape(map, entry, successor, { text, style: styleOf(root, text) });
  if (edits === undefined) return [];
  return [{ title: `Change to ${successor.name}`, kind: "safe", edits: edits.map((edit) => ({ in: resource, ...edit })) }];
}

function reshape(map: MapNode, entry: MapEntry, successor: Successor, written: Written): readonly TextEdit[] | undefined {
  switch (successor.shape) {
    case "same":
      return renameKey(entry, successor.name);
    case "list":
      return wrapInList(entry, successor.name, written);
    case "value":
      return nestValue(map, entry, successor.name, successor.inner, written);
    case "items":
      return nestItems(entry, successor.name, successor.inner, written.text);
  }
}
