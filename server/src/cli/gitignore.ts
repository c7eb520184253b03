import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import ignore, { type Ignore } from "ignore";

/** Answers whether git would ignore a path, by the .gitignore files from the repository's root down to the path. */
export class GitIgnore {
  readonly #byFolder = new Map<string, Ignore | undefined>();

  /** `path` is absolute. */
  ignores(path: string, isFolder: boolean): boolean {
    let ignored = false;
    for (const folder of this.#foldersAbove(path)) {
      const rules = this.#rulesOf(folder);
      if (rules === undefined) continue;
      const below = relative(folder, path).split(sep).join("/") + (isFolder ? "/" : "");
      const verdict = rules.test(below);
      if (verdict.ignored) ignored = true;
      else if (verdict.unignored) ignored = false;
    }
    return ignored;
  }

  /** From the repository's root (or the topmost folder) down. */
  #foldersAbove(path: string): string[] {
    const folders: string[] = [];
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      folders.unshift(folder);
      if (dirname(folder) === folder || existsSync(join(folder, ".git"))) return folders;
    }
  }

  #rulesOf(folder: string): Ignore | undefined {
    if (!this.#byFolder.has(folder)) {
      const file = join(folder, ".gitignore");
      this.#byFolder.set(folder, existsSync(file) ? ignore().add(readFileSync(file, "utf8")) : undefined);
    }
    return this.#byFolder.get(folder);
  }
}
