import { type MeshSettings, pathNormalizations } from "../core/model/mesh";
import { pathNormalizationOf, settingsOfMeshConfig } from "../core/model/meshConfig";
import { unknownCode } from "../core/rules/explain";
import { levels } from "../core/rules/finding";
import type { LevelSetting } from "../core/rules/levels";
import { ruleInfo } from "../core/rules/registry";
import { parseDocument } from "../core/syntax/parse";
import { isPlainMap, type Plain, type PlainMap, toPlain } from "../core/syntax/plain";
import { LineIndex } from "../core/text/lineIndex";

/** The file at the root of a workspace (or in the working directory) that both the editor and the command line read. */
export const projectFileName = ".istio-traffic.yaml";

/** What a project says about itself. `problems` tells what of the file could not be understood, one sentence each. */
export interface ProjectSettings {
  readonly levels: ReadonlyMap<string, LevelSetting>;
  readonly defaultNamespace: string | undefined;
  readonly mesh: Partial<MeshSettings>;
  /** Globs on paths below the folder of the file. */
  readonly excludes: readonly string[];
  /** Path of the CRDs of the project's own Istio version, absolute or relative to the folder of the file. */
  readonly crds: string | undefined;
  readonly problems: readonly string[];
}

export const emptyProject: ProjectSettings = {
  levels: new Map(),
  defaultNamespace: undefined,
  mesh: {},
  excludes: [],
  crds: undefined,
  problems: [],
};

/**
 * Reads the text of a project file:
 * `rules: {code: level}`, `defaultNamespace`, `mesh: {domain, rootNamespace, outboundTrafficPolicy, pathNormalization, complete, config}` (`config` is a MeshConfig), `exclude: [glob]`, `crds: path`.
 */
export function readProjectFile(text: string): ProjectSettings {
  const { root, problems: syntax } = parseDocument(text);
  const lines = new LineIndex(text);
  const problems = syntax.map(({ message, span }) => `Line ${lines.positionAt(span.start).line + 1}: ${message}`);
  if (root === undefined || problems.length > 0) return { ...emptyProject, problems };
  const value = toPlain(root);
  if (!isPlainMap(value)) return { ...emptyProject, problems: ["The file must be a mapping."] };
  const read = new Reader(problems);
  read.knownKeys(value, "", ["rules", "defaultNamespace", "mesh", "exclude", "crds"]);
  return {
    levels: read.levels(value.rules),
    defaultNamespace: read.text(value.defaultNamespace, "defaultNamespace"),
    mesh: read.mesh(value.mesh),
    excludes: read.texts(value.exclude, "exclude"),
    crds: read.text(value.crds, "crds"),
    problems,
  };
}

/** Reads values and notes what does not fit. */
class Reader {
  readonly #problems: string[];

  constructor(problems: string[]) {
    this.#problems = problems;
  }

  knownKeys(map: PlainMap, path: string, known: readonly string[]): void {
    for (const key of Object.keys(map)) {
      if (!known.includes(key)) this.#problems.push(`Unknown key "${path}${key}"; known are ${known.join(", ")}.`);
    }
  }

  levels(value: Plain | undefined): ReadonlyMap<string, LevelSetting> {
    const found = new Map<string, LevelSetting>();
    for (const [code, level] of Object.entries(this.#map(value, "rules"))) {
      if (ruleInfo(code) === undefined) this.#problems.push(unknownCode(code));
      // YAML reads a bare `off` as false.
      const setting = level === false ? "off" : ["off", ...levels].find((known): known is LevelSetting => known === level);
      if (setting === undefined) this.#problems.push(`"rules.${code}" must be one of off, ${levels.join(", ")}.`);
      else found.set(code, setting);
    }
    return found;
  }

  mesh(value: Plain | undefined): Partial<MeshSettings> {
    const map = this.#map(value, "mesh");
    this.knownKeys(map, "mesh.", ["domain", "rootNamespace", "outboundTrafficPolicy", "pathNormalization", "complete", "config"]);
    const domain = this.text(map.domain, "mesh.domain");
    const rootNamespace = this.text(map.rootNamespace, "mesh.rootNamespace");
    const policy = map.outboundTrafficPolicy;
    const isPolicy = policy === "ALLOW_ANY" || policy === "REGISTRY_ONLY";
    if (policy !== undefined && !isPolicy) this.#problems.push('"mesh.outboundTrafficPolicy" must be ALLOW_ANY or REGISTRY_ONLY.');
    const normalization = pathNormalizationOf(map.pathNormalization);
    if (map.pathNormalization !== undefined && normalization === undefined)
      this.#problems.push(`"mesh.pathNormalization" must be one of ${pathNormalizations.join(", ")}.`);
    const complete = map.complete;
    if (complete !== undefined && typeof complete !== "boolean") this.#problems.push('"mesh.complete" must be true or false.');
    return {
      ...(map.config === undefined ? {} : settingsOfMeshConfig(this.#map(map.config, "mesh.config"))),
      ...(domain === undefined ? {} : { domain }),
      ...(rootNamespace === undefined ? {} : { rootNamespace }),
      ...(isPolicy ? { outboundTrafficPolicy: policy } : {}),
      ...(normalization === undefined ? {} : { pathNormalization: normalization }),
      ...(typeof complete === "boolean" ? { complete } : {}),
    };
  }

  text(value: Plain | undefined, path: string): string | undefined {
    if (value === undefined || typeof value === "string") return value;
    this.#problems.push(`"${path}" must be a text.`);
    return undefined;
  }

  texts(value: Plain | undefined, path: string): readonly string[] {
    if (value === undefined) return [];
    if (Array.isArray(value)) return value.flatMap((entry: Plain, at) => this.text(entry, `${path}[${at}]`) ?? []);
    this.#problems.push(`"${path}" must be a list of texts.`);
    return [];
  }

  #map(value: Plain | undefined, path: string): PlainMap {
    if (isPlainMap(value)) return value;
    if (value !== undefined && value !== null) this.#problems.push(`"${path}" must be a mapping.`);
    return {};
  }
}
