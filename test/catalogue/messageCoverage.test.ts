import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { explainedCodes, messageCoverage } from "../../server/src/core/rules/messageCoverage";
import { ruleInfos } from "../../server/src/core/rules/registry";

const coverage = messageCoverage();
const codesOfRules = new Set(ruleInfos().flatMap((rule) => [...rule.istio, ...rule.kiali]));

describe("the table of istioctl's messages and Kiali's checks", () => {
  test("explains nothing that a rule reports", () => {
    expect(explainedCodes().filter((code) => codesOfRules.has(code))).toEqual([]);
  });

  test("gives reasons in sentences, and names rules that exist in them", () => {
    const rules = new Set(ruleInfos().map((rule) => rule.code));
    for (const [code, entry] of coverage) {
      if (!("reason" in entry)) continue;
      expect(entry.reason, code).toMatch(/^[A-Z].{20,}\.$/);
      const named = [...entry.reason.matchAll(/ by ([a-z]+(?:-[a-z]+)+)/g)].map(([, rule]) => rule ?? "");
      expect(
        named.filter((rule) => !rules.has(rule)),
        code,
      ).toEqual([]);
    }
  });
});

/** A row of a list in ../shared: what it says about whether files are enough to decide. */
interface Row {
  readonly code: string;
  readonly decidable: string;
}

const reference = join(import.meta.dirname, "../../../shared/reference");
const lists = [
  { name: "istio-analyzers.md", form: /^IST\d{4}$/, columns: 8, decidable: 6, atLeast: 68 },
  { name: "kiali-checks.md", form: /^KIA\d{4}$/, columns: 8, decidable: 4, atLeast: 72 },
] as const;

describe.each(lists)("every row of $name in ../shared (skipped where that is absent)", ({ name, form, columns, decidable, atLeast }) => {
  const file = join(reference, name);
  const present = existsSync(file);
  const rows: readonly Row[] = present
    ? tableRows(readFileSync(file, "utf8"))
        .filter((cells) => cells.length === columns && form.test(cells[0] ?? ""))
        .map((cells) => ({ code: cells[0] ?? "", decidable: cells[decidable] ?? "" }))
    : [];

  test.skipIf(!present)("is covered by a rule or has a reason", () => {
    expect(rows.length).toBeGreaterThanOrEqual(atLeast);
    expect(rows.map((row) => row.code).filter((code) => !coverage.has(code))).toEqual([]);
  });

  test.skipIf(!present)("is covered by a rule if manifests can decide it", () => {
    const fromFiles = rows.filter((row) => /^(yes|y|partly)\b/i.test(row.decidable));
    expect(fromFiles.length).toBeGreaterThan(40);
    expect(fromFiles.map((row) => row.code).filter((code) => !codesOfRules.has(code))).toEqual([]);
  });

  test.skipIf(!present)("is all that the table has of its kind", () => {
    const known = new Set(rows.map((row) => row.code));
    expect([...coverage.keys()].filter((code) => form.test(code) && !known.has(code))).toEqual([]);
  });
});

/** The cells of each row of the Markdown tables in a text; a bar that belongs to a cell is escaped. */
function tableRows(text: string): readonly (readonly string[])[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .replace(/^\|/, "")
        .replace(/\|\s*$/, "")
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
}
