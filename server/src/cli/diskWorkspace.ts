import type { LevelSetting } from "../core/rules/levels";
import { Workspace, type WorkspaceOptions } from "../core/workspace";
import { Kustomizations } from "../project/kustomizations";
import type { Options } from "./args";
import { type Configuration, readConfiguration } from "./configuration";
import { type InputFile, type Inputs, readInputs } from "./files";
import { InputError, type Io } from "./io";
import { findKustomizations } from "./project";

/** What differs from the last reading; names of files, sorted. */
export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** The project file or the CRDs are others. */
  readonly settings: boolean;
}

/** The files that operands stand for in a workspace, under the project's settings, as they are on disk at each reading. */
export class DiskWorkspace {
  readonly workspace: Workspace;
  /** By name; what the workspace reads again. */
  readonly texts = new Map<string, string>();
  readonly #operands: readonly string[];
  readonly #options: Options;
  readonly #io: Io;
  readonly #ruleLevels: readonly (readonly [string, LevelSetting])[];
  readonly #files = new Map<string, InputFile>();
  /** By file: the default namespace and what kustomizations make of it, as it was read. */
  readonly #readUnder = new Map<string, string>();
  #configuration: Configuration;
  #kustomizations = new Kustomizations();
  #inputs: Inputs | undefined;
  #told: ReadonlySet<string> = new Set();

  /** @throws InputError where the project's settings cannot be understood */
  constructor(operands: readonly string[], options: Options, io: Io, ruleLevels: readonly (readonly [string, LevelSetting])[] = []) {
    this.#operands = operands;
    this.#options = options;
    this.#io = io;
    this.#ruleLevels = ruleLevels;
    this.#configuration = readConfiguration(options, io, ruleLevels, undefined);
    this.workspace = new Workspace(this.#workspaceOptions());
  }

  get files(): readonly InputFile[] {
    return this.#inputs?.files ?? [];
  }

  /** Names of the files that the operands stand for, without those of --context. */
  get named(): ReadonlySet<string> {
    return this.#inputs?.named ?? new Set();
  }

  get configuration(): Configuration {
    return this.#configuration;
  }

  /** Absolute folders that have to be watched, see Finder. */
  get watched(): Pick<Inputs, "roots" | "folders"> {
    return this.#inputs ?? { roots: new Set(), folders: new Set() };
  }

  /**
   * Takes over the files as they are, told apart from what was taken over before. What is left out is told on standard error, once.
   * @throws InputError at the first reading, where an operand stands for nothing
   */
  async read(): Promise<Changes> {
    const problems: string[] = [];
    const settings = this.#readConfiguration(problems);
    const inputs = await readInputs(
      {
        operands: this.#operands,
        context: this.#options.get("context") ?? [],
        excludes: this.#configuration.excludes,
        excludesFrom: this.#configuration.excludesFrom,
        excludesNamed: this.#options.has("context"),
        followed: this.#options.has("watch") && this.#inputs !== undefined ? this.#files : undefined,
      },
      this.#io,
    );
    this.#inputs = inputs;
    this.#tell([...problems, ...inputs.problems]);
    return this.#take(inputs.files, settings);
  }

  #take(files: readonly InputFile[], settings: boolean): Changes {
    const { defaultNamespace } = this.#configuration;
    this.#kustomizations = findKustomizations(files, this.#io.cwd, defaultNamespace);
    const names = new Set(files.map(({ name }) => name));
    const removed = [...this.#files.keys()].filter((name) => !names.has(name));
    const added = files.filter(({ name }) => !this.#files.has(name));
    const changed = files.filter(({ name, text }) => this.#files.has(name) && this.texts.get(name) !== text);
    const touched = new Set([...added, ...changed]);
    const stale = files.filter(({ name }) => settings || this.#readUnder.get(name) !== this.#placeOf(name));
    for (const name of removed) this.#forget(name);
    // What was read under other settings must not be taken over.
    for (const { name } of stale) this.workspace.removeFile(name);
    for (const file of files) {
      this.#files.set(file.name, file);
      if (touched.has(file) || !this.workspace.hasFile(file.name)) this.#set(file);
    }
    const sorted = (some: readonly InputFile[]) => some.map(({ name }) => name).sort();
    return { added: sorted(added), changed: sorted(changed), removed: removed.sort(), settings };
  }

  #set({ name, text }: InputFile): void {
    this.texts.set(name, text);
    this.#readUnder.set(name, this.#placeOf(name));
    this.workspace.setFile(name, text, false);
  }

  #placeOf(name: string): string {
    return JSON.stringify([this.#kustomizations.namespaceOf(name), this.#kustomizations.of(name)]);
  }

  #forget(name: string): void {
    this.#files.delete(name);
    this.texts.delete(name);
    this.#readUnder.delete(name);
    this.workspace.removeFile(name);
  }

  /** Whether the configuration is another one; one that cannot be understood any more stays in force as it was. */
  #readConfiguration(problems: string[]): boolean {
    const before = this.#configuration;
    try {
      this.#configuration = readConfiguration(this.#options, this.#io, this.#ruleLevels, before);
    } catch (error) {
      if (!(error instanceof InputError) || this.#inputs === undefined) throw error;
      problems.push(`${error.message} What it said before stays in force.`);
    }
    if (this.#configuration === before) return false;
    this.workspace.configure(this.#workspaceOptions());
    return true;
  }

  #workspaceOptions(): WorkspaceOptions {
    const { mesh, levels, schemas } = this.#configuration;
    return {
      mesh,
      levels,
      schemas,
      defaultNamespace: (file) => this.#kustomizations.namespaceOf(file),
      kustomized: (file) => this.#kustomizations.of(file),
      textOf: (file) => this.texts.get(file),
    };
  }

  #tell(problems: readonly string[]): void {
    for (const problem of problems) if (!this.#told.has(problem)) this.#io.err(`warning: ${problem}\n`);
    this.#told = new Set(problems);
  }
}
