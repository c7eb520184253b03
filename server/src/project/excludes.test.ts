import { expect, it } from "vitest";
import { excludeMatcher, isExcludedWithFolders } from "./excludes";

it.each([
  [["vendor"], "vendor/a/b.yaml", true],
  [["vendor"], "app/vendor/b.yaml", false],
  [["**/vendor"], "app/vendor/b.yaml", true],
  [["**/*.gen.yaml"], "a/b.gen.yaml", true],
  [["**/*.gen.yaml"], "a/b.yaml", false],
  [[".github"], ".github/workflows/ci.yaml", true],
  [[], "a/node_modules/x.yaml", true],
  [[], ".git/x.yaml", true],
  [[], "a/b.yaml", false],
])("%j leave out %s: %j", (globs, path, expected) => {
  expect(isExcludedWithFolders(path, excludeMatcher(globs))).toBe(expected);
});
