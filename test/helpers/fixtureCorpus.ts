import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { splitDocuments } from "../../server/src/core/syntax/split";
import { type FixtureFile, parseFixture } from "./fixture";
import { rolloutFiles } from "./rollouts";
import { manifestOf } from "./validation";

/** Files that belong together: one workspace. */
export interface CorpusEntry {
  readonly name: string;
  readonly files: readonly FixtureFile[];
}

const root = join(import.meta.dirname, "../..");
const shared = join(root, "../shared/cases");

/** The rollouts, the fixtures of rules, and the literal fixtures in the tests of rules, each without its marks. */
export function fixtureCorpus(): readonly CorpusEntry[] {
  return [
    { name: "rollouts", files: rolloutFiles().map(({ file, text }) => ({ path: file, text })) },
    ...ruleFixtures(),
    ...testFixtures(),
  ];
}

/** The fixtures of rules that are files. */
export function ruleFixtures(): readonly CorpusEntry[] {
  const folder = join(root, "test/fixtures/rules");
  return readdirSync(folder).map((name) => ({ name, files: parseFixture(readFileSync(join(folder, name), "utf8")).files }));
}

/** The cases of ../shared: each file of an analyzer's case and each document of a validation case. Empty where they are absent. */
export function sharedCorpus(): readonly CorpusEntry[] {
  if (!existsSync(shared)) return [];
  return readdirSync(shared, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .flatMap((name) => {
      const text = readFileSync(join(shared, name), "utf8");
      if (!name.startsWith("validate")) return [{ name, files: [{ path: "a.yaml", text }] }];
      return splitDocuments(text).map(({ start, end }, at) => ({
        name: `${name} ${at}`,
        files: [{ path: "a.yaml", text: text.slice(start, end) }],
      }));
    });
}

/** Template literals without expressions that hold manifests, and the specs that the tests of validations judge. */
function testFixtures(): readonly CorpusEntry[] {
  const folder = join(root, "server/src/core/rules");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .sort()
    .flatMap((name) => {
      const source = readFileSync(join(folder, name), "utf8");
      const whole = [...source.matchAll(/`([^`]*)`/g)].map((match) => match[1] ?? "").filter((text) => /^\s*kind: /m.test(text));
      const specs = [...source.matchAll(/expect(?:Judgement|Mended)\(\s*"(\w+)",\s*`([^`]*)`/g)].map(([, kind = "", spec = ""]) =>
        manifestOf(kind, spec),
      );
      return [...whole, ...specs]
        .filter((text) => !text.includes("$".concat("{")))
        .map((text, at) => ({ name: `${name} ${at}`, files: parseFixture(text).files }));
    });
}
