import type { GroupVersionKind, Resource } from "../model/resource";
import type { LocalFinding } from "../rules/finding";
import type { ValidatedKind, ValidationRule } from "../rules/validation";
import { Field, type ManifestPath } from "../rules/validation/field";
import { validationRulesFor } from "../rules/validation/registry";
import type { Node } from "../syntax/node";
import type { Plain } from "../syntax/plain";
import { locate, valueSpan } from "./locate";
import { toFix } from "./manifestEdits";
import type { SchemaViolation } from "./validator";

export interface ManifestToValidate {
  readonly text: string;
  /** The manifest's root mapping, and the same as plain value. */
  readonly root: Node;
  readonly value: Plain;
  readonly resource: Resource;
}

/** What Istio's validation webhook would say of an object, except at places where the schema already has something against it. */
export function validationFindings(manifest: ManifestToValidate, violations: readonly SchemaViolation[]): readonly LocalFinding[] {
  const { value, resource } = manifest;
  const kind = validatedKind(resource.gvk);
  if (kind === undefined) return [];
  const root = new Field(value);
  const object = {
    kind,
    name: resource.name.value,
    namespace: resource.effectiveNamespace,
    root,
    spec: root.get("spec") ?? new Field(undefined, root, "spec"),
  };
  const reported = new ReportedPlaces(violations);
  const findings: LocalFinding[] = [];
  for (const rule of validationRulesFor(kind)) {
    rule.check(object, (path, message, options = {}) => {
      if (reported.covers(path) || (options.missing === true && (resource.masked || resource.isPatch || reported.misspells(path)))) return;
      findings.push(toFinding(rule, path, message, options, { manifest, kind }));
    });
  }
  return findings;
}

type ReportArguments = Parameters<Parameters<ValidationRule["check"]>[1]>;

function toFinding(
  rule: ValidationRule,
  path: ManifestPath,
  message: string,
  { on, level, deprecated, fixes }: NonNullable<ReportArguments[2]>,
  { manifest, kind }: { readonly manifest: ManifestToValidate; readonly kind: ValidatedKind },
): LocalFinding {
  const place = locate(manifest.root, path);
  const rejected = (level ?? rule.level) === "error" && kind !== "Service";
  return {
    code: rule.code,
    at: on === "key" ? place.keySpan : valueSpan(place),
    message: rejected ? `${message} The webhook rejects the ${kind}: nothing of it is applied.` : message,
    resource: manifest.resource,
    ...(level === undefined ? {} : { level }),
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(fixes === undefined ? {} : { fixes: () => fixes.flatMap((fix) => toFix(fix, manifest)) }),
  };
}

/** The paths at which the schema found something; below a value of the wrong type everything counts. */
class ReportedPlaces {
  readonly #paths = new Set<string>();
  readonly #wrongTypes = new Set<string>();
  readonly #unknownFields = new Set<string>();

  constructor(violations: readonly SchemaViolation[]) {
    for (const violation of violations) {
      for (const path of pathsOf(violation)) this.#paths.add(path.join("/"));
      if (violation.keyword === "type") this.#wrongTypes.add(violation.path.join("/"));
      if (violation.keyword === "unknown") this.#unknownFields.add(violation.path.join("/"));
    }
  }

  covers(path: ManifestPath): boolean {
    if (this.#paths.size === 0) return false;
    return (
      this.#paths.has(path.join("/")) ||
      (this.#wrongTypes.size > 0 && path.some((_, at) => this.#wrongTypes.has(path.slice(0, at).join("/"))))
    );
  }

  /** Whether there is a field without meaning where something is missing: most likely that is what was meant. */
  misspells(path: ManifestPath): boolean {
    return this.#unknownFields.has(path.join("/")) || this.#unknownFields.has(path.slice(0, -1).join("/"));
  }
}

/** The value that is at fault, and the fields of it that are. */
function pathsOf(violation: SchemaViolation): readonly ManifestPath[] {
  const { path } = violation;
  switch (violation.keyword) {
    case "unknown":
      return [[...path, violation.field]];
    case "required":
      return [path, [...path, violation.field]];
    case "one-of":
      return [path, ...violation.present.map((field) => [...path, field])];
    default:
      return [path];
  }
}

function validatedKind({ group, kind }: GroupVersionKind): ValidatedKind | undefined {
  const groups: Readonly<Record<string, string>> = groupOfKind;
  return Object.hasOwn(groups, kind) && groups[kind] === group ? (kind as ValidatedKind) : undefined;
}

const groupOfKind: Readonly<Record<ValidatedKind, string>> = {
  VirtualService: "networking.istio.io",
  DestinationRule: "networking.istio.io",
  Gateway: "networking.istio.io",
  ServiceEntry: "networking.istio.io",
  Sidecar: "networking.istio.io",
  WorkloadEntry: "networking.istio.io",
  WorkloadGroup: "networking.istio.io",
  EnvoyFilter: "networking.istio.io",
  ProxyConfig: "networking.istio.io",
  AuthorizationPolicy: "security.istio.io",
  PeerAuthentication: "security.istio.io",
  RequestAuthentication: "security.istio.io",
  Telemetry: "telemetry.istio.io",
  WasmPlugin: "extensions.istio.io",
  TrafficExtension: "extensions.istio.io",
  Service: "",
};
