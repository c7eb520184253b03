import { expect, test } from "vitest";
import { expectFix, fixesOf, openFixture } from "../../../../test/helpers/workspaceFixture";

const head = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: website}\nspec:\n";
const routes = (lines: string) => `${head}  hosts: [website]\n  http:\n  - route:\n${lines}`;
const rule =
  "#### rule.yaml\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: website}\nspec: {host: website, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]}\n#### own.yaml\n";

test.each([
  [
    "gives its share to the first",
    "Remove the repetition and change the weight to 100",
    "    - destination: {host: website, subset: v1} # stable\n      weight: 90\n    # canary\n    - destination: {host: website, subset: v1}\n      weight: 10\n",
    "    - destination: {host: website, subset: v1} # stable\n      weight: 100\n    # canary\n",
  ],
  [
    "between brackets",
    "Remove the repetition and change the weight to 60",
    "      [{destination: {host: website}, weight: 40}, {destination: {host: cart}, weight: 40}, {destination: {host: website}, weight: 20}]\n",
    "      [{destination: {host: website}, weight: 60}, {destination: {host: cart}, weight: 40}]\n",
  ],
  [
    "or another subset was meant",
    "Change to v2",
    "    - {destination: {host: website, subset: v1}, weight: 90}\n    - {destination: {host: website, subset: 'v1'}, weight: 10}\n",
    "    - {destination: {host: website, subset: v1}, weight: 90}\n    - {destination: {host: website, subset: 'v2'}, weight: 10}\n",
  ],
])("a destination that is repeated %s", (_, title, before, after) => {
  expectFix(`${rule}${routes(before)}`, "destination-repeated", title, "own.yaml", routes(after));
});

test("a key that says the same twice loses its repetition, unseen", () => {
  const before = `${head}  hosts: [website] # first\n  http:\n  - route: [{destination: {host: website}}]\n  hosts: ["website"]\n`;
  expectFix(before, "yaml-duplicate-key", "Remove the second hosts", "test.yaml", before.replace('  hosts: ["website"]\n', ""));
  expect(fixesOf(openFixture(before), "yaml-duplicate-key").fixes.map(({ kind }) => kind)).toEqual(["safe"]);
  const commented = before.replace('["website"]', '["website"] # second');
  expect(fixesOf(openFixture(commented), "yaml-duplicate-key").fixes.map(({ kind }) => kind)).toEqual(["suggestion"]);
});

test("of a key that says two things one goes", () => {
  const before = `${head}  hosts: [website]\n  http:\n  - timeout: 1s\n    route: [{destination: {host: website}}]\n    timeout: 2s\n`;
  expectFix(
    before,
    "yaml-duplicate-key",
    "Remove the first timeout",
    "test.yaml",
    before.replace("  - timeout: 1s\n    route", "  - route"),
  );
  expectFix(before, "yaml-duplicate-key", "Remove the second timeout", "test.yaml", before.replace("    timeout: 2s\n", ""));
});

test("a rule that is never reached can go", () => {
  const before = `${head}  hosts: [website]\n  http:\n  # all\n  - route: [{destination: {host: website}}]\n  - name: second\n    route: [{destination: {host: cart}}]\n`;
  expectFix(
    before,
    "unreachable-rule",
    'Remove http rule 2 ("second")',
    "test.yaml",
    before.replace("  - name: second\n    route: [{destination: {host: cart}}]\n", ""),
  );
  expect(fixesOf(openFixture(before), "unreachable-rule").fixes.map(({ title }) => title)).toEqual(['Remove http rule 2 ("second")']);
});
