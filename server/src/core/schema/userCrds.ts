import rules from "../../../../schemas/constraints/rules.json";
import { parseDocument } from "../syntax/parse";
import { toPlain } from "../syntax/plain";
import { splitDocuments } from "../syntax/split";
import { bundledKinds } from "./bundled";
import { type ConstraintTable, structureOfCrd } from "./crd";
import { resolveReference } from "./schemaAt";
import type { KindSchema, SchemaNode } from "./schemaNode";

/** The kinds of a file of CustomResourceDefinitions, and what of it could not be used, as sentences. */
export interface UserSchemas {
  readonly kinds: readonly KindSchema[];
  readonly problems: readonly string[];
}

/**
 * Reads the CRDs of a user's own Istio version (a YAML file such as `kubectl get crds -o yaml` or Istio's bundle): structure comes from
 * there, documentation, order and examples from the bundled schemas where the same field exists.
 */
export function readUserCrds(text: string): UserSchemas {
  const kinds: KindSchema[] = [];
  const problems: string[] = [];
  for (const slice of splitDocuments(text)) {
    const tree = parseDocument(text.slice(slice.start, slice.end));
    problems.push(...tree.problems.slice(0, 1).map((problem) => `not read completely: ${problem.message}`));
    if (tree.root === undefined) continue;
    const value = toPlain(tree.root);
    const objects = isList(value) ? value.items : [value];
    for (const object of objects) {
      const structure = structureOfCrd(object, rules as unknown as ConstraintTable);
      if (structure !== undefined) kinds.push(documented(structure.kind));
    }
  }
  if (kinds.length === 0) problems.push("it holds no CustomResourceDefinition");
  return { kinds, problems };
}

function isList(value: unknown): value is { readonly items: readonly unknown[] } {
  return typeof value === "object" && value !== null && "items" in value && Array.isArray(value.items) && !("spec" in value);
}

/** Gives a structure the root fields (apiVersion, kind, metadata, status) and the documentation of the bundled kind. */
function documented(kind: KindSchema): KindSchema {
  const known = bundledKinds.find((one) => one.group === kind.group && one.kind === kind.kind);
  return {
    ...kind,
    schemas: kind.schemas.map(({ versions, schema }) => ({ versions, schema: rooted(kind, versions, schema, known?.schemas[0]?.schema) })),
  };
}

function rooted(kind: KindSchema, versions: readonly string[], schema: SchemaNode, known: SchemaNode | undefined): SchemaNode {
  const spec = schema.properties?.spec ?? { type: "object" };
  const root = known ?? {
    type: "object" as const,
    required: ["apiVersion", "kind", "metadata"],
    properties: { metadata: { type: "object" as const }, status: { type: "object" as const, "x-freeForm": true as const } },
  };
  const knownSpec = known?.properties?.spec;
  return {
    ...root,
    properties: {
      ...root.properties,
      apiVersion: { type: "string", ...root.properties?.apiVersion, enum: versions.map((version) => `${kind.group}/${version}`) },
      kind: { type: "string", ...root.properties?.kind, enum: [kind.kind] },
      spec: known === undefined || knownSpec === undefined ? spec : withDocumentation(spec, knownSpec, known),
    },
  };
}

/** Copies what documents a node from the same place of the bundled schema. */
function withDocumentation(node: SchemaNode, place: SchemaNode, root: SchemaNode): SchemaNode {
  const known = resolveReference(root, place);
  const properties =
    node.properties === undefined
      ? undefined
      : Object.fromEntries(
          Object.entries(node.properties).map(([name, child]) => {
            const twin = known.properties?.[name];
            return [name, twin === undefined ? child : withDocumentation(child, twin, root)];
          }),
        );
  return {
    ...node,
    ...pickDocumentation(known),
    ...(properties === undefined ? {} : { properties }),
    ...(node.items !== undefined && known.items !== undefined ? { items: withDocumentation(node.items, known.items, root) } : {}),
    ...(typeof node.additionalProperties === "object" && typeof known.additionalProperties === "object"
      ? { additionalProperties: withDocumentation(node.additionalProperties, known.additionalProperties, root) }
      : {}),
  };
}

function pickDocumentation(known: SchemaNode): Partial<SchemaNode> {
  const { description } = known;
  const picked = {
    description,
    "x-example": known["x-example"],
    "x-default": known["x-default"],
    "x-deprecated": known["x-deprecated"],
    "x-order": known["x-order"],
    "x-enumDocs": known["x-enumDocs"],
    "x-enumDeprecated": known["x-enumDeprecated"],
  };
  return Object.fromEntries(Object.entries(picked).filter(([, value]) => value !== undefined));
}
