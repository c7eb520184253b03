import { isKustomizationName } from "./manifestFile";

/** The namespace that a kustomization gives to its resources: the top-level `namespace`, or undefined. */
export function kustomizationNamespace(text: string): string | undefined {
  return /^namespace:[ \t]+(["']?)([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\1[ \t]*(?:#.*)?\r?$/m.exec(text)?.[2];
}

/**
 * The default namespace of each folder: that of the nearest kustomization (or project file) up the folders, else `fallback`.
 * Files and folders are ids with `/`; a folder's id has no `/` at its end.
 */
export class DefaultNamespaces {
  fallback = "default";
  readonly #byFolder = new Map<string, string>();

  /** Takes over the text of a file; returns whether the default of its folder changed. Other files than kustomizations never do. */
  update(file: string, text: string | undefined): boolean {
    if (!isKustomizationName(file.slice(file.lastIndexOf("/") + 1))) return false;
    return this.setFolder(folderOf(file), text === undefined ? undefined : kustomizationNamespace(text));
  }

  /** Sets or clears the default of a folder; returns whether it changed. */
  setFolder(folder: string, namespace: string | undefined): boolean {
    if (this.#byFolder.get(folder) === namespace) return false;
    if (namespace === undefined) this.#byFolder.delete(folder);
    else this.#byFolder.set(folder, namespace);
    return true;
  }

  of(file: string): string {
    return this.find(file) ?? this.fallback;
  }

  /** As `of`, without the fallback. */
  find(file: string): string | undefined {
    if (this.#byFolder.size === 0) return undefined;
    for (let folder = folderOf(file); ; folder = folderOf(folder)) {
      const namespace = this.#byFolder.get(folder);
      if (namespace !== undefined || folder === "") return namespace;
    }
  }
}

/** The folder of a file or folder id; the empty string above the topmost. */
export function folderOf(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf("/")));
}
