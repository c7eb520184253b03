import type { Constraint } from "./constraints";
import type { KindSchema, SchemaNode, SchemaType } from "./schemaNode";

/** A validation rule (CEL) of a CRD for which no named constraint is known, or a keyword that is not translated. */
export interface CrdGap {
  readonly kind: string;
  readonly version: string;
  /** As in `spec.http[].match[].headers{*}`: `[]` for list items, `{*}` for values of a map. */
  readonly place: string;
  readonly reason: "rule" | "keyword";
  /** The fingerprint of the rule, or the keyword. */
  readonly what: string;
}

/** Named constraints by the fingerprint of the rule they stand for (schemas/constraints/rules.json). */
export type ConstraintTable = Readonly<Record<string, Constraint>>;

/** The structure of a kind, without any text of its CRD. */
export interface CrdStructure {
  readonly kind: KindSchema;
  readonly gaps: readonly CrdGap[];
}

type Raw = Readonly<Record<string, unknown>>;

/**
 * Reads the structure of a CustomResourceDefinition object (apiextensions.k8s.io/v1): the schema of `spec` for every served
 * version, versions with equal structure merged. Descriptions and expressions stay behind.
 * @returns undefined when the object is no such definition
 */
export function structureOfCrd(crd: unknown, constraints: ConstraintTable): CrdStructure | undefined {
  if (!isRaw(crd) || crd.kind !== "CustomResourceDefinition" || !isRaw(crd.spec)) return undefined;
  const { group, names, scope, versions } = crd.spec;
  if (typeof group !== "string" || !isRaw(names) || typeof names.kind !== "string" || !Array.isArray(versions)) return undefined;
  const kind = names.kind;
  const gaps: CrdGap[] = [];
  const merged = new Map<string, { versions: string[]; schema: SchemaNode }>();
  const served = versions.filter(
    (version): version is Raw & { name: string } => isRaw(version) && typeof version.name === "string" && version.served !== false,
  );
  for (const version of [...served].sort((a, b) => compareVersions(a.name, b.name))) {
    const schema = rootOf(version, (reason, place, what) => gaps.push({ kind, version: version.name, place, reason, what }), constraints);
    const text = JSON.stringify(schema);
    const known = merged.get(text);
    if (known === undefined) merged.set(text, { versions: [version.name], schema });
    else known.versions.push(version.name);
  }
  return {
    kind: {
      group,
      kind,
      plural: typeof names.plural === "string" ? names.plural : `${kind.toLowerCase()}s`,
      shortNames: strings(names.shortNames),
      scope: scope === "Cluster" ? "Cluster" : "Namespaced",
      versions: [...merged.values()].flatMap((each) => each.versions).sort(compareVersions),
      schemas: [...merged.values()],
    },
    gaps,
  };
}

/** Identifies a validation expression without keeping it: FNV-1a (64 bit) of the text with white space collapsed, in hex. */
export function fingerprint(expression: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const character of expression.trim().replace(/\s+/g, " ")) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0) ?? 0)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}

/** Kubernetes' order of versions: stable before beta before alpha, higher numbers first. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [rank(a), rank(b)];
  const at = left.findIndex((part, index) => part !== right[index]);
  return at < 0 ? a.localeCompare(b) : (right[at] ?? 0) - (left[at] ?? 0);
}

type Report = (reason: CrdGap["reason"], place: string, what: string) => void;

interface Context {
  readonly report: Report;
  readonly constraints: ConstraintTable;
}

/** Only `spec` is translated: apiVersion, kind, metadata and status are the same for every kind. */
function rootOf(version: Raw, report: Report, constraints: ConstraintTable): SchemaNode {
  const schema = isRaw(version.schema) && isRaw(version.schema.openAPIV3Schema) ? version.schema.openAPIV3Schema : {};
  const spec = isRaw(schema.properties) && isRaw(schema.properties.spec) ? schema.properties.spec : { type: "object" };
  return {
    type: "object",
    properties: { spec: nodeOf(spec, "spec", { report, constraints }) },
    ...(strings(schema.required).includes("spec") ? { required: ["spec"] } : {}),
  };
}

const copied = [
  "enum",
  "pattern",
  "format",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
] as const;

const understood: ReadonlySet<string> = new Set([
  ...copied,
  "type",
  "nullable",
  "properties",
  "additionalProperties",
  "items",
  "required",
  "oneOf",
  "allOf",
  "anyOf",
  "uniqueItems",
  "description",
  "title",
  "example",
  "externalDocs",
  "x-kubernetes-int-or-string",
  "x-kubernetes-preserve-unknown-fields",
  "x-kubernetes-list-type",
  "x-kubernetes-list-map-keys",
  "x-kubernetes-map-type",
  "x-kubernetes-validations",
]);

function nodeOf(raw: Raw, place: string, context: Context): SchemaNode {
  for (const keyword of Object.keys(raw)) if (!understood.has(keyword)) context.report("keyword", place, keyword);
  const intOrString = raw["x-kubernetes-int-or-string"] === true;
  const freeForm = raw["x-kubernetes-preserve-unknown-fields"] === true;
  const listKeys = strings(raw["x-kubernetes-list-map-keys"]);
  const required = strings(raw.required);
  return {
    ...(intOrString ? { type: ["integer", "string"], "x-intOrString": true } : isType(raw.type) ? { type: raw.type } : {}),
    ...(raw.nullable === true ? { nullable: true } : {}),
    ...Object.fromEntries(copied.filter((keyword) => raw[keyword] !== undefined).map((keyword) => [keyword, raw[keyword]])),
    ...(raw["x-kubernetes-list-type"] === "set" || raw.uniqueItems === true ? { uniqueItems: true } : {}),
    ...childrenOf(raw, place, freeForm, context),
    ...(required.length > 0 ? { required } : {}),
    ...oneOfGroups(raw, place, intOrString, context),
    ...(freeForm ? { "x-freeForm": true } : {}),
    ...(listKeys.length > 0 ? { "x-listMapKeys": listKeys } : {}),
    ...constraintsOf(raw, place, listKeys, context),
  };
}

function childrenOf(raw: Raw, place: string, freeForm: boolean, context: Context): SchemaNode {
  if (isRaw(raw.items)) return { items: nodeOf(raw.items, `${place}[]`, context) };
  if (isRaw(raw.additionalProperties)) return { additionalProperties: nodeOf(raw.additionalProperties, `${place}{*}`, context) };
  if (raw.type !== "object") return {};
  const properties = isRaw(raw.properties) ? raw.properties : {};
  const nodes = Object.entries(properties).map(([name, child]) => [name, nodeOf(isRaw(child) ? child : {}, `${place}.${name}`, context)]);
  return { ...(nodes.length > 0 ? { properties: Object.fromEntries(nodes) } : {}), ...(freeForm ? {} : { additionalProperties: false }) };
}

/** Protobuf one-ofs appear as `oneOf: [{not: {anyOf: [...]}}, {required: [a]}, {required: [b]}]`, several of them below `allOf`. */
function oneOfGroups(raw: Raw, place: string, intOrString: boolean, context: Context): SchemaNode {
  const all = Array.isArray(raw.allOf) ? raw.allOf : [];
  const candidates = [raw, ...all].filter((each): each is Raw => isRaw(each) && Array.isArray(each.oneOf));
  if ((raw.anyOf !== undefined && !intOrString) || all.some((each) => !isRaw(each) || !Array.isArray(each.oneOf)))
    context.report("keyword", place, "anyOf or allOf");
  const groups = candidates.map(({ oneOf }) => {
    const branches = Array.isArray(oneOf) ? oneOf.filter(isRaw) : [];
    const names = branches.map((branch) => strings(branch.required)).filter((required) => required.length === 1);
    if (names.length + branches.filter((branch) => branch.not !== undefined).length !== branches.length)
      context.report("keyword", place, "oneOf");
    return { names: names.flat(), optional: branches.some((branch) => branch.not !== undefined) };
  });
  const useful = groups.filter((group) => group.names.length > 1);
  if (useful.length === 0) return {};
  return {
    "x-oneOf": useful.map((group) => group.names),
    ...(useful.every((group) => group.optional) ? {} : { "x-oneOfRequired": true }),
  };
}

function constraintsOf(raw: Raw, place: string, listKeys: readonly string[], context: Context): SchemaNode {
  const rules = Array.isArray(raw["x-kubernetes-validations"]) ? raw["x-kubernetes-validations"].filter(isRaw) : [];
  const named: Constraint[] = [];
  if (listKeys.length > 0) named.push({ name: "uniqueBy", fields: listKeys });
  for (const { rule } of rules) {
    const print = fingerprint(typeof rule === "string" ? rule : "");
    const constraint = context.constraints[print];
    if (constraint === undefined) context.report("rule", place, print);
    else if (!named.some((known) => JSON.stringify(known) === JSON.stringify(constraint))) named.push(constraint);
  }
  return named.length > 0 ? { "x-constraints": named } : {};
}

function rank(version: string): readonly number[] {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (match === null) return [-1, 0, 0];
  return [match[2] === undefined ? 2 : match[2] === "beta" ? 1 : 0, Number(match[1]), Number(match[3] ?? 0)];
}

function isType(value: unknown): value is SchemaType {
  return typeof value === "string" && ["object", "array", "string", "integer", "number", "boolean"].includes(value);
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}

function isRaw(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
