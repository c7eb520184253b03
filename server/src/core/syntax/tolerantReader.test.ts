import { describe, expect, it } from "vitest";
import type { Node } from "./node";
import { parseDocument } from "./parse";
import { type Plain, toPlain } from "./plain";

const SERVICE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
spec:
  hosts:
    - reviews
  http:
    - match:
        - uri:
            prefix: /v2
      route:
        - destination:
            host: reviews
            subset: v2
          weight: 80
        - destination:
            host: ratings
          weight: 20
    - name: rest
      route:
        - destination:
            host: reviews
  exportTo: ["."]
`;

type Path = readonly (string | number)[];

/** What an edit of SERVICE makes of it: values that change, by path (undefined: gone), and problems as `text: message`. */
type Case = readonly [
  what: string,
  from: string,
  to: string,
  changes: readonly (readonly [string, Plain | undefined])[],
  problems: readonly string[],
];

const COLON = "A colon is missing behind this key.";
const OPEN = (bracket: string) => `${bracket}: This ${bracket} is never closed.`;
const QUOTE = "This quote is never closed.";
const FIRST = "spec.http.0.route.0";
const SUBSET = "            subset: v2\n";
const PREFIX = "            prefix: /v2\n";
const REST = "    - name: rest\n";
const HOSTS = "  hosts:\n    - reviews\n";
const EXPORT = '  exportTo: ["."]\n';

const CASES: readonly Case[] = [
  ["a key between others", SUBSET, `${SUBSET}            po\n`, [[`${FIRST}.destination.po`, null]], [`po: ${COLON}`]],
  [
    "a key before the others",
    "            host: reviews\n            s",
    "            h\n            host: reviews\n            s",
    [[`${FIRST}.destination`, { h: null, host: "reviews", subset: "v2" }]],
    [`h: ${COLON}`],
  ],
  [
    "a first key instead of another",
    "          weight: 80\n",
    "          wei\n",
    [
      [`${FIRST}.weight`, undefined],
      [`${FIRST}.wei`, null],
    ],
    [`wei: ${COLON}`],
  ],
  [
    "a key of the rule",
    "      route:\n        - destination:\n            host: reviews\n            s",
    "      ti\n      route:\n        - destination:\n            host: reviews\n            s",
    [["spec.http.0.ti", null]],
    [`ti: ${COLON}`],
  ],
  ["a key of the spec", "  http:\n", "  gat\n  http:\n", [["spec.gat", null]], [`gat: ${COLON}`]],
  ["a key of the document", "spec:\n", "sta\nspec:\n", [["sta", null]], [`sta: ${COLON}`]],
  [
    "a key at the end",
    EXPORT,
    "  exp",
    [
      ["spec.exportTo", undefined],
      ["spec.exp", null],
    ],
    [`exp: ${COLON}`],
  ],
  [
    "a key at the start",
    "apiVersion: networking.istio.io/v1\n",
    "api\napiVersion: networking.istio.io/v1\n",
    [["api", null]],
    [`api: ${COLON}`],
  ],
  ["a key with a value below but no colon", "  http:\n", "  http\n", [], [`http: ${COLON}`]],
  ["a key with a mapping below but no colon", "metadata:\n", "metadata\n", [], [`metadata: ${COLON}`]],
  [
    "a key with a list in its column but no colon",
    "metadata:\n  name: reviews\n",
    "metadata:\n  name: reviews\n  finalizers\n  - x\n",
    [["metadata.finalizers", ["x"]]],
    [`finalizers: ${COLON}`],
  ],
  [
    "a key without the space behind its colon",
    "          weight: 80\n",
    "          weight:80\n",
    [],
    [":: A space is missing behind this colon."],
  ],
  [
    "the first key of an item",
    REST,
    "    - na\n",
    [
      ["spec.http.1.name", undefined],
      ["spec.http.1.na", null],
    ],
    [`na: ${COLON}`],
  ],
  [
    "the first key of an item, above its list",
    "    - match:\n",
    "    - mat\n",
    [
      ["spec.http.0.match", undefined],
      ["spec.http.0.mat", [{ uri: { prefix: "/v2" } }]],
    ],
    [`mat: ${COLON}`],
  ],
  [
    "a key in the column of the dash above",
    REST,
    `    tim\n${REST}`,
    [["spec.http.0.tim", null]],
    ["tim: This key is indented by 4 spaces, the ones it belongs to by 6.", `tim: ${COLON}`],
  ],
  [
    "an item that is only a dash, above a text",
    "    - reviews\n",
    "    -\n    - reviews\n    -\n",
    [["spec.hosts", [null, "reviews", null]]],
    [],
  ],
  [
    "an item without a dash",
    "    - reviews\n  http",
    "    - reviews\n    rat\n  http",
    [["spec.hosts", ["reviews", "rat"]]],
    ["rat: A dash is missing in front of this list item."],
  ],
  [
    "an item in the midst of another",
    SUBSET,
    `${SUBSET}            - de\n`,
    [
      ["spec.http.0.route.2", { destination: { host: "ratings" }, weight: 20 }],
      ["spec.http.0.route.1", "de"],
    ],
    ["-: This list item is indented by 12 spaces, the ones it belongs to by 8."],
  ],
  ["a double quote left open", PREFIX, '            prefix: "/v2\n', [], [`": ${QUOTE}`]],
  ["a single quote left open", PREFIX, "            prefix: '/v2 # note\n", [], [`': ${QUOTE}`]],
  ["a lonely quote", PREFIX, '            prefix: "\n', [["spec.http.0.match.0.uri.prefix", ""]], [`": ${QUOTE}`]],
  ["a key's quote left open", PREFIX, '            "prefix: /v2\n', [], [`": ${QUOTE}`]],
  [
    "a quote left open between other quotes",
    HOSTS,
    '  hosts:\n    - "reviews\n    - "ratings"\n',
    [["spec.hosts", ["reviews", "ratings"]]],
    [`": ${QUOTE}`],
  ],
  ["a quote left open in brackets", EXPORT, '  exportTo: [".]\n', [], [`": ${QUOTE}`]],
  ["text behind a quote", PREFIX, '            prefix: "/v2"x\n', [], ["x: This text does not belong here."]],
  ["a bracket left open", EXPORT, '  exportTo: ["."\n', [], [OPEN("[")]],
  ["a bracket left open above other keys", HOSTS, "  hosts: [reviews,\n", [], [OPEN("[")]],
  ["a lonely bracket above other keys", HOSTS, "  hosts: [\n", [["spec.hosts", []]], [OPEN("[")]],
  ["a lonely bracket above its list", HOSTS, "  hosts: [\n    - reviews\n", [], [OPEN("[")]],
  [
    "a brace left open",
    PREFIX,
    "            prefix: {exact: /v2, rege\n",
    [["spec.http.0.match.0.uri.prefix", { exact: "/v2", rege: null }]],
    [OPEN("{")],
  ],
  ["a bracket too many", EXPORT, '  exportTo: ["."]]\n', [], ["]: This text does not belong here."]],
  ["the wrong closing bracket", EXPORT, '  exportTo: ["."}\n', [], ["}: A ] is expected here."]],
  ["two commas", EXPORT, '  exportTo: [".",, x]\n', [["spec.exportTo", [".", "x"]]], [",: There is nothing in front of this comma."]],
  ["a missing comma", EXPORT, '  exportTo: ["." "x"]\n', [["spec.exportTo", [".", "x"]]], ['": A comma is missing in front of this.']],
  [
    "a second colon",
    SUBSET,
    "            subset: v2: x # note\n",
    [[`${FIRST}.destination.subset`, "v2: x"]],
    [":: A second colon: put the value in quotes, or the inner key on the next line."],
  ],
  [
    "a list on the line of its key",
    HOSTS,
    "  hosts: - reviews\n    - ratings\n",
    [["spec.hosts", ["reviews", "ratings"]]],
    ["-: A list starts on the line below its key."],
  ],
  ["text between a key and its list", "  http:\n", "  http: ro\n", [], ["ro: This text stands between a key and its list."]],
  [
    "a key indented too far",
    SUBSET,
    "              subset: v2\n",
    [],
    ["subset: This key is indented by 14 spaces, the ones it belongs to by 12."],
  ],
  [
    "a key indented too little",
    SUBSET,
    "           subset: v2\n",
    [],
    ["subset: This key is indented by 11 spaces, the ones it belongs to by 12."],
  ],
  [
    "a list item indented too far",
    `${REST}      route:\n`,
    "     - name: rest\n       route:\n",
    [],
    ["-: This list item is indented by 5 spaces, the ones it belongs to by 4."],
  ],
  [
    "a list item indented too little",
    "        - destination:\n            host: ratings\n          weight",
    "       - destination:\n            host: ratings\n         weight",
    [],
    ["-: This list item is indented by 7 spaces, the ones it belongs to by 8."],
  ],
  ["tabs for indentation", SUBSET, "\t\t\t\t\t\tsubset: v2\n", [], ["\t\t\t\t\t\t: Tabs cannot indent in YAML; use spaces."]],
  [
    "a tab and a key being typed",
    SUBSET,
    `${SUBSET}\tpo\n`,
    [[`${FIRST}.destination.po`, null]],
    ["\t: Tabs cannot indent in YAML; use spaces.", `po: ${COLON}`],
  ],
  [
    "a wildcard without quotes",
    HOSTS,
    "  hosts:\n    - *.example.com\n    - *\n",
    [["spec.hosts", ["*.example.com", "*"]]],
    ["*.example.com: Text that starts with * must stand in quotes.", "*: Text that starts with * must stand in quotes."],
  ],
  [
    "a reserved character",
    SUBSET,
    "            subset: @v2\n",
    [[`${FIRST}.destination.subset`, "@v2"]],
    ["@: A value cannot start with @; put it in quotes."],
  ],
  [
    "an escape that does not exist",
    PREFIX,
    '            regex: "/v\\d"\n            x\n',
    [["spec.http.0.match.0.uri", { regex: "/v\\d", x: null }]],
    ['"/v\\d": Double quotes have no escape \\d; write \\\\ for a backslash.', `x: ${COLON}`],
  ],
  [
    "a block scalar with text behind its indicator",
    PREFIX,
    "            prefix: |/v2\n              x\n",
    [["spec.http.0.match.0.uri.prefix", "x\n"]],
    ["/v2: The text after | must start on the next line."],
  ],
  [
    "text of several lines elsewhere",
    SUBSET,
    "            subset: v2\n              and more\n            note: |\n              a: b\n\n              c\n            q: 'd\n              e'\n            po\n",
    [[`${FIRST}.destination`, { host: "reviews", subset: "v2 and more", note: "a: b\n\nc\n", q: "d e", po: null }]],
    [`po: ${COLON}`],
  ],
  [
    "anchors, tags and merge keys elsewhere",
    "            host: ratings\n",
    "            <<: *d\n            x: !!str 1\n            po\n",
    [["spec.http.0.route.1.destination", { host: "reviews", subset: "v2", x: "1", po: null }]],
    [`po: ${COLON}`],
  ],
  ["a comment that lacks its space", EXPORT, '  exportTo: ["."]# all\n', [], ["#: A comment needs a space in front of its #."]],
];

describe("a VirtualService being typed", () => {
  it.each(CASES)("is kept but for %s", (_, from, to, changes, problems) => {
    const base = to.includes("*d")
      ? SERVICE.replace("destination:\n            host: reviews\n", "destination: &d\n            host: reviews\n")
      : SERVICE;
    expect(base.split(from)).toHaveLength(2);
    const text = base.replace(from, () => to);
    const tree = parseDocument(text);
    const expected = structuredClone(plain(parseDocument(SERVICE).root));
    for (const [path, value] of changes) set(expected, path.split("."), value);
    expect(plain(tree.root)).toEqual(expected);
    expect(tree.problems.map(({ span, message }) => `${text.slice(span.start, span.end)}: ${message}`)).toEqual(problems);
  });

  it("survives every prefix of being typed", () => {
    for (let length = 0; length <= SERVICE.length; length++) {
      const { root } = parseDocument(SERVICE.slice(0, length));
      const lines = SERVICE.slice(0, length).split("\n");
      const keys = lines.slice(0, -1).filter((line) => /^\w/.test(line));
      expect(Object.keys((plain(root) ?? {}) as object)).toEqual(
        expect.arrayContaining(length === 0 ? [] : keys.map((line) => line.split(":")[0])),
      );
    }
  });
});

describe("other documents being typed", () => {
  it.each<[string, Plain, string[]]>([
    ["apiVersion\nkind: Gateway\n", { apiVersion: null, kind: "Gateway" }, [`apiVersion: ${COLON}`]],
    ["--- a: 1\nb\n", { a: 1, b: null }, [`b: ${COLON}`]],
    ["%YAML 1.2\n---\na\nb: 1\n", { a: null, b: 1 }, [`a: ${COLON}`]],
    ["\uFEFFa\nb: 1\n", { a: null, b: 1 }, [`a: ${COLON}`]],
    ["a: 1\r\nb\r\nc: 1\r\n", { a: 1, b: null, c: 1 }, [`b: ${COLON}`]],
    ["a: 1\n- b\nc: 2\n", { a: 1, c: 2 }, ["-: A list item cannot stand between keys."]],
    ["- a: 1\n  b\n- c: 2\n", [{ a: 1, b: null }, { c: 2 }], [`b: ${COLON}`]],
    ["- a\nb: 1\n", ["a", { b: 1 }], ["b: 1: A dash is missing in front of this list item."]],
    ['{"a": [1, 2\n}\n', { a: [1, 2] }, [OPEN("[")]],
    ['{"a": {"b": 1,\n  "c"\n}\n', { a: { b: 1, c: null } }, [OPEN("{")]],
    ['{"a": 1}\nb: 2\n', { b: 2 }, ["{: A key and a colon are missing in front of this."]],
    ["a: b\n---\nc: d\n", { a: "b" }, ["---: A second document starts here; only the first one is read."]],
  ])("reads %j", (text, expected, problems) => {
    const tree = parseDocument(text);
    expect(plain(tree.root)).toEqual(expected);
    expect(tree.problems.map(({ span, message }) => `${text.slice(span.start, span.end)}: ${message}`)).toEqual(problems);
  });
});

function plain(node: Node | undefined): Plain | undefined {
  return node === undefined ? undefined : toPlain(node);
}

/** Sets (or, given undefined, removes) the value at a path; a new list index inserts. */
function set(target: unknown, path: Path, value: Plain | undefined): void {
  const [step = "", ...rest] = path;
  const container = target as Record<string, unknown>;
  if (rest.length > 0) set(container[step], rest, value);
  else if (value === undefined) delete container[step];
  else container[step] = value;
}
