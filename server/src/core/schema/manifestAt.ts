import { isListKind, splitApiVersion } from "../model/kinds";
import type { GroupVersionKind } from "../model/resource";
import { entryOf, type Node, nodeAt } from "../syntax/node";
import type { SchemaCatalog } from "./catalog";
import type { KindSchema, SchemaNode } from "./schemaNode";

/** The manifest (the document's root, or an item of a List) that holds a path, with its schema. */
export interface ManifestPlace {
  readonly node: Node | undefined;
  /** From the document's root to the manifest. */
  readonly base: readonly (string | number)[];
  /** From the manifest on. */
  readonly path: readonly (string | number)[];
  /** As written; parts that are missing are empty. */
  readonly gvk: GroupVersionKind;
  /** Of the version written, or of the nearest one where that is not known; undefined for unknown kinds. */
  readonly kind: KindSchema | undefined;
  readonly schema: SchemaNode | undefined;
  /** metadata.namespace, where it is written. */
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

/** Finds the manifest around a path of a document. `file` tells a kustomization, which need not say what it is. */
export function manifestAt(
  root: Node | undefined,
  path: readonly (string | number)[],
  catalog: SchemaCatalog,
  file: string,
): ManifestPlace {
  const inList = path[0] === "items" && typeof path[1] === "number" && isListKind(scalarText(root, "kind") ?? "");
  const base = inList ? path.slice(0, 2) : [];
  const node = nodeAt(root, base);
  const apiVersion = scalarText(node, "apiVersion");
  const name = scalarText(node, "kind") ?? (isKustomization(file) ? "Kustomization" : "");
  const { group, version } = splitApiVersion(apiVersion ?? "");
  const kind = kindOf(catalog, name, apiVersion === undefined ? undefined : group);
  const schema = kind?.schemas.find((one) => one.versions.includes(version)) ?? kind?.schemas[0];
  const metadata = entryOf(node, "metadata")?.value;
  return {
    node,
    base,
    path: path.slice(base.length),
    gvk: { group: apiVersion === undefined ? (kind?.group ?? "") : group, version, kind: name },
    kind,
    schema: schema?.schema,
    namespace: scalarText(metadata, "namespace"),
    name: scalarText(metadata, "name"),
  };
}

/** The text of a scalar field, undefined where it is absent or empty. */
export function scalarText(node: Node | undefined, key: string): string | undefined {
  const value = entryOf(node, key)?.value;
  return value?.kind === "scalar" && value.value !== null && value.source !== "" ? value.source : undefined;
}

/** The kind in its group; where the group has no such kind (a slip, or none written yet) the first of that name. */
function kindOf(catalog: SchemaCatalog, name: string, group: string | undefined): KindSchema | undefined {
  const named = catalog.kindsNamed(name);
  return named.find((one) => one.group === group) ?? named[0];
}

function isKustomization(file: string): boolean {
  return /(?:^|\/)kustomization\.ya?ml$/i.test(file);
}
