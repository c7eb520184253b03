import { expect, test } from "vitest";
import { levelOf } from "./levels";

test.each([
  ["warning", {}, undefined, "warning"],
  ["warning", { level: "hint" }, undefined, "hint"],
  ["warning", { level: "hint" }, "error", "error"],
  ["warning", {}, "off", "off"],
  ["error", { absence: "not-in-view" }, undefined, "information"],
  ["error", { absence: "not-in-view" }, "hint", "hint"],
  ["off", {}, undefined, "off"],
  ["off", { level: "error" }, undefined, "off"],
  ["off", {}, "information", "information"],
] as const)("%s by default, %j, configured as %s: %s", (byDefault, finding, configured, level) => {
  expect(levelOf(finding, byDefault, configured)).toBe(level);
});
