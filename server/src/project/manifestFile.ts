/** Files above this size are not read: no manifest written by a person is as large. */
const maximumFileSize = 5 * 1024 * 1024;

const kustomizationNames: ReadonlySet<string> = new Set(["kustomization.yaml", "kustomization.yml", "Kustomization"]);

/** The text of a file, or why it is left out. */
export type FileContent = { readonly text: string } | { readonly skipped: string };

/** Whether the name of a file (without folders) is that of a kustomization. */
export function isKustomizationName(name: string): boolean {
  return kustomizationNames.has(name);
}

/** Whether a file may hold manifests, by its name (without folders). */
export function isManifestName(name: string): boolean {
  return name.endsWith(".yaml") || name.endsWith(".yml") || name === "Kustomization";
}

/** Why a file of this size is left out, or undefined. `size` in bytes. */
export function refuseSize(size: number): string | undefined {
  if (size <= maximumFileSize) return undefined;
  return `it is ${Math.round(size / 1024 / 1024)} MB large (limit ${maximumFileSize / 1024 / 1024} MB)`;
}

/** Why text with these first bytes is left out, or undefined: a NUL byte does not occur in YAML that is UTF-8. */
export function refuseBytes(bytes: Uint8Array): string | undefined {
  return bytes.subarray(0, 8192).includes(0) ? "it is not UTF-8 text" : undefined;
}
