import type { IndexView } from "../../index/indexView";
import { textOf } from "../../model/read";
import type { Resource } from "../../model/resource";
import type { ManifestPlace } from "../../schema/manifestAt";
import type { SchemaNode } from "../../schema/schemaNode";
import { nodeAt } from "../../syntax/node";

/** A scalar of a manifest whose meaning in the mesh is asked for. */
export interface HoverSite {
  readonly index: IndexView;
  readonly file: string;
  readonly manifest: ManifestPlace;
  /** The resource that the manifest was lowered to, for kinds that have a model. */
  readonly owner: Resource | undefined;
  readonly namespace: string;
  /** From the manifest on. */
  readonly path: readonly (string | number)[];
  /** As in `fieldPath`. */
  readonly field: string;
  readonly schema: SchemaNode;
  /** The text of the scalar. */
  readonly value: string;
  readonly resources: () => Iterable<Resource>;
}

/** The text of another scalar of the manifest, undefined where it is missing or empty. */
export function textBeside(site: HoverSite, path: readonly (string | number)[]): string | undefined {
  const text = textOf(nodeAt(site.manifest.node, path));
  return text === "" ? undefined : text;
}

/** `3 replicas`, `1 replica`. */
export function replicas(count: number): string {
  return count === 1 ? "1 replica" : `${count} replicas`;
}
