/** Writes the rule list into the README and the table of coverage beside the rules, as test/catalogue/readme.test.ts expects them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { coverageDocument, coverageDocumentPath, readCoverageSources, withRuleTable } = await loadHelpers();
const readme = join(root, "README.md");
writeFileSync(readme, withRuleTable(readFileSync(readme, "utf8")));
writeFileSync(join(root, coverageDocumentPath), coverageDocument(readCoverageSources(root)));

/**
 * What of test/helpers makes the documents; bundled, because Node cannot run it as it is written.
 *
 * @returns {Promise<typeof import("../test/helpers/ruleTable") & typeof import("../test/helpers/coverageDocument")>}
 */
async function loadHelpers() {
  const folder = mkdtempSync(join(tmpdir(), "rule-documents-"));
  const outfile = join(folder, "helpers.cjs");
  try {
    const contents = 'export * from "./ruleTable"; export * from "./coverageDocument";';
    const stdin = { contents, resolveDir: join(root, "test/helpers") };
    await build({ absWorkingDir: root, stdin, bundle: true, format: "cjs", platform: "node", outfile });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
