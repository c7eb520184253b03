import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Span } from "../text/span";
import { readBlock } from "./blockReader";
import type { Node } from "./node";
import { parseDocument, parseWithLibrary } from "./parse";
import { splitDocuments } from "./split";
import { readTolerantly } from "./tolerantReader";

const SEED = `---
# a mesh in small
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, labels: {app: "reviews", 'v': 1}}
spec:
  hosts:
  - reviews
  - '*.example.com'
  http:
    - match:
        - uri: {prefix: /v2}
          headers:
            end-user:
              exact: "jason"
      route: &route
        - destination: &to
            host: reviews
            port:
              number: 9080
          weight: 75
      fault:
        abort: !!map
          <<: *to
          httpStatus: 0500
    - route: *route
      note: |-
        several

        lines
      more: >
        folded
        text
      plain: of several
        lines
`;

/** What the block reader reads of it: neither anchors nor scalars of several lines. */
const PLAIN = SEED.replaceAll(/ [&*](?:route|to)\b| !!map/g, "")
  .replace(/ {10}<<:.*\n/, "")
  .replace(/ {6}plain:[\s\S]*$/, "");

const BITS = [" ", "  ", "\n", "\t", "-", "- ", ":", ": ", "#", " #", "'", '"', "|", ">", "[", "]", "{", "}", ",", "&a ", "*a", "*route"];
BITS.push(
  "!",
  "!!str ",
  "? ",
  "x",
  "\r\n",
  "\r",
  "\\",
  "---",
  "...",
  "%",
  "@",
  "|-\n",
  "\0",
  "<<: *to",
  "''",
  "\n\n",
  "   ",
  "\u00a0",
  "\ufeff",
  "\ud800",
);

/** Repeated, they would make a careless reader search the rest of the text for each. */
const PIECES = ["[", "{a: ", "[a, ", "{{", "}", "- ", "- a: [", "a:\n", "a\n", " a\n", '"', "'", "a: 'b\n", 'a: "b\n', "a: [b\n", "\t"];
PIECES.push("&a ", "*a ", "!", "? ", "|\n", "a: |\n", "#", "a: b: ", "'\"", '"a": ');

const edit = fc.record({
  at: fc.nat(),
  remove: fc.oneof(fc.nat(3), fc.nat(80)),
  insert: fc.oneof(fc.constantFrom(...BITS), fc.string({ maxLength: 3, unit: "binary" })),
});

function damage(text: string, edits: readonly { readonly at: number; readonly remove: number; readonly insert: string }[]): string {
  let result = text;
  for (const { at, remove, insert } of edits) {
    const offset = at % (result.length + 1);
    result = result.slice(0, offset) + insert + result.slice(offset + remove);
  }
  return result;
}

const UNSHARED = SEED.replaceAll(/[&*](?:route|to) ?/g, "x").replaceAll("<<", "y");

/** The spans that leave the text or their parent. Where aliases share nodes only the text is their limit. */
function misplaced(text: string, root: Node | undefined): Span[] {
  const shares = text.includes("*") || text.includes("<<");
  const seen = new Set<Node>();
  const wrong: Span[] = [];
  const visit = (node: Node, { start, end }: Span) => {
    if (node.span.start > node.span.end || node.span.start < start || node.span.end > end) wrong.push(node.span);
    if (seen.has(node)) return;
    seen.add(node);
    const inside = shares ? { start: 0, end: text.length } : node.span;
    if (node.kind === "seq") for (const item of node.items) visit(item, inside);
    if (node.kind === "map") for (const { key, value } of node.entries) for (const part of [key, value]) visit(part, inside);
  };
  if (root !== undefined) visit(root, { start: 0, end: text.length });
  return wrong;
}

describe("any text", () => {
  it.each([
    ["parseDocument", parseDocument],
    ["readTolerantly", readTolerantly],
  ])("gives %s a tree whose spans nest, and problems on one line each", (_, read) => {
    fc.assert(
      fc.property(fc.constantFrom(SEED, UNSHARED), fc.array(edit, { minLength: 1, maxLength: 6 }), (seed, edits) => {
        const text = damage(seed, edits);
        const { root, problems } = read(text);
        expect(misplaced(text, root)).toEqual([]);
        for (const { span } of problems) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeLessThanOrEqual(text.length);
          expect(text.slice(span.start, Math.max(span.start, span.end))).not.toContain("\n");
          expect(span.end).toBeGreaterThanOrEqual(span.start);
        }
      }),
      { seed: 3, numRuns: 1500 },
    );
  });

  it("is called wrong by the block reader only where the complete one agrees", () => {
    let wrong = 0;
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 2 }), (edits) => {
        const text = damage(PLAIN, edits);
        if (readBlock(text) !== "wrong") return;
        wrong++;
        expect(parseWithLibrary(text).problems).not.toEqual([]);
        expect(readTolerantly(text).problems).not.toEqual([]);
      }),
      { seed: 9, numRuns: 1500 },
    );
    expect(wrong).toBeGreaterThan(100);
  });

  it("is never read as valid where the complete reader finds a mistake", () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const text = damage(SEED, edits);
        expect(parseDocument(text).problems.length > 0).toBe(parseWithLibrary(text).problems.length > 0);
      }),
      { seed: 5, numRuns: 1500 },
    );
  });

  it.each(PIECES)("does not drown in %j", (piece) => {
    const text = piece.repeat(5_000);
    expect(misplaced(text, parseDocument(text).root)).toEqual([]);
    const mistakes = readTolerantly(text).problems.filter(({ code }) => code !== "yaml-duplicate-key");
    expect(mistakes.length).toBeLessThanOrEqual(60);
  });
});

const FOLDERS = [join(import.meta.dirname, "../../../../../shared/cases"), join(import.meta.dirname, "../../../../test/fixtures")];

describe.each(FOLDERS)("the valid documents in %s", (folder) => {
  it.skipIf(!existsSync(folder))("are the same to the tolerant reader", () => {
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile() || !/\.ya?ml$/.test(entry.name)) continue;
      const file = readFileSync(join(entry.parentPath, entry.name), "utf8");
      for (const { start, end } of splitDocuments(file)) {
        const text = file.slice(start, end);
        const tree = parseWithLibrary(text);
        const usesExplicitKeys = /^\s*\? /m.test(text);
        if (!usesExplicitKeys && tree.problems.length === 0) expect(readTolerantly(text), entry.name).toEqual(tree);
      }
    }
  });
});
