import type { WorkspaceOptions } from "../core/workspace";
import { folderOf } from "../project/defaultNamespaces";
import { excludeMatcher, type IsExcluded } from "../project/excludes";
import { Kustomizations } from "../project/kustomizations";
import { emptyProject, type ProjectSettings, projectFileName, readProjectFile } from "../project/projectFile";
import { displayPath, pathToId } from "./fileId";
import type { Host } from "./host";
import { SchemaSource } from "./schemaSource";
import { readSettings, type Settings } from "./settings";

/** What has to be redone after an update. */
export interface ConfigurationChange {
  /** Other files belong to the workspace. */
  readonly rescan: boolean;
  /** The workspace has to be configured anew. */
  readonly reconfigure: boolean;
  /** Other findings are shown. */
  readonly republish: boolean;
}

/** Everything that decides how files are read and checked: settings of the client, project files, kustomizations, CRDs. */
export class Configuration {
  readonly #host: Host;
  readonly #onProblem: (problem: string) => void;
  readonly #kustomizations = new Kustomizations();
  readonly #schemas: SchemaSource;
  /** Files whose ids start so have to be read anew: their default namespace or schema changed. */
  readonly #stale = new Set<string>();
  /** As `#stale`, of files that a kustomization of another folder includes. */
  readonly #staleElsewhere = new Set<string>();
  #settings: Settings = readSettings(undefined, emptyProject);
  #isExcluded: IsExcluded = () => false;

  constructor(host: Host, onProblem: (problem: string) => void) {
    this.#host = host;
    this.#onProblem = onProblem;
    this.#schemas = new SchemaSource(host);
  }

  get settings(): Settings {
    return this.#settings;
  }

  get isExcluded(): IsExcluded {
    return this.#isExcluded;
  }

  /** What the schemas are taken from. */
  get schemaName(): string {
    return this.#schemas.name;
  }

  workspaceOptions(): WorkspaceOptions {
    return {
      mesh: this.#settings.mesh,
      levels: this.#settings.levels,
      schemas: this.#schemas.schemas,
      defaultNamespace: (file) => this.#kustomizations.namespaceOf(file),
      kustomized: (file) => this.#kustomizations.of(file),
      textOf: (file) => this.#host.textOf(file),
    };
  }

  /** Whether a change of the file on disk calls for an update. */
  dependsOn(file: string): boolean {
    return file.endsWith(`/${projectFileName}`) || file === this.#schemas.file;
  }

  /** Reads the project files of the folders and the CRDs anew, and takes over what the client says. */
  async update(clientSettings: unknown, folders: readonly string[]): Promise<ConfigurationChange> {
    const before = this.#settings;
    const { project, folder } = await this.#readProjects(folders);
    const after = readSettings(clientSettings, project);
    this.#settings = after;
    this.#isExcluded = excludeMatcher(after.excludes);
    if (this.#kustomizations.namespaces.fallback !== after.defaultNamespace) {
      this.#kustomizations.namespaces.fallback = after.defaultNamespace;
      this.#stale.add("");
    }
    const crds = after.crds === undefined ? undefined : pathToId(after.crds, folder ?? folders[0]);
    const hasNewSchemas = await this.#schemas.load(crds, this.#onProblem);
    if (hasNewSchemas) this.#stale.add("");
    return {
      rescan: before.excludes.join() !== after.excludes.join(),
      reconfigure: hasNewSchemas || checkedBy(before) !== checkedBy(after),
      republish: before.diagnosticsScope !== after.diagnosticsScope,
    };
  }

  /** Takes over a file that is a kustomization; `text` is undefined when the file is gone. */
  noteFile(file: string, text: string | undefined): void {
    if (this.#kustomizations.namespaces.update(file, text)) this.#stale.add(`${folderOf(file)}/`);
    for (const included of this.#kustomizations.update(file, text)) this.#staleElsewhere.add(included);
  }

  get hasStaleFiles(): boolean {
    return this.#stale.size > 0 || this.#staleElsewhere.size > 0;
  }

  /** Which files have to be read anew since the last call. */
  takeStale(): (file: string) => boolean {
    const starts = [...this.#stale];
    const isIncluded = this.takeIncluded();
    this.#stale.clear();
    return (file) => starts.some((start) => file.startsWith(start)) || isIncluded(file);
  }

  /** Of those, the files for which a kustomization of another folder changed; the others are read after their own. */
  takeIncluded(): (file: string) => boolean {
    const included = [...this.#staleElsewhere];
    this.#staleElsewhere.clear();
    return (file) => included.some((one) => file === one || file.startsWith(`${one}/`));
  }

  /** Rules and mesh come from the first project file, default namespaces from each. */
  async #readProjects(folders: readonly string[]): Promise<{ readonly project: ProjectSettings; readonly folder: string | undefined }> {
    let first: { readonly project: ProjectSettings; readonly folder: string } | undefined;
    for (const folder of folders) {
      const file = `${folder}/${projectFileName}`;
      const content = await this.#host.read(file);
      const project = content !== undefined && "text" in content ? readProjectFile(content.text) : emptyProject;
      for (const problem of project.problems) this.#onProblem(`${displayPath(file, folders)}: ${problem}`);
      if (this.#kustomizations.namespaces.setFolder(folder, project.defaultNamespace)) this.#stale.add(`${folder}/`);
      if (content !== undefined) first ??= { project, folder };
    }
    return first ?? { project: emptyProject, folder: undefined };
  }
}

/** What of the settings a check depends on. */
function checkedBy(settings: Settings): string {
  return JSON.stringify([settings.mesh, [...settings.levels]]);
}
