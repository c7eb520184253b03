import { maskTemplates } from "../syntax/mask";
import { entryOf, type Node } from "../syntax/node";
import { parseDocument } from "../syntax/parse";
import { isPlainMap, type PlainMap, toPlain } from "../syntax/plain";
import { splitDocuments } from "../syntax/split";
import { type Span, shiftSpan } from "../text/span";

/** A Kubernetes object as kubectl would read it; the span counts from the start of the file. */
export interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** As written. */
  readonly namespace: string | undefined;
  readonly object: PlainMap;
  readonly span: Span;
}

export interface ObjectProblem {
  readonly offset: number;
  readonly message: string;
}

export interface ManifestObjects {
  readonly objects: readonly ManifestObject[];
  /** What keeps a part of the text from being an object; in the order of the text. */
  readonly problems: readonly ObjectProblem[];
}

/** The objects of a file (items of a `List` one by one), or only those that touch `within`. Any kind of object is taken, not only Istio's. */
export function readObjects(text: string, within?: Span): ManifestObjects {
  const objects: ManifestObject[] = [];
  const problems: ObjectProblem[] = [];
  for (const slice of splitDocuments(text)) {
    if (within !== undefined && !overlap(slice, within)) continue;
    const content = text.slice(slice.start, slice.end);
    if (maskTemplates(content) !== undefined) {
      problems.push({ offset: slice.start, message: "The document is a template; render it first." });
      continue;
    }
    const tree = parseDocument(content);
    problems.push(...tree.problems.map((problem) => ({ offset: slice.start + problem.span.start, message: problem.message })));
    if (tree.problems.length > 0 || tree.root === undefined) continue;
    for (const node of itemsOf(tree.root)) {
      const span = shiftSpan(node.span, slice.start);
      if (within !== undefined && !overlap(span, within)) continue;
      const object = readObject(node, span);
      if ("message" in object) problems.push(object);
      else objects.push(object);
    }
  }
  return { objects, problems };
}

function itemsOf(root: Node): readonly Node[] {
  const kind = entryOf(root, "kind")?.value;
  const items = entryOf(root, "items")?.value;
  const isList = kind?.kind === "scalar" && typeof kind.value === "string" && kind.value.endsWith("List");
  return isList && items?.kind === "seq" ? items.items : [root];
}

function readObject(node: Node, span: Span): ManifestObject | ObjectProblem {
  const object = toPlain(node);
  if (!isPlainMap(object)) return { offset: span.start, message: "The document is not a mapping, so it is no Kubernetes object." };
  const metadata = isPlainMap(object.metadata) ? object.metadata : {};
  const { apiVersion, kind } = object;
  const { name, namespace } = metadata;
  if (typeof apiVersion !== "string" || typeof kind !== "string")
    return { offset: span.start, message: "The object lacks apiVersion or kind." };
  if (typeof name !== "string" || name === "") return { offset: span.start, message: `The ${kind} lacks metadata.name.` };
  return { apiVersion, kind, name, namespace: typeof namespace === "string" ? namespace : undefined, object, span };
}

function overlap(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
