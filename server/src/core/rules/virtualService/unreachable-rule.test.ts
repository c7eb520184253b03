import { describe, expect, test } from "vitest";
import { expectFindings, expectFix, openFixture } from "../../../../../test/helpers/workspaceFixture";

const routes = (...rules: string[]) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: website}
spec:
  hosts: [website.example.com]
  http:
${rules.join("")}`;
const only = { only: ["unreachable-rule"] };
const catchAll = "  # everybody else\n  - name: all\n    route:\n    - destination: {host: website}\n";
const canary =
  "  - name: canary\n    match:\n    - headers: {qa: {exact: canary-test}}\n    route:\n    - destination: {host: website, subset: v2}\n";

describe("behind a rule that takes everything", () => {
  test("a rule is never reached, and the earlier rule is named", () => {
    expectFindings(
      routes(
        catchAll,
        canary.replace(
          "name: canary\n",
          'name: canary\n#         ^^^^^^ unreachable-rule warning: http rule 1 ("all") before it takes every request\n',
        ),
      ),
      only,
    );
  });

  test.each([
    ["the prefix /", "- uri: {prefix: /}"],
    ["the regex .*", '- uri: {regex: ".*"}'],
    ["one empty alternative among others", "- uri: {exact: /a}\n    - {}"],
  ])("%s takes everything as well", (_name, match) => {
    expect(
      openFixture(routes(`  - match:\n    ${match}\n    route:\n    - destination: {host: website}\n`, canary), only)
        .workspace.findings("test.yaml")
        .filter((finding) => finding.code === "unreachable-rule"),
    ).toHaveLength(1);
  });

  test.each([
    ["a method", "- uri: {prefix: /}\n      method: {exact: GET}"],
    ["a port", "- port: 80"],
    ["a gateway", "- gateways: [mesh]"],
    ["source labels", "- sourceLabels: {version: v1}"],
    ["a condition that is not written yet", "- headers:"],
  ])("%s leaves something for later rules", (_name, match) => {
    expectFindings(routes(`  - match:\n    ${match}\n    route:\n    - destination: {host: website}\n`, canary), only);
  });
});

test("the fix moves the catch-all behind the last rule and leaves the rest as it is", () => {
  const before = routes("  - name: all\n    route:\n    - destination: {host: website} # for now\n", canary);
  const after = routes(canary, "  - name: all\n    route:\n    - destination: {host: website} # for now\n");
  expectFix(before, "unreachable-rule", 'Move http rule 1 ("all") to the end', "test.yaml", after, only);
});

test("tcp rules end at the first without subnets", () => {
  expectFindings(
    routes().replace(
      "  http:\n",
      "  tcp:\n  - route:\n    - destination: {host: a}\n  - route:\n#   ^^^^^ unreachable-rule warning: every connection\n    - destination: {host: b}\n",
    ),
    only,
  );
});
