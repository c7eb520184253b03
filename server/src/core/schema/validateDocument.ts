import type { Resource } from "../model/resource";
import type { LocalFinding } from "../rules/finding";
import { entryOf, type Node, type SyntaxTree } from "../syntax/node";
import { toPlain } from "../syntax/plain";
import { apiVersionFinding } from "./apiVersion";
import type { SchemaCatalog } from "./catalog";
import type { Deprecations } from "./deprecations";
import { duplicateKeyFixes } from "./duplicateKey";
import { withoutNulls } from "./nulls";
import { nullFinding, schemaFinding } from "./schemaFindings";
import { validationFindings } from "./validationFindings";
import type { SchemaPath, SchemaValidator, SchemaViolation } from "./validator";

export interface DocumentToValidate {
  readonly text: string;
  readonly tree: SyntaxTree;
  readonly resources: readonly Resource[];
}

/** The schemas that documents are held to. */
export interface Schemas {
  readonly catalog: SchemaCatalog;
  readonly validator: SchemaValidator;
  readonly deprecations: Deprecations;
}

/** What a document alone reveals: syntax problems, how its resources differ from their schema, and what the webhook would say of them. */
export function validateDocument({ text, tree, resources }: DocumentToValidate, schemas: Schemas): readonly LocalFinding[] {
  const [first] = resources;
  const findings: LocalFinding[] = tree.problems.map((problem) => ({
    code: problem.code,
    at: problem.span,
    message: problem.message,
    resource: undefined,
    ...(problem.code === "yaml-duplicate-key" && first !== undefined
      ? { fixes: () => duplicateKeyFixes(tree.root, problem.span, text, first) }
      : {}),
  }));
  for (const resource of resources) {
    const root = manifestAt(tree.root, resource);
    if (root !== undefined) findings.push(...validateManifest(text, root, resource, schemas));
  }
  return findings;
}

function validateManifest(
  text: string,
  root: Node,
  resource: Resource,
  { catalog, validator, deprecations }: Schemas,
): readonly LocalFinding[] {
  const version = apiVersionFinding(resource, catalog);
  if (version !== undefined) return [version];
  const schema = catalog.schemaOf(resource.gvk);
  if (schema === undefined) return [];
  const { value, dropped } = withoutNulls(schema, toPlain(root));
  const context = { text, root, schema, resource };
  const violations = withoutRepetition(validator.violations(schema, value)).filter((one) => !mayStandElsewhere(one, resource));
  const findings = [
    ...violations.filter((one) => !dropped.some((path) => isRequired(path, one))).map((violation) => schemaFinding(violation, context)),
    ...dropped.map((path) => nullFinding(path, violations.some((one) => isRequired(path, one)) ? "required" : "left out", context)),
    ...validationFindings({ text, root, value, resource }, violations),
  ];
  const explained = findings.flatMap((finding) => finding.explains ?? []);
  const told = new Set(findings.filter((finding) => finding.deprecated === true).map((finding) => finding.at.start));
  return [
    ...findings.filter((finding) => !explained.some((span) => span.start === finding.at.start)),
    ...deprecations.findings(context).filter((finding) => !told.has(finding.at.start)),
  ];
}

/** Whether a violation is that there is nothing at `path`. */
function isRequired(path: SchemaPath, violation: SchemaViolation): boolean {
  return violation.keyword === "required" && [...violation.path, violation.field].join("/") === path.join("/");
}

/** What a template may give, or the object that a patch is laid over; a patch also has directives of its own, like `$patch`. */
function mayStandElsewhere(violation: SchemaViolation, { masked, isPatch }: Resource): boolean {
  if (violation.keyword === "required") return masked || isPatch;
  return isPatch && violation.keyword === "unknown" && violation.field.startsWith("$");
}

/** A value of the wrong type breaks whatever else is asked of it; only the type is told then. */
function withoutRepetition(violations: readonly SchemaViolation[]): readonly SchemaViolation[] {
  const wrongType = new Set(violations.filter((one) => one.keyword === "type").map((one) => one.path.join("/")));
  return violations.filter((one) => one.keyword === "type" || !wrongType.has(one.path.join("/")));
}

/** The mapping that a resource was lowered from: the root, or an item of a List. */
function manifestAt(root: Node | undefined, resource: Resource): Node | undefined {
  if (root === undefined) return undefined;
  if (root.span.start === resource.span.start && root.span.end === resource.span.end) return root;
  const items = entryOf(root, "items")?.value;
  const item = items?.kind === "seq" ? items.items.find((one) => one.span.start === resource.span.start) : undefined;
  return item ?? root;
}
