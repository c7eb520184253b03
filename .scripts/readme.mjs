/** Writes the rule list into the README, as test/catalogue/readme.test.ts expects it. */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ["test/helpers/ruleTable.ts"],
  bundle: true,
  format: "esm",
  platform: "node",
  write: false,
});
const source = Buffer.from(outputFiles[0]?.contents ?? []).toString("base64");
/** @type {{ withRuleTable(readme: string): string }} */
const { withRuleTable } = await import(`data:text/javascript;base64,${source}`);
const readme = join(root, "README.md");
writeFileSync(readme, withRuleTable(readFileSync(readme, "utf8")));
