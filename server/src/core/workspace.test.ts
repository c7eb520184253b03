import { describe, expect, test } from "vitest";
import { rolloutFiles } from "../../../test/helpers/rollouts";
import { openFixture } from "../../../test/helpers/workspaceFixture";
import { defaultMesh } from "./model/mesh";
import { createSchemas } from "./schema/bundled";
import { Workspace } from "./workspace";

const schemas = createSchemas();

function emptyWorkspace(): Workspace {
  return new Workspace({ mesh: defaultMesh, defaultNamespace: () => "default", levels: new Map(), schemas });
}

function scratch(texts: ReadonlyMap<string, string>): Workspace {
  const workspace = emptyWorkspace();
  for (const [file, text] of texts) workspace.setFile(file, text, true);
  workspace.check();
  return workspace;
}

function findingsOf(workspace: Workspace): unknown {
  return Object.fromEntries([...workspace.files()].sort().map((file) => [file, workspace.findings(file)]));
}

describe("incremental work", () => {
  const files = rolloutFiles();
  test("every file whose findings changed is reported as changed", () => {
    const texts = new Map(files.map((one) => [one.file, one.text]));
    const workspace = scratch(texts);
    workspace.takeChangedFiles();
    const before = findingsOf(workspace) as Record<string, unknown>;
    const service = "4-website-canary/service.yaml";
    workspace.setFile(service, (texts.get(service) ?? "").replaceAll("website", "webs"), true);
    workspace.check();
    const after = findingsOf(workspace) as Record<string, unknown>;
    const differing = Object.keys(after).filter((file) => JSON.stringify(after[file]) !== JSON.stringify(before[file]));
    expect(differing.length).toBeGreaterThan(3);
    expect(workspace.takeChangedFiles()).toEqual(expect.arrayContaining(differing));
  });

  test("editing a comment checks the resources of its own document only", () => {
    const workspace = scratch(new Map(files.map((one) => [one.file, one.text])));
    const before = workspace.checkedResources;
    const file = files.find((one) => one.file === "4-website-canary/stage-d/destination-rule.yaml");
    workspace.setFile(file?.file ?? "", `# a comment\n${file?.text ?? ""}`, true);
    workspace.check();
    expect(workspace.checkedResources - before).toBe(1);
  });

  test("renaming a subset checks the DestinationRule and those who read its host, nobody else", () => {
    const { workspace, texts } = openFixture(`
      #### a.yaml
      apiVersion: v1
      kind: Service
      metadata: {name: a}
      spec: {ports: [{port: 80}]}
      #### rule.yaml
      apiVersion: networking.istio.io/v1
      kind: DestinationRule
      metadata: {name: a}
      spec: {host: a, subsets: [{name: v1}]}
      #### user.yaml
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: a}
      spec: {hosts: [a], http: [{route: [{destination: {host: a, subset: v1}}]}]}
      #### stranger.yaml
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: b}
      spec: {hosts: [b.example.com], http: [{route: [{destination: {host: b.example.com}}]}]}
    `);
    const before = workspace.checkedResources;
    workspace.setFile("rule.yaml", (texts.get("rule.yaml") ?? "").replace("v1}", "v9}"), true);
    workspace.check();
    expect(workspace.checkedResources - before).toBe(2);
    expect(workspace.findings("user.yaml").map((finding) => finding.code)).toEqual(["subset-not-found"]);
  });

  test("an edit of one document keeps the others as they were read", () => {
    const workspace = emptyWorkspace();
    const first = "kind: Service\napiVersion: v1\nmetadata: {name: a}\n";
    const second = "kind: Service\napiVersion: v1\nmetadata: {name: b}\n";
    workspace.setFile("f", `${first}---\n${second}`, true);
    const b = workspace.resources("f")[1];
    workspace.setFile("f", `${first}# more\n---\n${second}`, true);
    expect(workspace.resources("f")[1]).toBe(b);
  });

  test("checking stops when the caller wants its thread back, and goes on later", () => {
    const workspace = emptyWorkspace();
    for (const { file, text } of files) workspace.setFile(file, text, true);
    expect(workspace.check(() => true)).toBe(true);
    expect(workspace.checkedResources).toBe(1);
    expect(workspace.check()).toBe(false);
  });
});
