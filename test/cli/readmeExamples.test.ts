import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import packageJson from "../../package.json";
import { parseArguments } from "../../server/src/cli/args";
import { readProjectFile } from "../../server/src/project/projectFile";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const blocks = [...readme.matchAll(/^```(\w*)\n([^`]*)^```$/gm)].map(([, language = "", text = ""]) => ({ language, text }));
const commandLines = blocks
  .filter(({ language }) => language === "sh" || language === "yaml")
  .flatMap(({ text }) => text.split("\n"))
  .flatMap((line) => /(?:^|[|:-] )(?:istio-traffic) ((?:check|route|explain|rules)\b[^#|>]*)/.exec(line)?.[1]?.trim() ?? []);

describe("the examples of the README", () => {
  it.each(commandLines)("istio-traffic %s", (line) => {
    const words = [...line.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word);
    expect(parseArguments(words)).toMatchObject({ kind: "command" });
  });

  it("are many", () => {
    expect(commandLines.length).toBeGreaterThan(10);
  });

  it("are YAML where they say so", () => {
    const texts = blocks.filter(({ language }) => language === "yaml").map(({ text }) => text);
    expect(texts.flatMap((text) => parseDocument(text).errors)).toEqual([]);
    const projects = texts.filter((text) => text.startsWith("rules:"));
    expect(projects.map((text) => readProjectFile(text).problems)).toEqual([[]]);
  });

  it("install the package that npm pack makes, which needs nothing else", () => {
    const names = new Set(readme.match(/istio-traffic-[\d.]+\.tgz/g));
    expect([...names]).toEqual([`${packageJson.name}-${packageJson.version}.tgz`]);
    expect(packageJson).not.toHaveProperty("dependencies");
    expect(readme).not.toContain("npx istio-traffic");
  });

  it("name hooks that exist", () => {
    const hooks = readFileSync(new URL("../../.pre-commit-hooks.yaml", import.meta.url), "utf8");
    for (const [, id] of readme.matchAll(/^ +- id: (\S+)$/gm)) expect(hooks).toContain(`- id: ${id}\n`);
  });
});
