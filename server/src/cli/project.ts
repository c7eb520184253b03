import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { folderOf } from "../project/defaultNamespaces";
import { Kustomizations } from "../project/kustomizations";
import { emptyProject, type ProjectSettings, projectFileName, readProjectFile } from "../project/projectFile";
import { type InputFile, nameOf } from "./files";
import { UsageError } from "./io";

/** The project file in force and the absolute folder it lies in. */
export interface Project {
  readonly settings: ProjectSettings;
  readonly folder: string;
}

/**
 * Reads the nearest project file from the working directory upwards, not beyond the repository's root.
 * @throws UsageError when a part of it cannot be understood
 */
export function findProject(cwd: string): Project {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const file = join(folder, projectFileName);
    if (existsSync(file)) {
      const settings = readProjectFile(readFileSync(file, "utf8"));
      if (settings.problems.length > 0) throw new UsageError(`${nameOf(file, cwd)}: ${settings.problems.join(" ")}`);
      return { settings, folder };
    }
    if (dirname(folder) === folder || existsSync(join(folder, ".git"))) return { settings: emptyProject, folder: cwd };
  }
}

/** The kustomizations among the files and in the folders above them, up to the working directory. */
export function findKustomizations(files: readonly InputFile[], cwd: string, fallback: string): Kustomizations {
  const kustomizations = new Kustomizations();
  kustomizations.namespaces.fallback = fallback;
  const seen = new Set<string>();
  for (const { name, path } of files) {
    if (path === undefined) continue;
    for (let folder = folderOf(name); !seen.has(folder); folder = folderOf(folder)) {
      seen.add(folder);
      const kustomization = ["kustomization.yaml", "kustomization.yml", "Kustomization"]
        .map((one) => resolve(cwd, folder, one))
        .find((one) => existsSync(one));
      if (kustomization === undefined) continue;
      const text = readFileSync(kustomization, "utf8");
      kustomizations.namespaces.update(nameOf(kustomization, cwd), text);
      kustomizations.update(nameOf(kustomization, cwd), text);
    }
  }
  return kustomizations;
}
