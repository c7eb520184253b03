import { expect } from "vitest";
import type { FileFinding, FileFix } from "../../server/src/core/features/results";
import { defaultMesh, type MeshSettings } from "../../server/src/core/model/mesh";
import type { LevelSetting } from "../../server/src/core/rules/levels";
import { createSchemas } from "../../server/src/core/schema/bundled";
import { applyEdits } from "../../server/src/core/text/edit";
import { Workspace } from "../../server/src/core/workspace";
import { Kustomizations } from "../../server/src/project/kustomizations";
import { type Fixture, parseFixture } from "./fixture";

/** Compiled once for all fixtures. */
const schemas = createSchemas();

export interface FixtureOptions {
  readonly mesh?: Partial<MeshSettings>;
  readonly levels?: ReadonlyMap<string, LevelSetting>;
  /** Only findings of these codes are compared; all when absent. */
  readonly only?: readonly string[];
}

export interface OpenFixture {
  readonly workspace: Workspace;
  readonly fixture: Fixture;
  readonly texts: ReadonlyMap<string, string>;
}

/** Opens the files of a fixture, kustomizations included, as one workspace (default namespace `default`) and checks it. */
export function openFixture(source: string, options: FixtureOptions = {}): OpenFixture {
  const fixture = parseFixture(source);
  const texts = new Map(fixture.files.map((file) => [file.path, file.text]));
  const kustomizations = new Kustomizations();
  for (const [path, text] of texts) {
    kustomizations.namespaces.update(path, text);
    kustomizations.update(path, text);
  }
  const workspace = new Workspace({
    mesh: { ...defaultMesh, ...options.mesh },
    defaultNamespace: (file) => kustomizations.namespaceOf(file),
    kustomized: (file) => kustomizations.of(file),
    levels: options.levels ?? new Map(),
    schemas,
    textOf: (file) => texts.get(file),
  });
  for (const { path, text } of fixture.files) workspace.setFile(path, text, true);
  workspace.check();
  return { workspace, fixture, texts };
}

/**
 * Expects exactly the findings that the fixture marks. A note is `code`, `code level`, or either with `: part of the message` behind it.
 */
export function expectFindings(source: string, options: FixtureOptions = {}): OpenFixture {
  const open = openFixture(source, options);
  const wanted = (code: string) => options.only === undefined || options.only.includes(code);
  const found = open.fixture.files.flatMap(({ path, text }) =>
    open.workspace
      .findings(path)
      .filter((finding) => wanted(finding.code))
      .map((finding) => ({ path, at: finding.span, text: text.slice(finding.span.start, finding.span.end), finding })),
  );
  expect(found.map(({ path, at, text, finding }) => ({ path, at, text, code: finding.code }))).toEqual(
    open.fixture.expected.map(({ path, span, note }) => ({ path, at: span, text: textAt(open, path, span), code: codeOf(note) })),
  );
  for (const [order, { note }] of open.fixture.expected.entries()) {
    const finding = found[order]?.finding as FileFinding;
    const [head = "", ...message] = note.split(": ");
    const level = head.split(" ")[1];
    if (level !== undefined) expect(finding.level).toBe(level);
    expect(finding.message).toContain(message.join(": "));
  }
  return open;
}

/** The fixes of the only finding with `code`. */
export function fixesOf(open: OpenFixture, code: string): { readonly file: string; readonly fixes: readonly FileFix[] } {
  const found = open.fixture.files.flatMap(({ path }) =>
    open.workspace
      .findings(path)
      .filter((finding) => finding.code === code)
      .map((finding) => ({ path, finding })),
  );
  expect(found.length, `findings of ${code}`).toBeGreaterThan(0);
  const { path, finding } = found[0] as (typeof found)[number];
  return { file: path, fixes: open.workspace.fixes(path, finding) };
}

/** Expects that the fix titled `title` of the first finding with `code` turns `file` into `after`. */
export function expectFix(source: string, code: string, title: string, file: string, after: string, options: FixtureOptions = {}): void {
  const open = openFixture(source, options);
  const { fixes } = fixesOf(open, code);
  const fix = fixes.find((one) => one.title === title);
  expect(
    fixes.map((one) => one.title),
    "titles",
  ).toContain(title);
  const edits = (fix?.edits ?? []).filter((edit) => edit.file === file);
  const expected = parseFixture(after).files[0]?.text;
  expect(applyEdits(open.texts.get(file) ?? "", edits)).toBe(expected);
}

function codeOf(note: string): string {
  return note.split(/[ :]/)[0] ?? "";
}

function textAt(open: OpenFixture, path: string, span: { readonly start: number; readonly end: number }): string {
  return (open.texts.get(path) ?? "").slice(span.start, span.end);
}
