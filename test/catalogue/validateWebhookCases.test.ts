import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { FileFinding } from "../../server/src/core/features/results";
import { defaultMesh } from "../../server/src/core/model/mesh";
import type { LevelSetting } from "../../server/src/core/rules/levels";
import { rules } from "../../server/src/core/rules/registry";
import { createSchemas } from "../../server/src/core/schema/bundled";
import { parseDocument } from "../../server/src/core/syntax/parse";
import { splitDocuments } from "../../server/src/core/syntax/split";
import { Workspace } from "../../server/src/core/workspace";

const cases = join(import.meta.dirname, "../../../shared/cases/validate");
const schemas = createSchemas();

/** What an object alone reveals: of the rules that look at models only those without any other resource. */
const local = ["host-not-dns", "wildcard-host-on-mesh"];
const levels = new Map<string, LevelSetting>(rules.filter((rule) => !local.includes(rule.code)).map((rule) => [rule.code, "off"]));

interface Case {
  readonly file: string;
  readonly doc: number;
  readonly kind: string;
  readonly name: string;
  readonly expected: "valid" | "invalid";
  readonly validator: string;
}

/** Where our verdict differs from the expected one, and why. */
const explained: ReadonlyMap<string, string> = new Map([
  [
    "gotests/TestValidateTlsOptions.yaml 15",
    "the CRD takes two tlsCertificates at most: the API server rejects what the webhook would only warn about",
  ],
  ["gotests/TestValidateHTTPRoute.yaml 22", "the API server rejects null as an item of match; the webhook never sees it"],
  ["gotests/TestValidateDelegateHTTPRoute.yaml 8", "as before: null as an item of match"],
  ["gotests/TestValidateDelegateHTTPRoute.yaml 11", "as before: null as an item of match"],
  ["gotests/TestValidateRequestAuthentication.yaml 3", "the CRD wants an issuer of at least one character where there is one"],
  [
    "istioctl-validate/08-invalid-service-list.yaml 0",
    "a port of a Service that names no protocol is taken by the cluster and sniffed by Istio: a hint, no error",
  ],
  ["istioctl-validate/13-invalid-Istio-Operator-config.yaml 0", "IstioOperator is no kind of the cluster any more: it is not judged"],
]);

describe.skipIf(!existsSync(cases))("Istio's own cases for whole objects in ../shared (skipped where they are absent)", () => {
  const all = existsSync(cases)
    ? (JSON.parse(readFileSync(join(cases, "index.json"), "utf8")) as { readonly cases: readonly Case[] }).cases
    : [];
  const results = all.map((one) => ({ one, findings: errorsOf(one) }));
  const differing = results.filter(({ one, findings }) => (findings.length > 0 ? "invalid" : "valid") !== one.expected);

  test("are more than six hundred", () => expect(all.length).toBeGreaterThan(600));

  test("the verdict is that of Istio, or the difference is explained", () => {
    console.log(
      table(
        all,
        differing.map(({ one }) => one),
      ),
    );
    const unexplained = differing.filter(({ one }) => !explained.has(idOf(one)));
    expect(
      unexplained.map(
        ({ one, findings }) =>
          `${idOf(one)} ${one.name} is ${one.expected}: ${findings.map((finding) => `${finding.code} ${finding.message}`).join(" ")}`,
      ),
    ).toEqual([]);
  });

  test("no explanation is out of date", () => {
    const ids = differing.map(({ one }) => idOf(one));
    expect([...explained.keys()].filter((id) => !ids.includes(id))).toEqual([]);
  });
});

function idOf({ file, doc }: Case): string {
  return `${file} ${doc}`;
}

function errorsOf(one: Case): readonly FileFinding[] {
  const workspace = new Workspace({ mesh: defaultMesh, defaultNamespace: () => "default", levels, schemas });
  workspace.setFile("case.yaml", documentOf(one), true);
  workspace.check();
  return workspace.findings("case.yaml").filter((finding) => finding.level === "error");
}

/** The document's text, without the expectation that some carry in `_err`. */
function documentOf({ file, doc }: Case): string {
  const text = readFileSync(join(cases, file), "utf8");
  const documents = splitDocuments(text)
    .map(({ start, end }) => text.slice(start, end))
    .filter((source) => parseDocument(source).root?.kind === "map");
  const source = documents[doc];
  if (source === undefined) throw new Error(`no document ${doc} in ${file}`);
  return source.replace(/^_err:.*\n(?:[ ].*\n)*/m, "");
}

function table(all: readonly Case[], differing: readonly Case[]): string {
  const kinds = [...new Set(all.map((one) => one.kind))].sort();
  const rows = kinds.map((kind) => {
    const ours = all.filter((one) => one.kind === kind);
    const wrong = differing.filter((one) => one.kind === kind);
    return `${kind.padEnd(24)}${String(ours.length - wrong.length).padStart(4)} of ${String(ours.length).padStart(4)}`;
  });
  return [
    "Verdict as Istio's, by kind",
    ...rows,
    `${"all".padEnd(24)}${String(all.length - differing.length).padStart(4)} of ${String(all.length).padStart(4)}`,
  ].join("\n");
}
