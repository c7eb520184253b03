import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { folderOf } from "../project/defaultNamespaces";
import { Kustomizations } from "../project/kustomizations";
import { emptyProject, type ProjectSettings, projectFileName, readProjectFile } from "../project/projectFile";
import { nameOf, readIfFile } from "./disk";
import type { InputFile } from "./files";
import { InputError } from "./io";

/** The project file in force and the absolute folder it lies in. */
export interface Project {
  readonly settings: ProjectSettings;
  readonly folder: string;
  readonly text: string | undefined;
}

/**
 * Reads the nearest project file from the working directory upwards, not beyond the repository's root.
 * @throws InputError when a part of it cannot be understood
 */
export function findProject(cwd: string): Project {
  for (const folder of foldersUpToRoot(cwd)) {
    const file = join(folder, projectFileName);
    const text = readIfFile(file, cwd);
    if (text === undefined) continue;
    const settings = readProjectFile(text);
    if (settings.problems.length > 0) throw new InputError(`${nameOf(file, cwd)}: ${settings.problems.join(" ")}`);
    return { settings, folder, text };
  }
  return { settings: emptyProject, folder: cwd, text: undefined };
}

/** A folder and those above it up to the repository's root (or the topmost), all absolute. */
export function foldersUpToRoot(start: string): readonly string[] {
  const folders = [start];
  for (let folder = start; !existsSync(join(folder, ".git")) && dirname(folder) !== folder; ) {
    folder = dirname(folder);
    folders.push(folder);
  }
  return folders;
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
      for (const one of ["kustomization.yaml", "kustomization.yml", "Kustomization"]) {
        const kustomization = resolve(cwd, folder, one);
        const text = readIfFile(kustomization, cwd);
        if (text === undefined) continue;
        kustomizations.namespaces.update(nameOf(kustomization, cwd), text);
        kustomizations.update(nameOf(kustomization, cwd), text);
        break;
      }
    }
  }
  return kustomizations;
}
