import type { Kustomized } from "../core/model/kustomized";
import { parseDocument } from "../core/syntax/parse";
import { isPlainMap, type Plain, type PlainMap, toPlain } from "../core/syntax/plain";
import { DefaultNamespaces, folderOf } from "./defaultNamespaces";
import { isKustomizationName } from "./manifestFile";

/** What of a kustomization concerns files elsewhere; paths are as written. */
interface Kustomization {
  readonly namespace: string | undefined;
  readonly includes: readonly string[];
  readonly patches: readonly string[];
  readonly isRenaming: boolean;
}

/**
 * The kustomizations of a workspace (kubectl kustomize: `namespace`, `resources`, `bases`, `components`, `patches`,
 * `patchesStrategicMerge`, `namePrefix`, `nameSuffix`). Files and folders are ids with `/`.
 */
export class Kustomizations {
  /** Namespaces that folders give to their own files. */
  readonly namespaces = new DefaultNamespaces();
  readonly #byFolder = new Map<string, Kustomization>();
  readonly #includers = new Map<string, Set<string>>();
  readonly #patches = new Map<string, number>();

  /** Takes over the text of a file; returns the files and folders outside of its own folder for which something may have changed. */
  update(file: string, text: string | undefined): readonly string[] {
    if (!isKustomizationName(file.slice(file.lastIndexOf("/") + 1))) return [];
    const folder = folderOf(file);
    const before = this.#byFolder.get(folder);
    const after = text === undefined ? undefined : readKustomization(text);
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    this.#count(folder, before, -1);
    if (after === undefined) this.#byFolder.delete(folder);
    else this.#byFolder.set(folder, after);
    this.#count(folder, after, 1);
    const touched = [before, after].flatMap((one) => (one === undefined ? [] : [...one.includes, ...one.patches]));
    return [...new Set(touched.map((path) => joined(folder, path)))].flatMap((path) => [path, ...this.#included(path)]);
  }

  /** The namespace of resources that name none: of the nearest kustomization above, else of the only overlay, else the fallback. */
  namespaceOf(file: string): string {
    const own = this.namespaces.find(file);
    if (own !== undefined) return own;
    const [first, ...more] = this.of(file).otherNamespaces;
    return first === undefined || more.length > 0 ? this.namespaces.fallback : first;
  }

  of(file: string): Kustomized {
    const overlays = this.#overlaysOf(file);
    return {
      isPatch: this.#patches.has(file),
      isRenamed: overlays.some((folder) => this.#byFolder.get(folder)?.isRenaming === true),
      otherNamespaces: [...new Set(overlays.flatMap((folder) => this.#byFolder.get(folder)?.namespace ?? []))],
    };
  }

  /** The folders whose kustomizations take in a file: that of its own folder or of one above, and all that include it in turn. */
  #overlaysOf(file: string): readonly string[] {
    if (this.#byFolder.size === 0) return [];
    const found = new Set<string>();
    const open = [...(this.#includers.get(file) ?? [])];
    for (let folder = folderOf(file); ; folder = folderOf(folder)) {
      if (this.#byFolder.has(folder)) open.push(folder);
      if (folder === "" || this.#byFolder.has(folder)) break;
    }
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      if (found.has(folder)) continue;
      found.add(folder);
      open.push(...(this.#includers.get(folder) ?? []));
    }
    return [...found];
  }

  /** The folders that the kustomization of a folder includes in turn. */
  #included(folder: string, seen = new Set<string>()): readonly string[] {
    for (const path of this.#byFolder.get(folder)?.includes ?? []) {
      const included = joined(folder, path);
      if (seen.has(included)) continue;
      seen.add(included);
      this.#included(included, seen);
    }
    return [...seen];
  }

  #count(folder: string, kustomization: Kustomization | undefined, by: 1 | -1): void {
    for (const path of kustomization?.includes ?? []) {
      const included = joined(folder, path);
      const includers = this.#includers.get(included) ?? new Set();
      this.#includers.set(included, includers);
      if (by === 1) includers.add(folder);
      else includers.delete(folder);
    }
    for (const path of kustomization?.patches ?? []) {
      const patch = joined(folder, path);
      const total = (this.#patches.get(patch) ?? 0) + by;
      if (total === 0) this.#patches.delete(patch);
      else this.#patches.set(patch, total);
    }
  }
}

function readKustomization(text: string): Kustomization {
  const root = parseDocument(text).root;
  const plain = root === undefined ? null : toPlain(root);
  const fields: PlainMap = isPlainMap(plain) ? plain : {};
  const patches = [...itemsOf(fields.patches), ...itemsOf(fields.patchesJson6902)].map((one) => (isPlainMap(one) ? one.path : undefined));
  return {
    namespace: textOf(fields.namespace),
    includes: textsOf([...itemsOf(fields.resources), ...itemsOf(fields.bases), ...itemsOf(fields.components)]).filter(
      (path) => !path.includes("://") && !path.includes("?"),
    ),
    patches: textsOf([...patches, ...itemsOf(fields.patchesStrategicMerge)]).filter((path) => !path.includes("\n")),
    isRenaming: textOf(fields.namePrefix) !== undefined || textOf(fields.nameSuffix) !== undefined,
  };
}

function itemsOf(value: Plain | undefined): readonly (Plain | undefined)[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: Plain | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function textsOf(values: readonly (Plain | undefined)[]): readonly string[] {
  return values.flatMap((value) => textOf(value) ?? []);
}

/** The id that a relative path means in a folder. */
function joined(folder: string, path: string): string {
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}
