import { statSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import picomatch from "picomatch";
import { excludeMatcher } from "../project/excludes";
import { type FileContent, refuseSize } from "../project/manifestFile";
import { ManifestReader } from "../project/readManifest";
import { walkManifests } from "../project/walk";
import { GitIgnore } from "./gitignore";
import { type Io, UsageError } from "./io";

/** The name under which standard input is reported. */
export const stdinName = "<stdin>";

/** A file to check. `name` is its path relative to the working directory, with `/`; `path` is absolute, undefined for standard input. */
export interface InputFile {
  readonly name: string;
  readonly path: string | undefined;
  readonly text: string;
}

export interface Inputs {
  readonly files: readonly InputFile[];
  /** One sentence per file or folder that was left out, for people. */
  readonly problems: readonly string[];
}

export interface InputOptions {
  /** Globs that are left out of folders, and the absolute folder they count from. */
  readonly excludes: readonly string[];
  readonly excludesFrom: string;
}

/**
 * Finds and reads the files that the operands name. Files named outright are taken whatever their name and .gitignore say.
 * @throws UsageError for a path that does not exist or a glob that matches nothing
 */
export async function readInputs(operands: readonly string[], io: Io, options: InputOptions): Promise<Inputs> {
  const finder = new Finder(io.cwd, options);
  const problems: string[] = [];
  const files = new Map<string, InputFile>();
  const reader = new ManifestReader();
  for (const operand of operands) {
    if (operand === "-") {
      if (files.has(stdinName)) throw new UsageError("Standard input (-) is given twice.");
      add(stdinName, undefined, await readStdin(io));
      continue;
    }
    for (const path of finder.find(operand)) {
      const name = nameOf(path, io.cwd);
      if (!files.has(name)) add(name, path, read(path));
    }
  }
  return { files: [...files.values()], problems: [...finder.problems, ...problems] };

  function add(name: string, path: string | undefined, content: FileContent): void {
    if ("text" in content) files.set(name, { name, path, text: content.text });
    else problems.push(`${name} is left out: ${content.skipped}.`);
  }

  function read(path: string): FileContent {
    try {
      return reader.read(path);
    } catch (error) {
      return { skipped: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** A path relative to the working directory, with `/`. */
export function nameOf(path: string, cwd: string): string {
  return relative(cwd, path).split(sep).join("/");
}

async function readStdin(io: Io): Promise<FileContent> {
  const text = await io.stdin();
  const tooLarge = refuseSize(text.length);
  if (tooLarge !== undefined) return { skipped: tooLarge };
  return text.includes("\0") ? { skipped: "it is not UTF-8 text" } : { text: text.startsWith("\ufeff") ? text.slice(1) : text };
}

/** Turns operands into absolute paths. */
class Finder {
  readonly problems: string[] = [];
  readonly #cwd: string;
  readonly #excludesFrom: string;
  readonly #isExcluded: (relative: string) => boolean;
  readonly #gitIgnore = new GitIgnore();

  constructor(cwd: string, options: InputOptions) {
    this.#cwd = cwd;
    this.#excludesFrom = options.excludesFrom;
    this.#isExcluded = excludeMatcher(options.excludes);
  }

  find(operand: string): Iterable<string> {
    const path = resolve(this.#cwd, operand);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) return this.#walk(path);
    if (stats !== undefined) return [path];
    const { base, isGlob } = picomatch.scan(operand);
    if (!isGlob) throw new UsageError(`No such file or folder: ${operand}`);
    const matched = this.#glob(operand, base);
    if (matched.length === 0) throw new UsageError(`No manifest matches ${operand}`);
    return matched;
  }

  #glob(pattern: string, base: string): string[] {
    const start = resolve(this.#cwd, base);
    if (statSync(start, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
    const matches = picomatch(isAbsolute(pattern) ? pattern : join(this.#cwd, pattern).split(sep).join("/"), { dot: true });
    return [...this.#walk(start)].filter((path) => matches(path.split(sep).join("/")));
  }

  #walk(folder: string): Iterable<string> {
    return walkManifests(folder, {
      isExcluded: (below, isFolder) => {
        const path = join(folder, below);
        return this.#isExcluded(nameOf(path, this.#excludesFrom)) || this.#gitIgnore.ignores(path, isFolder);
      },
      onError: (path, error) => {
        this.problems.push(`${nameOf(path, this.#cwd)} cannot be listed: ${error instanceof Error ? error.message : String(error)}.`);
      },
    });
  }
}
