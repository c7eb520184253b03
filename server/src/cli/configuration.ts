import { resolve } from "node:path";
import { defaultMesh, type MeshSettings } from "../core/model/mesh";
import type { LevelSetting } from "../core/rules/levels";
import { createSchemas } from "../core/schema/bundled";
import { readUserCrds } from "../core/schema/userCrds";
import type { Schemas } from "../core/schema/validateDocument";
import type { Options } from "./args";
import { nameOf, readIfFile } from "./disk";
import { InputError, type Io } from "./io";
import { findProject } from "./project";

/** What options and project file say together. */
export interface Configuration {
  readonly mesh: MeshSettings;
  readonly levels: ReadonlyMap<string, LevelSetting>;
  /** The namespace of resources that name none, where no kustomization gives one. */
  readonly defaultNamespace: string;
  readonly schemas: Schemas;
  readonly excludes: readonly string[];
  /** Absolute folder from which `excludes` count. */
  readonly excludesFrom: string;
  /** Absolute path of the file with CRDs. */
  readonly crds: string | undefined;
  /** All that was read from files: the same means the same configuration. */
  readonly source: string;
}

/**
 * Reads the project file and the CRDs under the options --default-namespace, --complete and --crds; `ruleLevels` go before those of
 * the project. Returns `previous` where nothing has changed since.
 * @throws InputError when a file is missing or cannot be understood
 */
export function readConfiguration(
  options: Options,
  io: Io,
  ruleLevels: readonly (readonly [string, LevelSetting])[],
  previous: Configuration | undefined,
): Configuration {
  const { settings, folder, text } = findProject(io.cwd);
  const option = options.get("crds")?.[0];
  const crds = option === undefined ? settings.crds && resolve(folder, settings.crds) : resolve(io.cwd, option);
  const crdsText = crds === undefined || crds === "" ? undefined : readIfFile(crds, io.cwd);
  if (crds && crdsText === undefined) throw new InputError(`No such file with CRDs: ${nameOf(crds, io.cwd)}`);
  const source = JSON.stringify([folder, text, crdsText]);
  if (source === previous?.source) return previous;
  return {
    mesh: { ...defaultMesh, ...settings.mesh, ...(options.has("complete") ? { complete: true } : {}) },
    levels: new Map([...settings.levels, ...ruleLevels]),
    defaultNamespace: options.get("default-namespace")?.[0] ?? settings.defaultNamespace ?? "default",
    schemas: crds && crdsText !== undefined ? readSchemas(nameOf(crds, io.cwd), crdsText, io) : createSchemas(),
    excludes: settings.excludes,
    excludesFrom: folder,
    crds,
    source,
  };
}

function readSchemas(name: string, text: string, io: Io): Schemas {
  const { kinds, problems } = readUserCrds(text);
  if (kinds.length === 0) throw new InputError(`${name}: ${problems.join("; ")}`);
  for (const problem of problems) io.err(`warning: ${name}: ${problem}.\n`);
  return createSchemas(kinds);
}
