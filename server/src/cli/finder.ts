import { statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve, sep } from "node:path";
import picomatch from "picomatch";
import { excludeMatcher, isExcludedWithFolders } from "../project/excludes";
import { walkManifests } from "../project/walk";
import { messageOf, nameOf } from "./disk";
import { GitIgnore } from "./gitignore";
import { InputError } from "./io";

export interface FinderOptions {
  /** Globs that are left out of folders, and the absolute folder they count from. */
  readonly excludes: readonly string[];
  readonly excludesFrom: string;
  /** Leaves out files that `excludes` covers even where they are named outright. */
  readonly excludesNamed: boolean;
}

/** What an operand stands for. */
export interface Found {
  /** Absolute. */
  readonly paths: readonly string[];
  /** The operand is the path of a file. */
  readonly outright: boolean;
}

/** Turns operands into absolute paths, and remembers the folders on whose entries the answer rests. */
export class Finder {
  readonly problems: string[] = [];
  /** Absolute: where walks started. */
  readonly roots = new Set<string>();
  /** Absolute: those that walks entered, and those that hold a file named outright. */
  readonly folders = new Set<string>();
  readonly #cwd: string;
  readonly #options: FinderOptions;
  readonly #isExcluded: (relative: string) => boolean;
  readonly #gitIgnore: GitIgnore;

  constructor(cwd: string, options: FinderOptions) {
    this.#cwd = cwd;
    this.#options = options;
    this.#isExcluded = excludeMatcher(options.excludes);
    this.#gitIgnore = new GitIgnore(cwd);
  }

  /** @throws InputError for a path that does not exist or a glob that matches nothing */
  find(operand: string): Found {
    const path = resolve(this.#cwd, operand);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) return { paths: this.#folder(operand, path), outright: false };
    const { base, isGlob } = picomatch.scan(operand);
    if (stats === undefined && isGlob) return { paths: this.#glob(operand, base), outright: false };
    this.folders.add(dirname(path));
    if (stats === undefined) throw new InputError(`No such file or folder: ${operand}`);
    if (!stats.isFile() && !stats.isFIFO()) throw new InputError(`${operand} is neither a file nor a folder.`);
    return { paths: this.#options.excludesNamed && this.#excludes(path) ? [] : [path], outright: true };
  }

  #folder(operand: string, path: string): readonly string[] {
    const paths = this.#walk(path);
    if (paths.length === 0) this.problems.push(`There is no manifest in ${operand}, or all are left out by .gitignore or an exclude.`);
    return paths;
  }

  #glob(pattern: string, base: string): readonly string[] {
    const start = resolve(this.#cwd, base);
    const exists = statSync(start, { throwIfNoEntry: false })?.isDirectory() === true;
    const matches = picomatch(isAbsolute(pattern) ? pattern : join(this.#cwd, pattern).split(sep).join("/"), { dot: true });
    const paths = exists ? this.#walk(start).filter((path) => matches(path.split(sep).join("/"))) : [];
    if (paths.length === 0) throw new InputError(`No manifest matches ${pattern}`);
    return paths;
  }

  #walk(folder: string): readonly string[] {
    this.roots.add(folder);
    const found = walkManifests(folder, {
      isExcluded: (below, isFolder) => {
        const path = join(folder, below);
        return this.#isExcluded(nameOf(path, this.#options.excludesFrom)) || this.#gitIgnore.ignores(path, isFolder);
      },
      onFolder: (path) => this.folders.add(path),
      onError: (path, error) => {
        this.problems.push(`${nameOf(path, this.#cwd)} cannot be listed: ${messageOf(error)}.`);
      },
    });
    return [...found];
  }

  #excludes(path: string): boolean {
    return isExcludedWithFolders(nameOf(path, this.#options.excludesFrom), this.#isExcluded);
  }
}
