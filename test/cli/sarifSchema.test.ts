import { cpSync } from "node:fs";
import sarifSchema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";
import { Ajv } from "ajv";
import { afterAll, expect, it } from "vitest";
import { runIn } from "../helpers/commandLine";
import { TestFolder } from "../helpers/folder";
import { rolloutsFolder } from "../helpers/rollouts";

const folder = new TestFolder({
  "broken # file.yaml": "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec: [\n",
});
cpSync(rolloutsFolder, folder.at("rollouts"), { recursive: true });
afterAll(() => folder.remove());

// The schema of the OASIS committee. Of draft 4 it uses what draft 7 has as well, but for the name of `id`.
const { $schema: _draft, id: _id, ...schema } = sarifSchema;
const isUri = (text: string) => URL.canParse(text);
const isUriReference = (text: string) => URL.canParse(text, "file:///folder/") && !/[\s<>"{}|\\^`]/.test(text);
const validate = new Ajv({
  strict: false,
  unicodeRegExp: false,
  allErrors: true,
  formats: { uri: isUri, "uri-reference": isUriReference, "date-time": true },
}).compile(schema);

it("is valid by the schema of SARIF 2.1.0, whatever was found", async () => {
  const { out } = await runIn(folder, ["check", "--complete", "--format", "sarif", "."]);
  const log = JSON.parse(out);
  expect(validate(log), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
  const [run] = log.runs;
  expect(run.results.some((result: object) => "fixes" in result)).toBe(true);
  expect(run.results.some((result: object) => "relatedLocations" in result)).toBe(true);
  expect(run.tool.driver.rules.length).toBeGreaterThan(5);
});

it("is valid without findings", async () => {
  const empty = new TestFolder({ "nothing.yaml": "" });
  const { out } = await runIn(empty, ["check", "--format", "sarif", "."]);
  empty.remove();
  expect(validate(JSON.parse(out))).toBe(true);
});

it("is held to a schema that refuses what is wrong", () => {
  const log = (uri: string, startLine: number) => ({
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "x" } },
        results: [{ message: { text: "m" }, locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine } } }] }],
      },
    ],
  });
  expect([validate(log("a.yaml", 1)), validate(log("a b.yaml", 1)), validate(log("a.yaml", 0))]).toEqual([true, false, false]);
});
