import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defaultMesh } from "../core/model/mesh";
import type { LevelSetting } from "../core/rules/levels";
import { createSchemas } from "../core/schema/bundled";
import { readUserCrds } from "../core/schema/userCrds";
import type { Schemas } from "../core/schema/validateDocument";
import { Workspace } from "../core/workspace";
import { type InputFile, nameOf, readInputs } from "./files";
import { type Io, UsageError } from "./io";
import { findKustomizations, findProject } from "./project";

/** Options by name, without dashes. */
export type Options = ReadonlyMap<string, readonly string[]>;

/** The files that operands name, and a workspace that holds them. */
export interface LoadedWorkspace {
  readonly workspace: Workspace;
  readonly files: readonly InputFile[];
  /** By name; what the workspace reads again. */
  readonly texts: Map<string, string>;
  /** The namespace of resources that name none, where no kustomization gives one. */
  readonly defaultNamespace: string;
}

/**
 * Reads the files that the operands name under the project's settings and the options --default-namespace, --complete and --crds.
 * What is left out is told on standard error. `ruleLevels` go before those of the project.
 */
export async function loadWorkspace(
  operands: readonly string[],
  options: Options,
  io: Io,
  ruleLevels: readonly (readonly [string, LevelSetting])[] = [],
): Promise<LoadedWorkspace> {
  const { settings, folder } = findProject(io.cwd);
  const { files, problems } = await readInputs(operands, io, { excludes: settings.excludes, excludesFrom: folder });
  for (const problem of problems) io.err(`warning: ${problem}\n`);
  const defaultNamespace = options.get("default-namespace")?.[0] ?? settings.defaultNamespace ?? "default";
  const kustomizations = findKustomizations(files, io.cwd, defaultNamespace);
  const texts = new Map(files.map((file) => [file.name, file.text]));
  const workspace = new Workspace({
    mesh: { ...defaultMesh, ...settings.mesh, ...(options.has("complete") ? { complete: true } : {}) },
    defaultNamespace: (file) => kustomizations.namespaceOf(file),
    kustomized: (file) => kustomizations.of(file),
    levels: new Map([...settings.levels, ...ruleLevels]),
    schemas: readSchemas(options.get("crds")?.[0], settings.crds, folder, io),
    textOf: (file) => texts.get(file),
  });
  for (const { name, text } of files) workspace.setFile(name, text, false);
  return { workspace, files, texts, defaultNamespace };
}

/** The bundled schemas, or those of the CRDs that an option (from the working directory) or the project file (from its folder) names. */
function readSchemas(option: string | undefined, setting: string | undefined, projectFolder: string, io: Io): Schemas {
  const path = option === undefined ? setting && resolve(projectFolder, setting) : resolve(io.cwd, option);
  if (path === undefined || path === "") return createSchemas();
  const name = nameOf(path, io.cwd);
  if (!existsSync(path)) throw new UsageError(`No such file with CRDs: ${name}`);
  const { kinds, problems } = readUserCrds(readFileSync(path, "utf8"));
  if (kinds.length === 0) throw new UsageError(`${name}: ${problems.join("; ")}`);
  for (const problem of problems) io.err(`warning: ${name}: ${problem}.\n`);
  return createSchemas(kinds);
}
