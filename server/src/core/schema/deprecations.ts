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

/** Deprecated fields and enum values that a manifest uses, with what to write instead. */
export function deprecations(context: Context): readonly LocalFinding[] {
  const found: LocalFinding[] = [];
  visit(context.root, context.schema, context, found);
  return found;
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
