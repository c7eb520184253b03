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
    ["source labels", "- sourceLabels: {version: v1}"],
    ["a condition that is not written yet", "- headers:"],
  ])("%s leaves something for later rules", (_name, match) => {
    expectFindings(routes(`  - match:\n    ${match}\n    route:\n    - destination: {host: website}\n`, canary), only);
  });
});

describe("behind rules that cover it", () => {
  const rule = (name: string, match: string) =>
    `  - name: ${name}\n    match:\n${match
      .split("\n")
      .map((line) => `    ${line}`)
      .join("\n")}\n    route:\n    - destination: {host: website}\n`;
  const marked = (name: string, match: string, note: string) =>
    rule(name, match).replace("\n", `\n#         ${"^".repeat(name.length)} unreachable-rule warning: ${note}\n`);

  test.each([
    ["an exact path behind its prefix, which istioctl misses", "- uri: {prefix: /api}", "- uri: {exact: /api/beta}"],
    ["a longer prefix", "- uri: {prefix: /api}", "- uri: {prefix: /api/v2}\n  method: {exact: GET}"],
    ["more headers", "- headers: {a: {exact: x}}", "- headers: {a: {exact: x}, b: {prefix: y}}"],
    ["a header with a value behind one that is there", "- headers: {A: {}}", "- headers: {a: {regex: x+}}"],
    ["a regex within a regex", '- uri: {regex: "/users/.*"}', '- uri: {regex: "/users/[0-9]+"}'],
    ["the same source", "- sourceLabels: {version: v1}", "- sourceLabels: {version: v1, app: web}"],
    ["all gateways that there are", "- gateways: [mesh, istio-system/public]", "- uri: {prefix: /}"],
    ["a path in another case", "- uri: {prefix: /API}\n  ignoreUriCase: true", "- uri: {exact: /api/v1}"],
  ])("%s", (_name, earlier, later) => {
    const gateways = routes(
      rule("one", earlier),
      marked("two", later, 'http rule 1 ("one") before it takes every request that this'),
    ).replace("  http:", "  gateways: [mesh, istio-system/public]\n  http:");
    expectFindings(gateways, only);
  });

  test("several rules together are all named, and no others", () => {
    expectFindings(
      routes(
        rule("a", "- method: {exact: GET}"),
        rule("b", "- uri: {prefix: /other}"),
        rule("c", '- method: {regex: "[^G].*|G[^E].*|GE[^T].*|GET.+|G|GE"}'),
        marked("d", "- uri: {prefix: /api}", 'http rule 1 ("a") and http rule 3 ("c") before it together take every request that this'),
      ),
      only,
    );
  });

  test.each([
    ["another path", "- uri: {prefix: /api}", "- uri: {prefix: /apis}\n- uri: {prefix: /app}"],
    ["another header", "- headers: {a: {exact: x}}", "- headers: {b: {exact: x}}"],
    ["a shorter prefix", "- uri: {prefix: /api/v1}", "- uri: {prefix: /api}"],
    ["a regex that covers nearly all", '- uri: {regex: "/a.+"}', "- uri: {prefix: /a}"],
    ["a header that is missing", "- headers: {a: {exact: x}}", "- withoutHeaders: {a: {exact: x}}"],
    ["one gateway of two", "- gateways: [mesh]", "- uri: {prefix: /}"],
    ["a regex that cannot be told", '- uri: {regex: "/\\\\ba.*"}', '- uri: {regex: "/a+"}'],
  ])("%s is reached", (_name, earlier, later) => {
    expectFindings(
      routes(rule("one", earlier), rule("two", later)).replace("  http:", "  gateways: [mesh, istio-system/public]\n  http:"),
      only,
    );
  });

  test("the fix moves the rule before the one that takes its requests, with its comment", () => {
    const narrow = `  # beta testers\n${rule("two", "- uri: {exact: /api/beta}")}`;
    const wide = rule("one", "- uri: {prefix: /api}");
    expectFix(
      routes(wide, narrow, catchAll),
      "unreachable-rule",
      'Move http rule 2 ("two") before http rule 1 ("one")',
      "test.yaml",
      routes(narrow, wide, catchAll),
      only,
    );
  });

  test("a rule that delegates takes nothing by itself", () => {
    expectFindings(routes("  - delegate: {name: website-paths}\n", rule("two", "- uri: {prefix: /api}")), only);
  });
});

describe("tls and tcp", () => {
  const list = (protocol: string, ...matches: string[]) =>
    routes().replace(
      "  http:\n",
      `  ${protocol}:\n${matches.map((match) => `  - match:\n${match}    route:\n    - destination: {host: website}\n`).join("")}`,
    );
  const unreachable = "#   ^^^^^ unreachable-rule warning: rule 1 before it takes every connection that this rule matches\n";

  test.each([
    ["the same port", "tcp", "    - port: 31400\n", "    - port: 31400\n"],
    [
      "the same server name",
      "tls",
      "    - {port: 443, sniHosts: [website.example.com]}\n",
      "    - {port: 443, sniHosts: [website.example.com]}\n",
    ],
    [
      "the same subnet from fewer pods",
      "tcp",
      "    - destinationSubnets: [10.0.0.0/8]\n",
      "    - destinationSubnets: [10.0.0.0/8]\n      sourceLabels: {app: x}\n",
    ],
  ])("%s", (_name, protocol, earlier, later) => {
    const text = list(protocol, earlier, later);
    const second = text.lastIndexOf("  - match:\n") + "  - match:\n".length;
    expectFindings(text.slice(0, second) + unreachable + text.slice(second), only);
  });

  test.each([
    ["another port", "tcp", "    - port: 31400\n", "    - port: 31401\n"],
    [
      "a narrower server name, which Envoy prefers",
      "tls",
      "    - sniHosts: ['*.example.com']\n",
      "    - sniHosts: [website.example.com]\n",
    ],
    [
      "a narrower subnet, which Envoy prefers",
      "tcp",
      "    - destinationSubnets: [10.0.0.0/8]\n",
      "    - destinationSubnets: [10.1.0.0/16]\n",
    ],
    ["the rest after some subnets", "tcp", "    - destinationSubnets: [10.0.0.0/8]\n", "    - port: 31400\n"],
  ])("%s is reached", (_name, protocol, earlier, later) => {
    expectFindings(list(protocol, earlier, later), only);
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
