import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { defaultMesh } from "../../server/src/core/model/mesh";
import { createSchemas } from "../../server/src/core/schema/bundled";
import { Workspace } from "../../server/src/core/workspace";
import { fixtureCorpus, sharedCorpus } from "../helpers/fixtureCorpus";

const core = join(import.meta.dirname, "../../server/src/core");
const sources = readdirSync(core, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => ({ name, text: readFileSync(join(core, name), "utf8") }));
const tests = sources
  .filter(({ name, text }) => name.endsWith(".test.ts") && /\bexpect(?:Fix|Mended)\(/.test(text))
  .map(({ text }) => text);

/** What stands in double quotes, single quotes or backticks, in order. */
const literals = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g;

/**
 * Whether a test of before and after is about a fix of `code` whose title begins with `verb`: the code and the title stand side by side
 * in a call or in a row of a table, or the code stands beside `title`, of which the table of that file has one that begins so.
 */
function isTested(code: string, verb: string): boolean {
  return tests.some((text) => {
    if (!text.includes(`"${code}"`)) return false;
    const found = [...text.matchAll(literals)].map(([, double, single, back]) => double ?? single ?? back ?? "");
    const begins = (title: string | undefined) => title?.startsWith(`${verb} `) === true;
    return found.some((one, at) => one === code && begins(found[at + 1])) || (text.includes(`"${code}", title`) && found.some(begins));
  });
}

test("every rule that offers a fix has a test of before and after", () => {
  const codes = sources
    .filter(({ name, text }) => /(?:^|[\\/])rules[\\/].*[a-z]+-[a-z-]+\.ts$/.test(name) && /\bfixes\b/.test(text))
    .map(({ name }) => basename(name, ".ts"));
  const untested = codes.filter((code) => !verbs.some((verb) => isTested(code, verb)));
  expect(untested).toEqual([]);
  expect(codes.length).toBeGreaterThan(60);
});

test("every kind of fix that any fixture offers has one, by the word that its title begins with", () => {
  const offered = new Map<string, { readonly code: string; readonly verb: string; readonly title: string }>();
  for (const { files } of [...fixtureCorpus(), ...sharedCorpus()]) {
    const texts = new Map(files.map(({ path, text }) => [path, text]));
    const workspace = new Workspace({
      mesh: defaultMesh,
      defaultNamespace: () => "default",
      levels: new Map(),
      schemas,
      textOf: (file) => texts.get(file),
    });
    for (const [file, text] of texts) workspace.setFile(file, text, true);
    workspace.check();
    for (const file of texts.keys()) {
      for (const finding of workspace.findings(file)) {
        for (const { title } of workspace.fixes(file, finding)) {
          const verb = title.split(" ", 1)[0] ?? "";
          offered.set(`${finding.code} ${verb}`, { code: finding.code, verb, title });
        }
      }
    }
  }
  const unknown = [...offered.values()].filter(({ verb }) => !verbs.includes(verb));
  expect(unknown, "verbs are listed below").toEqual([]);
  const untested = [...offered.values()].filter(({ code, verb }) => !isTested(code, verb)).map(({ code, title }) => `${code}: ${title}`);
  expect(untested.sort()).toEqual([]);
  expect(offered.size).toBeGreaterThan(80);
});

const schemas = createSchemas();

/** The words that titles of fixes begin with. */
const verbs = [
  ...["Add", "Ask", "Attach", "Change", "Create", "Indent", "Move", "Name", "Normalise", "Remove", "Set", "Share", "Trust", "Use", "Write"],
];
