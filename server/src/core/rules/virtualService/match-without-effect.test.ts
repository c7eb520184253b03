import { test } from "vitest";
import { expectFindings, expectFix } from "../../../../../test/helpers/workspaceFixture";

const only = { only: ["match-without-effect", "unreachable-rule"] };
const website = (http: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: website}
spec:
  hosts: [website]
  http:
${http}`;
const route = "    route:\n    - destination: {host: website}\n";

test("an alternative that another of the same rule contains", () => {
  expectFindings(
    website(`  - match:
    - uri: {prefix: /api}
    - uri: {exact: /api/v1}
#          ^^^^^^^^^^^^^^^^ match-without-effect hint: an alternative of the same rule before it takes every request that it matches. The rule is still reached, for example by GET /api.
${route}`),
    only,
  );
});

test("an alternative that earlier rules take; the example reaches the rule by the other", () => {
  expectFindings(
    website(`  - match:
    - uri: {prefix: /products}
${route}  - match:
    - uri: {exact: /products/1}
#          ^^^^^^^^^^^^^^^^^^^^ match-without-effect hint: http rule 1 before it takes every request that it matches. The rule is still reached, for example by GET /potato.
    - uri: {exact: /potato}
${route}`),
    only,
  );
});

test("the parts of alternatives that overlap have an effect", () => {
  expectFindings(
    website(`  - match:
    - uri: {prefix: /api}
      method: {exact: GET}
    - uri: {prefix: /api}
      headers: {a: {exact: b}}
    - uri: {prefix: /a}
${route}`),
    only,
  );
});

test("a port that is repeated in a tcp rule", () => {
  expectFindings(
    website(`  - match:
    - port: 31400
    - port: 31400
#           ^^^^^ match-without-effect hint: takes every connection
${route}`).replace("http:", "tcp:"),
    only,
  );
});

test("the fix takes the alternative out", () => {
  const before = website(`  - match:
    - uri: {prefix: /api}
    # the second version
    - uri:
        prefix: /api/v2 # never
    - uri: {prefix: /b}
${route}`);
  const after = before.replace("    - uri:\n        prefix: /api/v2 # never\n", "");
  expectFix(before, "match-without-effect", "Remove the alternative without effect", "test.yaml", after, only);
});
