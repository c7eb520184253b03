import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { KindSchema, SchemaNode } from "../../server/src/core/schema/schemaNode";
import { SchemaValidator, type SchemaViolation } from "../../server/src/core/schema/validator";
import { parseDocument } from "../../server/src/core/syntax/parse";
import { type Plain, toPlain } from "../../server/src/core/syntax/plain";
import { splitDocuments } from "../../server/src/core/syntax/split";

/** Istio's own cases for the API server's layer: the schema of the CRDs with their rules. */
const cases = join(import.meta.dirname, "../../../shared/cases/validate");
/** `[1.2.3.4, 001:db8::]`: go-yaml takes the second item as a text, YAML 1.2 as a mapping. */
const readDifferently = ["crd-api/serviceentry-valid.yaml 0"];
const validator = new SchemaValidator();
const kinds = readKinds();

interface Case {
  readonly file: string;
  readonly doc: number;
  readonly name: string;
  readonly expected: "valid" | "invalid";
  readonly validator: string;
  /** Part of the API server's message, often with the path of the field. */
  readonly expectedError?: string;
}

describe.skipIf(!existsSync(cases))("the CRD cases in ../shared (skipped where they are absent)", () => {
  const all = existsSync(cases) ? readCases() : [];

  test("are more than a hundred", () => expect(all.length).toBeGreaterThan(100));

  test.each(all.map((one) => ({ ...one, title: `${one.file} ${one.doc}: ${one.name}` })))(
    "$title is $expected",
    ({ file, doc, expected, expectedError }) => {
      const manifest = readManifest(join(cases, file), doc);
      const found = validator.violations(schemaOf(manifest), manifest);
      expect(found.length > 0 ? "invalid" : "valid", JSON.stringify(found)).toBe(expected);
      const place = /^([\w.[\]]*) in body|^(spec[\w.[\]]*): /.exec(expectedError ?? "");
      if (place === null) return;
      const field = place[1] ?? place[2] ?? "";
      expect(
        found.map(placeOf).filter((path) => isAtOrBelow(path, field)),
        found.map(placeOf).join(" "),
      ).not.toEqual([]);
    },
  );
});

function readCases(): readonly Case[] {
  const index = JSON.parse(readFileSync(join(cases, "index.json"), "utf8")) as { readonly cases: readonly Case[] };
  return index.cases.filter((one) => one.validator.includes("crd") && !readDifferently.includes(`${one.file} ${one.doc}`));
}

/** As kubectl would send it, without the expectation that some documents carry in `_err`. */
function readManifest(file: string, doc: number): Plain {
  const text = readFileSync(file, "utf8");
  const documents = splitDocuments(text).map(({ start, end }) => parseDocument(text.slice(start, end)).root);
  const root = documents.filter((one) => one?.kind === "map")[doc];
  if (root === undefined) throw new Error(`no document ${doc} in ${file}`);
  const { _err: _, ...manifest } = toPlain(root) as Record<string, Plain>;
  return manifest;
}

function readKinds(): readonly KindSchema[] {
  const folder = join(import.meta.dirname, "../../schemas");
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as KindSchema);
}

function schemaOf(manifest: Plain): SchemaNode {
  const { apiVersion, kind } = manifest as { readonly apiVersion: string; readonly kind: string };
  const [group, version] = apiVersion.split("/");
  const schema = kinds
    .find((one) => one.kind === kind && one.group === group)
    ?.schemas.find(({ versions }) => versions.includes(version ?? ""));
  if (schema === undefined) throw new Error(`no schema of ${apiVersion} ${kind}`);
  return schema.schema;
}

/** `field` may lack its beginning; a finding may point deeper than the API server does. */
function isAtOrBelow(path: string, field: string): boolean {
  const at = `.${path}`.indexOf(`.${field}`);
  return at >= 0 && /^$|^[.[]/.test(`.${path}`.slice(at + 1 + field.length));
}

/** The path as the API server writes it, with the missing or unknown field. */
function placeOf(violation: SchemaViolation): string {
  const path = "field" in violation ? [...violation.path, violation.field] : violation.path;
  return path.reduce<string>(
    (text, step) => (/^\d+$/.test(String(step)) ? `${text}[${step}]` : text === "" ? String(step) : `${text}.${step}`),
    "",
  );
}
