import { describe, expect, test } from "vitest";
import { expectFindings, expectFix } from "../../../../test/helpers/workspaceFixture";

const head = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: website
spec:
  hosts:
  - website.example.com
  gateways: [none/none]
`;

const schemaOnly = {
  levels: new Map([
    ["gateway-not-found", "off" as const],
    ["destination-host-not-found", "off" as const],
  ]),
};

describe("exact places", () => {
  test("metadata that no object can have, on the value or the key", () => {
    expectFindings(
      `apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata:
  name: my_policy
#       ^^^^^^^^^ schema-constraint error: lower-case letters
  labels: {"a b": c}
#          ^^^^^ schema-constraint error: is no key here
`,
    );
  });

  test("an unknown field, on its key, with the name that was meant", () => {
    expectFindings(
      `${head}  http:\n  - name: a\n    rout:\n#   ^^^^ schema-unknown-field error: Did you mean "route"?\n    - destination: {host: website}\n`,
      schemaOnly,
    );
  });

  test("a number where text is wanted, on the value, with a safe fix that quotes it", () => {
    const text = (value: string) =>
      `${head}  http:\n  - match:\n    - headers:\n        version:\n          exact: ${value}\n    route:\n    - destination: {host: website}\n`;
    expectFindings(
      text("100").replace("exact: 100\n", "exact: 100\n#                ^^^ schema-type error: without quotes is a number (100)\n"),
      schemaOnly,
    );
    expectFindings(
      text("on").replace("exact: on\n", "exact: on\n#                ^^ schema-type error: without quotes is a boolean (true)\n"),
      schemaOnly,
    );
    expectFix(text("on"), "schema-type", 'Write "on"', "test.yaml", text('"on"'), schemaOnly);
  });

  test("text where a number is wanted", () => {
    expectFindings(
      `${head}  http:\n  - route:\n    - destination: {host: website, port: {number: 80x}}\n#                                                 ^^^ schema-type error: must be a whole number\n`,
      schemaOnly,
    );
  });

  test("a number below its bound", () => {
    expectFindings(
      `${head}  http:\n  - match:\n    - port: -1\n#           ^^ schema-bound error: must be at least 0\n    route:\n    - destination: {host: website}\n`,
      { ...schemaOnly, only: ["schema-bound"] },
    );
  });

  test("a required field, on the key of the object that lacks it", () => {
    expectFindings(
      `${head}  http:\n  - route:\n    - weight: 100\n#     ^^^^^^ schema-required error: needs a field "destination"\n`,
      schemaOnly,
    );
  });

  test("fields that exclude one another, on the last of them", () => {
    expectFindings(
      `${head}  http:\n  - match:\n    - uri:\n        exact: /a\n        prefix: /b\n#       ^^^^^^ schema-one-of error: Only one of exact, prefix\n    route:\n    - destination: {host: website}\n`,
      schemaOnly,
    );
  });

  test("a value that is none of those allowed, with a safe fix where only the spelling differs", () => {
    const rule = (mode: string) =>
      `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: a\nspec:\n  host: a.example.com\n  trafficPolicy:\n    tls:\n      mode: ${mode}\n`;
    const off = { levels: new Map([["destination-rule-host-not-found", "off" as const]]) };
    expectFindings(`${rule("istio-mutual")}#           ^^^^^^^^^^^^ schema-enum error: Did you mean ISTIO_MUTUAL?\n`, off);
    expectFix(rule("istio-mutual"), "schema-enum", "Change to ISTIO_MUTUAL", "test.yaml", rule("ISTIO_MUTUAL"), off);
  });

  test("the indentation slip: a key that belongs one level deeper, said once, and indented by the fix", () => {
    const slip = (key: string) => `${head}  http:\n  - match:\n    - headers:\n${key}    route:\n    - destination: {host: website}\n`;
    const wrong = "      x-version:\n        exact: v2 # the canary\n";
    expectFindings(
      slip(`      x-version:\n#     ^^^^^^^^^ schema-misplaced-key error: belongs one level deeper, under "headers"\n        exact: v2\n`),
      schemaOnly,
    );
    expectFix(
      slip(wrong),
      "schema-misplaced-key",
      "Indent x-version under headers",
      "test.yaml",
      slip("        x-version:\n          exact: v2 # the canary\n"),
      schemaOnly,
    );
  });

  test("a misspelt apiVersion, and nothing else of the document", () => {
    expectFindings(
      head
        .replace("networking.istio.io/v1", "networking.istio.io/v1alpha2")
        .replace("kind:", "#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unknown-api-version error: Write networking.istio.io/v1\nkind:"),
      schemaOnly,
    );
  });

  test("half a document is not drowned in findings", () => {
    const { workspace } = expectFindings(
      `apiVersion: networking.istio.io/v1\nkind: VirtualService\n#<--- schema-required`.replace("#<--- schema-required", ""),
      { only: ["yaml-syntax"] },
    );
    expect(workspace.findings("test.yaml").length).toBeLessThan(3);
  });
});

test("a text that lacks the form of its field", () => {
  expectFindings(
    `
    apiVersion: extensions.istio.io/v1alpha1
    kind: WasmPlugin
    metadata: {name: filter}
    spec:
      url: oci://example.com/filter
      sha256: xyz
    #         ^^^ schema-pattern error
    `,
  );
});

test("a tab that indents, once for the document", () => {
  expectFindings("kind: Service\nspec:\n\ttype: ClusterIP\n#< yaml-tab error\n", { only: ["yaml-tab", "schema-type"] });
});
