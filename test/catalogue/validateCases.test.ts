import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { FileFinding } from "../../server/src/core/features/results";
import { defaultMesh } from "../../server/src/core/model/mesh";
import { createSchemas } from "../../server/src/core/schema/bundled";
import { entryOf, type Node } from "../../server/src/core/syntax/node";
import { parseDocument } from "../../server/src/core/syntax/parse";
import { splitDocuments } from "../../server/src/core/syntax/split";
import type { Span } from "../../server/src/core/text/span";
import { Workspace } from "../../server/src/core/workspace";

/*
 * Istio's cases for the API server's layer, as the product shows them: an error exactly where one is expected, and on the text of the
 * field that the API server names. (schemaCases.test.ts asks the validator alone, validateWebhookCases.test.ts covers the webhook.)
 */

const cases = join(import.meta.dirname, "../../../shared/cases/validate");
const isThere = existsSync(cases);
const schemas = createSchemas();

interface Case {
  readonly file: string;
  readonly doc: number;
  readonly kind: string;
  readonly name: string;
  readonly expected: "valid" | "invalid";
  readonly validator: string;
  readonly expectedError?: string;
}

/** Where our verdict differs, and why. */
const explained: Readonly<Record<string, string>> = {};

describe.skipIf(!isThere)("the CRD cases in ../shared (skipped where they are absent)", () => {
  const all = isThere ? readCases() : [];
  const judged = all.map((one) => ({ one, id: `${one.file} ${one.doc}`, ...judge(one) }));

  test("every verdict", ({ annotate }) => {
    annotate(
      figures(judged.map(({ one, errors }) => ({ kind: one.kind, expected: one.expected, isRight: verdictOf(errors) === one.expected }))),
    );
    const wrong = judged.filter(({ one, errors }) => verdictOf(errors) !== one.expected);
    expect(
      wrong
        .filter(({ id }) => explained[id] === undefined)
        .map(({ id, one, errors }) => `${id} ${one.name} is ${one.expected}: ${messages(errors)}`),
    ).toEqual([]);
    expect(Object.keys(explained).filter((id) => !wrong.some((one) => one.id === id))).toEqual([]);
  });

  const placed = judged.filter(({ one, id }) => one.expected === "invalid" && fieldOf(one) !== undefined && explained[id] === undefined);

  test("many of the invalid ones name a field", () => expect(placed.length).toBeGreaterThan(40));

  test.each(placed)("$id: $one.name is an error on its field", ({ one, root, errors }) => {
    const spans = spansOf(root, fieldOf(one) ?? "");
    expect(spans.length, "the field or what should hold it is in the document").toBeGreaterThan(0);
    const hit = errors.some(({ span }) => spans.some(({ start, end }) => span.start >= start && span.end <= end));
    expect(hit, `${fieldOf(one)}: ${messages(errors)}`).toBe(true);
  });
});

function readCases(): readonly Case[] {
  const index = JSON.parse(readFileSync(join(cases, "index.json"), "utf8")) as { readonly cases: readonly Case[] };
  return index.cases.filter((one) => one.validator.includes("crd"));
}

/** The document of a case alone in a workspace, and the errors of its resource. `_err` holds the expectation in some files. */
function judge({ file, doc }: Case): { readonly root: Node; readonly errors: readonly FileFinding[] } {
  const text = readFileSync(join(cases, file), "utf8");
  const documents = splitDocuments(text).map(({ start, end }) => text.slice(start, end));
  const document = documents.filter((one) => parseDocument(one).root?.kind === "map")[doc] ?? "";
  const source = document.replace(/^_err:.*(?:\n[ \t]+.*)*/m, (expectation) => expectation.replace(/[^\n]/g, " "));
  const { root } = parseDocument(source);
  if (root === undefined) throw new Error(`no document ${doc} in ${file}`);
  const workspace = new Workspace({ mesh: defaultMesh, defaultNamespace: () => "default", levels: new Map(), schemas });
  workspace.setFile("case.yaml", source, true);
  workspace.check();
  return { root, errors: workspace.findings("case.yaml").filter((finding) => finding.level === "error") };
}

function verdictOf(errors: readonly FileFinding[]): Case["expected"] {
  return errors.length > 0 ? "invalid" : "valid";
}

/** The field that the API server's message begins with. */
function fieldOf({ expectedError }: Case): string | undefined {
  const place = /^([\w.[\]]+) in body|^(spec[\w.[\]]*): /.exec(expectedError ?? "");
  return place?.[1] ?? place?.[2];
}

/** Where a field stands, its key included; of a field that is missing what should hold it. `field` may lack its beginning. */
function spansOf(root: Node, field: string): readonly Span[] {
  const steps = field.replace(/\[(\d+)\]/g, ".$1").split(".");
  if (steps[0] === "spec") return [spanFrom(root, steps) ?? root.span];
  return below(root).flatMap((start) => spanFrom(start, steps) ?? []);
}

/** As far as the steps lead; undefined where not even the first one does. */
function spanFrom(start: Node, steps: readonly string[]): Span | undefined {
  let node = start;
  let span: Span | undefined;
  for (const step of steps) {
    const entry = entryOf(node, step);
    const next = node.kind === "seq" ? node.items[Number(step)] : entry?.value;
    if (next === undefined) return span;
    span = { start: entry?.key.span.start ?? next.span.start, end: next.span.end };
    node = next;
  }
  return span;
}

function below(node: Node): readonly Node[] {
  if (node.kind === "scalar") return [];
  const children = node.kind === "seq" ? node.items : node.entries.map((entry) => entry.value);
  return [node, ...children.flatMap(below)];
}

function messages(errors: readonly FileFinding[]): string {
  return errors.map(({ code, message, span }) => `${code} at ${span.start}-${span.end}: ${message}`).join(" ") || "nothing is said";
}

/** Right verdicts of all, by kind: `WasmPlugin 9/9 valid 25/25 invalid`. */
function figures(verdicts: readonly { readonly kind: string; readonly expected: Case["expected"]; readonly isRight: boolean }[]): string {
  const kinds = [...new Set(verdicts.map((one) => one.kind))].sort();
  return kinds
    .map((kind) => {
      const parts = (["valid", "invalid"] as const).map((expected) => {
        const own = verdicts.filter((one) => one.kind === kind && one.expected === expected);
        return `${own.filter((one) => one.isRight).length}/${own.length} ${expected}`;
      });
      return `${kind} ${parts.join(" ")}`;
    })
    .join("\n");
}
