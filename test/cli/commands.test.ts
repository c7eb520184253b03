import { afterAll, describe, expect, it } from "vitest";
import { version } from "../../package.json";
import { commands } from "../../server/src/cli/args";
import { ruleInfos } from "../../server/src/core/rules/registry";
import { runIn } from "../helpers/commandLine";
import { TestFolder } from "../helpers/folder";

const folder = new TestFolder();
afterAll(() => folder.remove());

it("prints its version", async () => {
  expect(await runIn(folder, ["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
});

describe("help", () => {
  it("lists every command, and for each command every option", async () => {
    const { code, out } = await runIn(folder, ["--help"]);
    expect(code).toBe(0);
    for (const command of commands) {
      expect(out).toContain(`istio-traffic ${command.name}`);
      const help = await runIn(folder, [command.name, "--help"]);
      expect(help.code).toBe(0);
      for (const option of command.options) expect(help.out).toContain(option.name);
    }
  });

  it("is printed without arguments, which is wrong usage", async () => {
    const { code, out } = await runIn(folder, []);
    expect(code).toBe(2);
    expect(out).toContain("Usage:");
  });
});

it("explains a rule with its reason and examples", async () => {
  const { code, out } = await runIn(folder, ["explain", "weights-not-100"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^# weights-not-100\n/);
  expect(out).toContain("```yaml");
  expect(out).toContain("KIA1104");
});

describe("rules", () => {
  it("lists every rule with its level", async () => {
    const { out } = await runIn(folder, ["rules"]);
    expect(
      out
        .trimEnd()
        .split("\n")
        .map((line) => line.split(/ +/).slice(0, 2)),
    ).toEqual(ruleInfos().map(({ code, level }) => [code, level]));
  });

  it("lists them as JSON", async () => {
    const { out } = await runIn(folder, ["rules", "--format", "json"]);
    expect(JSON.parse(out)).toContainEqual(expect.objectContaining({ code: "subset-not-found", level: "error", istio: ["IST0101"] }));
  });
});
