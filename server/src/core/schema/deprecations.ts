import type { Resource } from "../model/resource";
import type { LocalFinding } from "../rules/finding";
import type { Node } from "../syntax/node";
import { successorFix } from "./deprecatedFields";
import { resolveReference } from "./schemaAt";
import { changeFix } from "./schemaFixes";
import type { SchemaNode } from "./schemaNode";

interface Context {
  readonly text: string;
  readonly root: Node;
  readonly schema: SchemaNode;
  readonly resource: Resource;
}

/** Finds deprecated fields and enum values that manifests use. */
export class Deprecations {
  readonly #words = new Map<SchemaNode, readonly string[]>();

  /** Those of a manifest, with what to write instead. */
  findings(context: Context): readonly LocalFinding[] {
    const words = this.#wordsOf(context.schema);
    const found: LocalFinding[] = [];
    if (words.some((word) => context.text.includes(word))) visit(context.root, context.schema, context, found);
    return found;
  }

  /** The names and values that are deprecated somewhere in a schema: most manifests hold none of them. */
  #wordsOf(schema: SchemaNode): readonly string[] {
    let words = this.#words.get(schema);
    if (words === undefined) {
      words = [...new Set(deprecatedWords(schema, schema))];
      this.#words.set(schema, words);
    }
    return words;
  }
}

function* deprecatedWords(root: SchemaNode, node: SchemaNode): Iterable<string> {
  yield* Object.keys(node["x-enumDeprecated"] ?? {});
  for (const [name, field] of Object.entries(node.properties ?? {})) {
    if (resolveReference(root, field)["x-deprecated"] !== undefined) yield name;
    yield* deprecatedWords(root, field);
  }
  for (const definition of Object.values(node.definitions ?? {})) yield* deprecatedWords(root, definition);
  if (node.items !== undefined) yield* deprecatedWords(root, node.items);
  if (typeof node.additionalProperties === "object") yield* deprecatedWords(root, node.additionalProperties);
}

function visit(node: Node, written: SchemaNode, context: Context, found: LocalFinding[]): void {
  const schema = resolveReference(context.schema, written);
  if (node.kind === "seq") {
    if (schema.items !== undefined) for (const item of node.items) visit(item, schema.items, context, found);
  } else if (node.kind === "map") {
    for (const entry of node.entries) {
      const child =
        schema.properties?.[entry.name] ?? (typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined);
      if (child === undefined) continue;
      const notice = resolveReference(context.schema, child)["x-deprecated"];
      if (notice !== undefined)
        found.push({
          code: "schema-deprecated",
          at: entry.key.span,
          message: `"${entry.name}" is deprecated. ${notice}`,
          resource: context.resource,
          deprecated: true,
          fixes: () => successorFix(node, entry, context),
        });
      visit(entry.value, child, context, found);
    }
  } else if (typeof node.value === "string") {
    const notice = schema["x-enumDeprecated"]?.[node.value];
    if (notice !== undefined)
      found.push({
        code: "schema-deprecated",
        at: node.span,
        message: `"${node.value}" is deprecated. ${notice}`,
        resource: context.resource,
        deprecated: true,
        fixes: () => {
          const successor = schema.enum?.find((value) => value !== node.value && notice.includes(value));
          return successor === undefined ? [] : changeFix(context.resource, node, successor, "safe");
        },
      });
  }
}
