import type { Rule } from "../rules/rule";

/** What the syntax and schema layers report; each code is documented like a rule, but needs nothing outside of its document. */
export type LocalRule = Pick<Rule, "code" | "docs" | "level" | "istio" | "kiali">;

function local(
  code: string,
  level: LocalRule["level"],
  what: string,
  why: string,
  bad: string,
  good: string,
  istio: readonly string[] = [],
): LocalRule {
  return { code, level, docs: { what, why, bad, good }, istio, kiali: [] };
}

const rejected = "The API server rejects the object, so nothing of it takes effect.";

export const localRules: readonly LocalRule[] = [
  local("yaml-syntax", "error", "The text is not YAML.", "kubectl refuses the file as a whole.", 'host: "website', 'host: "website"'),
  local(
    "yaml-tab",
    "error",
    "A tab is used for indentation.",
    "YAML forbids tabs there; kubectl refuses the file.",
    "spec:\n\thost: website",
    "spec:\n  host: website",
  ),
  local(
    "yaml-duplicate-key",
    "error",
    "A key is given twice in one mapping.",
    "Only the last one counts (kubectl in strict mode refuses the object): what the first says is lost.",
    "host: a\nhost: b",
    "host: b",
  ),
  local(
    "yaml-alias-limit",
    "error",
    "Aliases expand to more than a document can hold.",
    "Such documents exhaust memory; they are read up to the limit only.",
    "a: &a [x]\nb: [*a, *a, ...]",
    "b: [x, x]",
  ),
  local(
    "yaml-too-deep",
    "error",
    "Mappings or lists are nested too deeply.",
    "No manifest needs it; the document is read up to the limit only.",
    "[[[[...]]]]",
    "[x]",
  ),
  local(
    "schema-unknown-field",
    "error",
    "The kind has no such field.",
    `${rejected} Without strict validation the field is dropped silently, and what it was meant to say has no effect.`,
    "spec:\n  host: [website]",
    "spec:\n  hosts: [website]",
    ["IST0106"],
  ),
  local(
    "schema-misplaced-key",
    "error",
    "A key stands one level too high or too low: an indentation slip.",
    `${rejected} The key above it is left empty.`,
    "headers:\nx-version:\n  exact: v2",
    "headers:\n  x-version:\n    exact: v2",
    ["IST0106"],
  ),
  local(
    "schema-type",
    "error",
    "A value has the wrong type.",
    rejected,
    "headers:\n  version:\n    exact: 100",
    'headers:\n  version:\n    exact: "100"',
    ["IST0106"],
  ),
  local(
    "schema-required",
    "error",
    "A required field is missing.",
    rejected,
    "route:\n- weight: 100",
    "route:\n- destination:\n    host: website",
    ["IST0106"],
  ),
  local("schema-enum", "error", "A value is none of those allowed.", rejected, "mode: ISTIO-MUTUAL", "mode: ISTIO_MUTUAL", ["IST0106"]),
  local(
    "schema-bound",
    "error",
    "A number, a length or a count is outside of its bounds.",
    rejected,
    "port: {number: 70000}",
    "port: {number: 7000}",
    ["IST0106"],
  ),
  local("schema-pattern", "error", "A text does not have the required form.", rejected, "sha256: xyz", "sha256: 64 hexadecimal digits", [
    "IST0106",
  ]),
  local(
    "schema-one-of",
    "error",
    "Fields are set that exclude one another.",
    rejected,
    "uri: {exact: /a, prefix: /b}",
    "uri: {prefix: /b}",
    ["IST0106"],
  ),
  local("schema-constraint", "error", "A field breaks a rule of its kind.", rejected, "exportTo: ['', '.']", "exportTo: ['.']", [
    "IST0106",
  ]),
  local(
    "schema-deprecated",
    "hint",
    "A field is deprecated.",
    "It still works, but may go with a later release.",
    "mirrorPercent: 10",
    "mirrorPercentage:\n  value: 10",
    ["IST0002"],
  ),
  local(
    "unknown-api-version",
    "error",
    "The apiVersion is none that the kind is served under.",
    "The API server does not know the kind under this version: nothing is applied.",
    "apiVersion: networking.istio.io/v1alpha2",
    "apiVersion: networking.istio.io/v1",
  ),
];
