import type { IndexView } from "../../../index/indexView";
import { folderDistance } from "../../../index/nearest";
import { parseServiceHost } from "../../../model/host";
import { textOf } from "../../../model/read";
import type { Resource } from "../../../model/resource";
import type { ManifestPlace } from "../../../schema/manifestAt";
import { nodeAt } from "../../../syntax/node";
import type { Path } from "../openBlocks";

/** Where a value is wanted, and what is in view there. */
export interface MeshSite {
  readonly index: IndexView;
  readonly file: string;
  /** Ordinal of the YAML document within its file. */
  readonly document: number;
  readonly manifest: ManifestPlace;
  /** Namespace of the manifest, by default that of its folder. */
  readonly namespace: string;
  /** From the manifest to the value, or to the map that takes a key. */
  readonly path: Path;
  /** The text up to the cursor. */
  readonly typed: string;
  /** The whole text that is replaced. */
  readonly word: string;
  /** Every resource of the workspace. */
  readonly resources: () => Iterable<Resource>;
}

/** The text of a scalar of the manifest, undefined where it is missing or empty. */
export function textAt(site: MeshSite, path: Path): string | undefined {
  const text = textOf(nodeAt(site.manifest.node, path));
  return text === "" ? undefined : text;
}

/** The texts of a list of the manifest. */
export function textsAt(site: MeshSite, path: Path): readonly string[] {
  const node = nodeAt(site.manifest.node, path);
  return node?.kind === "seq" ? node.items.flatMap((item) => textOf(item) ?? []) : [];
}

/** Whether the letters of `typed` occur in `name` in this order, as editors filter. */
export function hasLetters(name: string, typed: string): boolean {
  const letters = name.toLowerCase();
  const wanted = typed.toLowerCase();
  let from = 0;
  for (let at = 0; at < wanted.length; at++) {
    from = letters.indexOf(wanted.charAt(at), from) + 1;
    if (from === 0) return false;
  }
  return true;
}

/** How far files are from the one of the site, in folder steps; -1 for the file itself. */
export function distancesFrom(site: MeshSite): (file: string) => number {
  const known = new Map<string, number>();
  let last = { file: site.file, distance: -1 };
  return (file) => {
    if (file === last.file) return last.distance;
    if (file === site.file) return -1;
    const folder = file.slice(0, file.lastIndexOf("/") + 1);
    let distance = known.get(folder);
    if (distance === undefined) {
      distance = folderDistance(folder, site.file);
      known.set(folder, distance);
    }
    last = { file, distance };
    return distance;
  };
}

/** Whether an `exportTo` lets a namespace see an object of `owner`. */
export function isExportedTo(exportTo: readonly string[], owner: string, namespace: string): boolean {
  if (owner === namespace || exportTo.length === 0) return true;
  return exportTo.some((one) => one === "*" || one === namespace);
}

/** A cluster host as it is written in a namespace: the short name in its own, else the whole. */
export function hostForm(fqdn: string, namespace: string, domain: string): string {
  const parsed = parseServiceHost(fqdn, domain);
  return parsed?.namespace === namespace ? parsed.service : fqdn;
}

/** Whether a resource is of the document that is being written, where half a word may pass for a name. */
export function isOwn(resource: Resource, site: MeshSite): boolean {
  return resource.file === site.file && resource.document === site.document;
}
