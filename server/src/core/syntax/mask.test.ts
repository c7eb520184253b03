import { describe, expect, it } from "vitest";
import { maskTemplates } from "./mask";
import { nodeAt } from "./node";
import { parseDocument } from "./parse";

/** The masked text with every filler word written as x's. */
function mask(text: string): string | undefined {
  const result = maskTemplates(text);
  if (result === undefined) return undefined;
  expect(result.text).toHaveLength(text.length);
  expect(result.text.replace(/[^\n]/g, "")).toBe(text.replace(/[^\n]/g, ""));
  let shown = result.text;
  for (const { start, end } of result.masked)
    shown = shown.slice(0, start) + shown.slice(start, end).replace(/[a-z0-9]/g, "x") + shown.slice(end);
  return shown;
}

function maskedParts(text: string): string[] {
  return (maskTemplates(text)?.masked ?? []).map(({ start, end }) => text.slice(start, end));
}

describe("maskTemplates", () => {
  it.each(["", "a: 1\n", "a: {b: {c: d}}\n", "# {{ .Values.a }}\na: 1\n", "  # see {{ a }} and {{ b }}\n"])("leaves %j alone", (text) => {
    expect(maskTemplates(text)).toBeUndefined();
  });

  it.each([
    ["a: {{ .b }}\n", "a: xxxxxxxx\n"],
    ["a: {{ .b }}-reviews\n", "a: xxxxxxxx-reviews\n"],
    ["a: '{{ .b }}.{{ .c }}.svc'\n", "a: 'xxxxxxxx.xxxxxxxx.svc'\n"],
    ["- {{ .b }}\n", "- xxxxxxxx\n"],
    ["{{ .k }}: v\n", "xxxxxxxx: v\n"],
    ["a: [{{ .b }}, c]\n", "a: [xxxxxxxx, c]\n"],
    ["{{- if .a }}\na: 1\n{{- end }}\n", "            \na: 1\n          \n"],
    ["  {{- if .a }}  # why\na: 1\n", "                # why\na: 1\n"],
    ["a:\n  {{- toYaml .b | nindent 2 }}\nc: 1\n", `a:\n${" ".repeat(30)}\nc: 1\n`],
    ["{{/* a: {{ b }} don't */}}\na: 1\n", "                          \na: 1\n"],
    ["{{ $x := 1 }}{{ $y = 2 }}\na: 1\n", "                         \na: 1\n"],
    ["a: b{{ if .c }}d{{ end }}\n", "a: b           d         \n"],
    ['a: {{ printf "}}%s" `{{` }}\n', "a: xxxxxxxxxxxxxxxxxxxxxxxx\n"],
    ['a: {{ include "b"\n  . }}\nc: 1\n', "a: xxxxxxxxxxxxxx\n      \nc: 1\n"],
    ["{{- with .a }}\r\na: 1\r\n{{- end }}\r\n", "              \r\na: 1\r\n          \r\n"],
    ["a: {{ .b\nc: 1\n", "a: xxxxx\nc: 1\n"],
    ['a: {{ "b\nc: 1\n', "a: xxxxx\nc: 1\n"],
    ["{{/* a\nb: 1\n", "      \nb: 1\n"],
    ["a: {{", "a: xx"],
  ])("turns %j into %j", (text, expected) => {
    expect(mask(text)).toBe(expected);
  });

  it("gives equal actions one word and others another", () => {
    const tree = parseDocument(maskTemplates("a: {{ .Values.host }}\nb: {{- .Values.host -}}\nc: {{ .Values.post }}\n")?.text ?? "");
    const [a, b, c] = ["a", "b", "c"].map((name) => nodeAt(tree.root, [name])).map((node) => (node?.kind === "scalar" ? node.source : ""));
    expect(b?.slice(0, a?.length)).toBe(a);
    expect(c).not.toBe(a);
  });

  it("reports where actions stand", () => {
    expect(maskedParts("a: {{ .b }} # {{ c }}\n{{ if .d }}\n")).toEqual(["{{ .b }}", "{{ c }}", "{{ if .d }}"]);
  });

  it("reaches back to the key or dash whose value an action may produce", () => {
    expect(maskedParts("a:\n  {{- toYaml .b }}\nc: 1\n{{ if .d }}\n- \n  {{ .e }}\n")).toEqual([
      ":\n  {{- toYaml .b }}",
      "{{ if .d }}",
      "- \n  {{ .e }}",
    ]);
  });

  it("makes a chart's template readable", () => {
    const text = `{{- if .Values.routing.enabled }}
{{- $name := include "app.fullname" . }}
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: {{ $name }}
  namespace: {{ .Release.Namespace | quote }}
  labels:
    {{- include "app.labels" . | nindent 4 }}
spec:
  hosts:
    {{- range .Values.hosts }}
    - {{ . | quote }}
    {{- end }}
  http:
    - route:
        - destination:
            host: {{ $name }}.{{ .Release.Namespace }}.svc.cluster.local
            subset: {{ .Values.stable }}
          weight: {{ sub 100 (int .Values.canary.weight) }}
        {{- if gt (int .Values.canary.weight) 0 }}
        - destination:
            host: {{ $name }}
            subset: canary
          weight: {{ .Values.canary.weight }}
        {{- end }}
{{- end }}
`;
    const tree = parseDocument(maskTemplates(text)?.text ?? "");
    expect(tree.problems).toEqual([]);
    expect(nodeAt(tree.root, ["spec", "http", 0, "route", 1, "destination", "subset"])).toMatchObject({ value: "canary" });
    expect(nodeAt(tree.root, ["spec", "hosts"])).toMatchObject({ items: [{ kind: "scalar" }] });
  });

  it("takes many open actions in its stride", () => {
    for (const open of ["{{", "{{/*", "{{ `", '{{ "']) expect(maskTemplates(open.repeat(20_000))?.text).not.toContain("{{");
  });
});

describe("variables", () => {
  it.each([
    [`a: \${HOST}\n`, "a: xxxxxxx\n"],
    [`a: \${NAME}.\${NAMESPACE:=shop}.svc\n`, "a: xxxxxxx.xxxxxxxxxxxxxxxxxx.svc\n"],
    [`a: '$(SERVICE)' # \${HOST}\n`, "a: 'xxxxxxxxxx' # xxxxxxx\n"],
    [`a: {{ .b }}-\${C}\n`, "a: xxxxxxxx-xxxx\n"],
  ])("mask %j", (text, expected) => {
    expect(mask(text)).toBe(expected);
  });

  it.each([`# \${HOST}\n`, "a: ^/b$(|c)\n", "a: $HOST\n", `a: \${}\n`, "a: $(lower)\n"])("leave %j alone", (text) => {
    expect(maskTemplates(text)).toBeUndefined();
  });

  it("are the same word where they are the same", () => {
    const [a, b] = (maskTemplates(`a: \${HOST}\nb: \${HOST}\n`)?.text ?? "").split("\n");
    expect(b?.slice(3)).toBe(a?.slice(3));
  });
});
