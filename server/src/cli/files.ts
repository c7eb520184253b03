import { lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { type FileContent, refuseBytes, refuseSize } from "../project/manifestFile";
import { ManifestReader } from "../project/readManifest";
import { isMissing, messageOf, nameOf } from "./disk";
import { Finder, type FinderOptions } from "./finder";
import { InputError, type Io, UsageError } from "./io";

/** The name under which standard input is reported. */
const stdinName = "<stdin>";

/** A file to check. `name` is its path relative to the working directory, with `/`; `path` is absolute, undefined for standard input. */
export interface InputFile {
  readonly name: string;
  readonly path: string | undefined;
  readonly text: string;
  /** Differs whenever the file was written; only where `followed` is given. */
  readonly stamp: string | undefined;
}

export interface Inputs {
  readonly files: readonly InputFile[];
  /** Names of those that the operands stand for; the rest is context. */
  readonly named: ReadonlySet<string>;
  /** One sentence per file or folder that was left out, for people. */
  readonly problems: readonly string[];
  /** Absolute: where something has to change for the answer to change; see Finder. */
  readonly roots: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

export interface InputRequest extends FinderOptions {
  readonly operands: readonly string[];
  /** Operands whose files are read besides. */
  readonly context: readonly string[];
  /**
   * What was read before, by name: files whose stamp is the same are not read again. With it, what has gone since is a problem to be
   * told, not an error.
   */
  readonly followed: ReadonlyMap<string, InputFile> | undefined;
}

/**
 * Finds and reads the files that the operands name. Files named outright are taken whatever their name and .gitignore say.
 * @throws InputError for a path that does not exist or cannot be read, or a glob that matches nothing
 */
export async function readInputs(request: InputRequest, io: Io): Promise<Inputs> {
  const collector = new Collector(request, io);
  for (const operand of request.operands) await collector.add(operand);
  const named = new Set(collector.files.keys());
  for (const operand of request.context) await collector.add(operand);
  const { files, problems, finder } = collector;
  return { files: [...files.values()], named, problems: [...finder.problems, ...problems], roots: finder.roots, folders: finder.folders };
}

class Collector {
  readonly files = new Map<string, InputFile>();
  readonly problems: string[] = [];
  readonly finder: Finder;
  readonly #reader = new ManifestReader();
  readonly #io: Io;
  readonly #followed: InputRequest["followed"];

  constructor(request: InputRequest, io: Io) {
    this.finder = new Finder(io.cwd, request);
    this.#io = io;
    this.#followed = request.followed;
  }

  async add(operand: string): Promise<void> {
    if (operand === "-") {
      if (this.files.has(stdinName)) throw new UsageError("Standard input (-) is given twice.");
      const content = await readStdin(this.#io);
      if ("skipped" in content) throw new InputError(`Standard input cannot be checked: ${content.skipped}.`);
      this.files.set(stdinName, { name: stdinName, path: undefined, text: content.text, stamp: undefined });
      return;
    }
    try {
      const { paths, outright } = this.finder.find(operand);
      for (const path of paths) this.#addFile(path, outright);
    } catch (error) {
      if (!(error instanceof InputError) || this.#followed === undefined) throw error;
      this.problems.push(error.message.replace(/[^.]$/, "$&."));
    }
  }

  #addFile(path: string, outright: boolean): void {
    const name = nameOf(path, this.#io.cwd);
    if (this.files.has(name)) return;
    try {
      const stamp = this.#followed === undefined ? undefined : this.#stampOf(path);
      const known = this.#followed?.get(name);
      const content = known !== undefined && known.stamp === stamp ? known : this.#read(path);
      if ("text" in content) this.files.set(name, { name, path, text: content.text, stamp });
      else this.#leaveOut(name, outright, content.skipped);
    } catch (error) {
      if (error instanceof InputError) throw error;
      // Between listing and reading a file may go.
      if (outright || !isMissing(error)) this.#leaveOut(name, outright, messageOf(error));
    }
  }

  /** To call a file clean that was asked for by name and could not be read would be wrong; in folders such files are told. */
  #leaveOut(name: string, outright: boolean, reason: string): void {
    if (outright) throw new InputError(`${name} cannot be checked: ${reason}.`);
    this.problems.push(`${name} is left out: ${reason}.`);
  }

  #read(path: string): FileContent {
    return statSync(path).isFIFO() ? textOf(readFileSync(path)) : this.#reader.read(path);
  }

  /** Asked before reading, so that a write in between is seen next time. */
  #stampOf(path: string): string {
    if (lstatSync(path).isSymbolicLink()) this.finder.folders.add(dirname(realpathSync(path)));
    const { mtimeNs, ctimeNs, size, ino } = statSync(path, { bigint: true });
    return [mtimeNs, ctimeNs, size, ino].join(" ");
  }
}

function textOf(bytes: Buffer): FileContent {
  const skipped = refuseSize(bytes.length) ?? refuseBytes(bytes);
  return skipped === undefined ? { text: withoutMark(bytes.toString("utf8")) } : { skipped };
}

async function readStdin(io: Io): Promise<FileContent> {
  const text = await io.stdin();
  const tooLarge = refuseSize(text.length);
  if (tooLarge !== undefined) return { skipped: tooLarge };
  return text.includes("\0") ? { skipped: "it is not UTF-8 text" } : { text: withoutMark(text) };
}

function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}
