import { splitApiVersion } from "../model/kinds";
import { type ManifestPlace, manifestAt, scalarText } from "../schema/manifestAt";
import { meaningOf } from "../schema/meaning";
import { maskTemplates } from "../syntax/mask";
import { type Candidate, distinct } from "./completion/candidate";
import { apiVersionCandidates, documentItems, kindCandidates } from "./completion/documents";
import { fieldItems, freeKeyItems, type Item } from "./completion/keys";
import { listStyleOf } from "./completion/listStyle";
import { meshKeys, meshValues } from "./completion/meshValues";
import { rivalsOf } from "./completion/rivals";
import { scalarItems, schemaCandidates } from "./completion/scalars";
import { type Insertion, type Slot, slotsAt } from "./completion/site";
import { skeletonItems } from "./completion/skeletonItems";
import { skeletonNames } from "./completion/skeletonNames";
import { type ListStyle, type Target, targetOf } from "./completion/target";
import type { MeshSite } from "./completion/values/meshSite";
import { writeKey } from "./completion/write";
import type { FeatureContext } from "./context";
import type { CompletionItem } from "./results";

/** What can be written at the cursor, best first. Spans count from the document's start. */
export function completionsAt(context: FeatureContext): readonly CompletionItem[] {
  const { document, offset, tree } = context;
  if (document.masked.some((span) => offset > span.start && offset < span.end)) return [];
  const text = document.masked.length === 0 ? context.text : (maskTemplates(context.text)?.text ?? context.text);
  const style = listStyleOf(tree.root, text);
  const items = slotsAt(tree.root, text, offset).flatMap((slot) => {
    const { before } = slot.insertion;
    const own = slotItems(slot, { ...context, text }, style);
    return before === undefined ? own : own.map((item) => ({ ...item, filterText: before + (item.filterText ?? item.label) }));
  });
  return items.map((item, rank) => ({ ...item, rank }));
}

function slotItems(slot: Slot, context: FeatureContext, style: ListStyle): readonly Item[] {
  const manifest = manifestAt(context.tree.root, slot.path, context.catalog, context.document.file);
  const site = (target: Pick<Target, "path" | "insertion">) => meshSite(target, manifest, context);
  if (slot.role === "child" && manifest.path.length === 1) {
    const [key] = manifest.path;
    const { catalog } = context;
    if (key === "apiVersion") return scalarItems(slot.insertion, apiVersionCandidates(catalog, manifest.gvk.kind));
    if (key === "kind") return scalarItems(slot.insertion, kindCandidates(catalog, writtenGroup(manifest)));
  }
  const target = targetOf(slot, manifest, context.text, style);
  if (target === undefined) return slot.role === "key" && manifest.path.length === 0 ? bareDocument(slot, context, site, style) : [];
  const meaning = (field: string) => meaningOf(manifest.gvk, field);
  if (target.kind === "scalar") return scalarItems(target.insertion, scalarCandidates(target, meaning(target.field), site(target)));
  const skeletons = skeletonItems(target, manifest.gvk, skeletonNames(site(target)), style);
  if (target.wholeItems) return skeletons.length > 0 ? skeletons : [emptyItem(target.insertion)];
  const own = meaning(target.field);
  return [
    ...fieldItems(target, style, rivalsOf(manifest.gvk, target.field, target.present), (field) => meaning(field) !== undefined),
    ...freeKeyItems(target, own === undefined ? [] : meshKeys(own, site(target)), style),
    ...skeletons,
  ];
}

/** The values that the schema lists, and those of the workspace. An example helps only where no name is wanted: it would not exist. */
function scalarCandidates({ schema }: Target, meaning: ReturnType<typeof meaningOf>, site: MeshSite): readonly Candidate[] {
  const known = meaning === undefined ? [] : meshValues(meaning, site);
  const closed = schema.enum !== undefined || schema.type === "boolean";
  return closed || meaning === undefined ? distinct([...known, ...schemaCandidates(schema)]) : known;
}

/** A list item of which no example is known. */
function emptyItem(insertion: Insertion): Item {
  const { replace, prefix } = insertion;
  return { label: "new list item", kind: "snippet", replace, insertText: prefix, filterText: "-", snippet: false, triggerNext: true };
}

/** A document that does not say what it is: whole manifests, and the keys that every manifest has. */
function bareDocument(
  slot: Slot,
  context: FeatureContext,
  site: (target: Pick<Target, "path" | "insertion">) => MeshSite,
  style: ListStyle,
): readonly Item[] {
  const { insertion, present } = slot;
  const { root } = context.tree;
  const { start, end } = insertion.replace;
  if (root !== undefined && root.kind !== "map" && (root.span.start < start || root.span.end > end)) return [];
  const keys = frame
    .filter(({ name }) => !present.has(name))
    .map(({ name, lines, documentation }) => frameItem(insertion, name, lines, documentation));
  if (present.size > 0 || insertion.colonFollows || insertion.quote !== undefined) return keys;
  const names = skeletonNames(site({ path: [], insertion }));
  return [...documentItems(context.catalog, insertion, names, style.indent), ...keys];
}

const frame = [
  { name: "apiVersion", lines: [" "], documentation: "API group and version in which the object is written." },
  { name: "kind", lines: [" "], documentation: "What the object is." },
  { name: "metadata", lines: ["", "  "], documentation: "Name, namespace, labels and annotations of the object." },
  { name: "spec", lines: ["", "  "], documentation: "What the object asks for." },
] as const;

function frameItem(insertion: Insertion, name: string, lines: readonly string[], documentation: string): Item {
  return { label: name, kind: "key", ...writeKey(insertion, name, lines), snippet: false, documentation, triggerNext: true };
}

function meshSite({ path, insertion }: Pick<Target, "path" | "insertion">, manifest: ManifestPlace, context: FeatureContext): MeshSite {
  const { index, document, resources, defaultNamespace } = context;
  return {
    index,
    file: document.file,
    document: document.document,
    manifest,
    namespace: manifest.namespace ?? defaultNamespace,
    path,
    typed: insertion.typed,
    word: context.text.slice(insertion.replace.start, insertion.replace.end).trim(),
    resources,
  };
}

function writtenGroup(manifest: ManifestPlace): string | undefined {
  const apiVersion = scalarText(manifest.node, "apiVersion");
  return apiVersion === undefined ? undefined : splitApiVersion(apiVersion).group;
}
