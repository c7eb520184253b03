import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocument } from "../syntax/parse";
import { splitDocuments } from "../syntax/split";
import { lowerDocument } from "./lower";
import { isRelevant } from "./relevance";

const whole = (text: string) => isRelevant(text, { start: 0, end: text.length });

describe("isRelevant", () => {
  it.each([
    "apiVersion: v1\nkind: ConfigMap\n",
    "kind: ConfigMap",
    "---\napiVersion: v1\nkind: ConfigMap # a comment\ndata:\n  a.yaml: |\n    kind: VirtualService\n",
    'kind: "ConfigMap"\r\ndata: {}\r\n',
    "kind: 'ConfigMap'\n",
    "# kind: Service\nkind:   ConfigMap\t\n",
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  names:\n    kind: VirtualService\n",
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: httproutes.gateway.networking.k8s.io}\n",
    "kind: Kustomization\nresources:\n- kind: Service\n- a.yaml\n",
    "kindred: Service\nkind: ConfigMap\n",
    "replicas: 1\nimage: nginx\n",
    "",
  ])("skips %j", (text) => {
    expect(whole(text)).toBe(false);
  });

  it.each([
    "apiVersion: v1\nkind: Service\n",
    "kind: Service # with a comment\n",
    "kind: Service",
    'kind: "Service"\n',
    "kind: CustomResourceDefinition\nmetadata: {name: tlsroutes.gateway.networking.k8s.io}\n",
    "kind: CustomResourceDefinition\nmetadata: {name: serviceroles.rbac.istio.io}\n",
    "kind: List\nitems:\n- kind: Service\n",
    "kind: ServiceList\nitems: []\n",
    "{apiVersion: v1, kind: Service}",
    "{\napiVersion: v1,\nkind: Service\n}",
    '{"kind": "Service"}',
    '"kind": Service\n',
    '"k\\x69nd": Service\n',
    "'kind': Service\n",
    "kind : Service\n",
    "? kind\n: Service\n",
    "!!str kind: Service\n",
    "&k kind: Service\n",
    "  apiVersion: v1\n  kind: Service\n",
    "kind:\n  Service\n",
    "kind: >-\n  Service\n",
    "kind: &k Service\n",
    "base: &b\n  kind: Service\n<<: *b\n",
    "kind: ConfigMap\nkind: Service\n",
    "kind: {{ .Values.kind }}\n",
    "{{- if .Values.enabled }}\nkind: ConfigMap\n{{- end }}\n",
    "--- {kind: Service}\n",
    "%YAML 1.2\n---\nkind: Service\n",
    "\ufeffkind: Service\n",
    "apiVersion: v1\n kind: Service\n",
    "\tkind: Service\n",
    "kind: Service\rmetadata: {}",
  ])("keeps %j", (text) => {
    expect(whole(text)).toBe(true);
  });

  it("looks at the slice only", () => {
    const text = "kind: Service\n---\nkind: ConfigMap\n---\nkind: Service\n";
    expect(splitDocuments(text).map((slice) => isRelevant(text, slice))).toEqual([true, false, true]);
  });
});

/** Documents of a text that the filter skips although a resource with a model is lowered from them. */
function missed(text: string, validOnly: boolean): readonly string[] {
  const result: string[] = [];
  for (const slice of splitDocuments(text)) {
    if (isRelevant(text, slice)) continue;
    const source = text.slice(slice.start, slice.end);
    const tree = parseDocument(source);
    if (validOnly && tree.problems.length > 0) continue;
    const resources = lowerDocument({ file: "f", document: 0, tree, defaultNamespace: "default", masked: [] });
    if (resources.some((resource) => resource.model.kind !== "Other")) result.push(source);
  }
  return result;
}

describe("against the parser", () => {
  it("misses no resource in documents put together at random", () => {
    const kind = fc.constantFrom(
      "Service",
      "ConfigMap",
      "List",
      "Deployment",
      '"Service"',
      "'ConfigMap'",
      "!!str Service",
      "&a Service",
      "*a",
      "",
    );
    const key = fc.constantFrom("kind", '"kind"', "'kind'", "? kind\n", "kind ", "!!str kind", "data", "<<", '"k\\u0069nd"');
    const line = fc.oneof(
      fc
        .tuple(fc.constantFrom("", "", "", " ", "  ", "\t", "- "), key, fc.constantFrom(": ", ":", ":\n  ", ": |\n  "), kind)
        .map((parts) => parts.join("")),
      fc.constantFrom(
        "data:",
        "  a: |",
        "    kind: Service",
        "# kind: Service",
        "items:",
        "- kind: Service",
        "{kind: Service}",
        "x: {",
        "}",
        "x: [",
        "]",
        'x: "',
        '"',
        "---",
        "...",
        "",
      ),
    );
    const ending = fc.constantFrom("\n", "\r\n");
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), ending, (lines, end) => {
        expect(missed(lines.join(end), true)).toEqual([]);
      }),
      { numRuns: 3000, seed: 7 },
    );
  });

  const cases = fileURLToPath(new URL("../../../../../shared/cases", import.meta.url));
  const fixtures = fileURLToPath(new URL("../../../../test/fixtures", import.meta.url));
  for (const folder of [cases, fixtures]) {
    const present = existsSync(folder);
    it.skipIf(!present)(`misses no resource of ${present ? "the files" : "(absent)"} in ${folder.split("/").slice(-2).join("/")}`, () => {
      const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.ya?ml$/.test(file));
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) expect(missed(readFileSync(join(folder, file), "utf8"), false), file).toEqual([]);
    });
  }
});
