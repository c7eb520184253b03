import { expect, test } from "vitest";
import { expectRuleFixture, ruleFixture } from "../../../../../test/helpers/ruleFixture";
import { openFixture } from "../../../../../test/helpers/workspaceFixture";

test("alpha-annotation", () => {
  expectRuleFixture("alpha-annotation", { levels: new Map([["alpha-annotation", "information"]]) });
});

test("alpha-annotation is off unless it is configured", () => {
  const { workspace } = openFixture(ruleFixture("alpha-annotation"));
  expect(workspace.findings("test.yaml").filter((finding) => finding.code === "alpha-annotation")).toEqual([]);
});
