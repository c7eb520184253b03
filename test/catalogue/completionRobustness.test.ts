import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultMesh } from "../../server/src/core/model/mesh";
import { createSchemas } from "../../server/src/core/schema/bundled";
import { parseDocument } from "../../server/src/core/syntax/parse";
import { splitDocuments } from "../../server/src/core/syntax/split";
import { Workspace } from "../../server/src/core/workspace";
import { afterCompletion, type Completed } from "../helpers/completionFixture";

const folder = join(import.meta.dirname, "../fixtures/rollouts");
const texts = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".yaml"))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
const workspace = new Workspace({ mesh: defaultMesh, defaultNamespace: () => "default", levels: new Map(), schemas: createSchemas() });

/** A manifest with a hole, perhaps with something odd typed into it, and the cursor behind it. */
const broken = fc
  .record({
    text: fc.constantFrom(...texts),
    at: fc.nat(),
    length: fc.oneof(fc.constant(0), fc.nat(30), fc.nat(400)),
    typed: fc.constantFrom(
      "",
      "a",
      "\n",
      "\n  ",
      "- ",
      '"',
      "'",
      "{",
      "[",
      "{a: ",
      "[a, ",
      ":",
      ": ",
      "#",
      "\t",
      "|",
      "&a ",
      "*a",
      "---\n",
      "\r\n",
      "{{",
    ),
  })
  .map(({ text, at, length, typed }) => {
    const start = at % (text.length + 1);
    return { text: text.slice(0, start) + typed + text.slice(start + length), offset: start + typed.length };
  });

test("wherever the cursor is, completion and hover answer, and replace a part of one line around the cursor", () => {
  fc.assert(
    fc.property(broken, ({ text, offset }) => {
      workspace.setFile("a.yaml", text, true);
      workspace.hover("a.yaml", offset);
      const odd = workspace.completion("a.yaml", offset).filter(({ replace, insertText, label }) => {
        const around = replace.start <= offset && replace.end >= offset && !text.slice(replace.start, replace.end).includes("\n");
        return !around || insertText.trim() === "" || label === "";
      });
      expect(odd).toEqual([]);
    }),
    { seed: 3, numRuns: 3000 },
  );
});

/** A manifest that is being written: a line cut off at the cursor, or a new line below one, indented like it or deeper. */
const written = fc
  .record({
    text: fc.constantFrom(...texts),
    at: fc.nat(),
    column: fc.nat(),
    fresh: fc.boolean(),
    deeper: fc.boolean(),
    typed: fc.constantFrom("", "a", "ho", "- ", '"re'),
  })
  .map(({ text, at, column, fresh, deeper, typed }) => {
    const lines = text.split("\n");
    const line = at % lines.length;
    const own = lines[line] ?? "";
    const indent = /^ */.exec(own)?.[0] ?? "";
    const cut = fresh ? `${own}\n${indent}${deeper ? "  " : ""}${typed}` : own.slice(0, column % (own.length + 1));
    const before =
      lines
        .slice(0, line)
        .map((one) => `${one}\n`)
        .join("") + cut;
    return { text: [before, ...lines.slice(line + 1)].join("\n"), offset: before.length };
  });

test("a completion never makes a document less readable than it is", () => {
  fc.assert(
    fc.property(written, fc.nat(), ({ text, offset }, choice) => {
      workspace.setFile("a.yaml", text, true);
      const items = workspace.completion("a.yaml", offset);
      const item = items[choice % Math.max(1, items.length)];
      if (item === undefined) return;
      const after = afterCompletion({ text, offset, items } as unknown as Completed, item);
      expect(problemsOf(after), `${item.label} in\n${after}`).toBeLessThanOrEqual(problemsOf(text));
    }),
    { seed: 3, numRuns: 4000 },
  );
});

function problemsOf(text: string): number {
  return splitDocuments(text).reduce((sum, { start, end }) => sum + parseDocument(text.slice(start, end)).problems.length, 0);
}
