import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import { readIfFile } from "./disk";

/** The rules of one .gitignore file and the folder they count from. */
interface FolderRules {
  readonly folder: string;
  readonly rules: Ignore;
}

/** Answers whether git would ignore a path, by the .gitignore files from the repository's root down to the path. */
export class GitIgnore {
  readonly #cwd: string;
  /** By folder: the rules in force there, from the root down. */
  readonly #inForce = new Map<string, readonly FolderRules[]>();

  /** @param cwd names in messages are relative to it */
  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** `path` is absolute. Folders above it are not asked again: a walk does not enter those that are ignored. */
  ignores(path: string, isFolder: boolean): boolean {
    let ignored = false;
    for (const { folder, rules } of this.#rulesOf(dirname(path))) {
      const below = relative(folder, path).split(sep).join("/") + (isFolder ? "/" : "");
      const verdict = rules.test(below);
      if (verdict.ignored) ignored = true;
      else if (verdict.unignored) ignored = false;
    }
    return ignored;
  }

  #rulesOf(folder: string): readonly FolderRules[] {
    const known = this.#inForce.get(folder);
    if (known !== undefined) return known;
    const isRoot = dirname(folder) === folder || existsSync(join(folder, ".git"));
    const above = isRoot ? [] : this.#rulesOf(dirname(folder));
    const text = readIfFile(join(folder, ".gitignore"), this.#cwd);
    const rules = text === undefined ? above : [...above, { folder, rules: ignore().add(text) }];
    this.#inForce.set(folder, rules);
    return rules;
  }
}
