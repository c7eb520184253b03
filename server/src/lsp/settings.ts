import { defaultMesh, type MeshSettings } from "../core/model/mesh";
import { pathNormalizationOf } from "../core/model/meshConfig";
import { levels } from "../core/rules/finding";
import type { LevelSetting } from "../core/rules/levels";
import type { ProjectSettings } from "../project/projectFile";

/** The settings of the namespace `istioTraffic` that the server reads; those for the cluster stay with the client. */
export interface Settings {
  readonly diagnosticsScope: "workspace" | "open";
  readonly levels: ReadonlyMap<string, LevelSetting>;
  readonly defaultNamespace: string;
  readonly mesh: MeshSettings;
  readonly excludes: readonly string[];
  /** Path of the user's own CRDs. */
  readonly crds: string | undefined;
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
}

/**
 * Reads the settings as the client sends them. What is missing, empty or of the wrong type falls back to the project file, then to
 * the default.
 */
export function readSettings(value: unknown, project: ProjectSettings): Settings {
  const settings = recordOf(value);
  const mesh = recordOf(settings.mesh);
  const policy = mesh.outboundTrafficPolicy;
  return {
    diagnosticsScope: recordOf(settings.diagnostics).scope === "open" ? "open" : "workspace",
    levels: new Map([...project.levels, ...readLevels(settings.rules)]),
    defaultNamespace: text(settings.defaultNamespace) ?? "default",
    mesh: {
      ...defaultMesh,
      ...project.mesh,
      domain: text(mesh.domain) ?? project.mesh.domain ?? defaultMesh.domain,
      rootNamespace: text(mesh.rootNamespace) ?? project.mesh.rootNamespace ?? defaultMesh.rootNamespace,
      outboundTrafficPolicy:
        policy === "ALLOW_ANY" || policy === "REGISTRY_ONLY"
          ? policy
          : (project.mesh.outboundTrafficPolicy ?? defaultMesh.outboundTrafficPolicy),
      pathNormalization: pathNormalizationOf(mesh.pathNormalization) ?? project.mesh.pathNormalization ?? defaultMesh.pathNormalization,
      complete: typeof mesh.complete === "boolean" ? mesh.complete : (project.mesh.complete ?? defaultMesh.complete),
    },
    excludes: [...project.excludes, ...readStrings(recordOf(settings.files).exclude)],
    crds: text(settings.crds) ?? project.crds,
    codeLens: settings.codeLens !== false,
    inlayHints: settings.inlayHints !== false,
  };
}

function readLevels(value: unknown): [string, LevelSetting][] {
  return Object.entries(recordOf(value)).flatMap(([code, level]) => (isLevelSetting(level) ? [[code, level]] : []));
}

function isLevelSetting(value: unknown): value is LevelSetting {
  return value === "off" || levels.some((level) => level === value);
}

function readStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === "string" && entry !== "") : [];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
