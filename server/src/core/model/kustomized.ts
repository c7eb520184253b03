/** What the kustomizations of a workspace make of the manifests of a file. */
export interface Kustomized {
  /** Each object is laid over another of the same kind and name, so it need not be complete. */
  readonly isPatch: boolean;
  /** Objects get other names. */
  readonly isRenamed: boolean;
  /** Namespaces in which the objects are put besides the default one of the file: one for each overlay. */
  readonly otherNamespaces: readonly string[];
}

/** A file that no kustomization takes in. */
export const notKustomized: Kustomized = { isPatch: false, isRenamed: false, otherNamespaces: [] };
