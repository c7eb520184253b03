import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultMesh } from "../../server/src/core/model/mesh";
import { Workspace } from "../../server/src/core/workspace";
import { rolloutFiles, rolloutsFolder } from "../helpers/rollouts";

interface ExpectedFile {
  readonly file: string;
  readonly role: "correct" | "mistake";
  readonly findings: readonly {
    readonly code: string;
    readonly level: string;
    readonly at: string;
    readonly range: {
      readonly start: { readonly line: number; readonly character: number };
      readonly end: { readonly line: number; readonly character: number };
    };
  }[];
}

const expected = (JSON.parse(readFileSync(join(rolloutsFolder, "expected.json"), "utf8")) as { readonly files: readonly ExpectedFile[] })
  .files;

function open(): Workspace {
  const workspace = new Workspace({ mesh: defaultMesh, defaultNamespace: () => "default", levels: new Map() });
  for (const { file, text } of rolloutFiles()) workspace.setFile(file, text, true);
  workspace.check();
  return workspace;
}

describe("the five rollouts, all open as one workspace", () => {
  const workspace = open();

  it("has an expectation for every file", () => {
    expect(rolloutFiles().map((one) => one.file)).toEqual(expected.map((one) => one.file).sort());
  });

  it.each(expected)("$file", ({ file, role, findings }) => {
    const text = readFileSync(join(rolloutsFolder, file), "utf8");
    const found = workspace.findings(file).map((finding) => ({
      code: finding.code,
      level: finding.level,
      at: text.slice(finding.span.start, finding.span.end),
      range: { start: workspace.position(file, finding.span.start), end: workspace.position(file, finding.span.end) },
    }));
    expect(found).toEqual(findings);
    if (role === "correct") expect(found.filter((finding) => finding.level !== "hint")).toEqual([]);
    else expect(found.length).toBeGreaterThan(0);
  });
});
