import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TestFolder } from "../helpers/folder";
import { type ClientOptions, TestClient } from "../helpers/languageClient";
import { mesh, missingSubset } from "../helpers/mesh";

const broken = { ...mesh, "virtual-service.yaml": missingSubset };
/** `v1` of the first subset in the DestinationRule. */
const subsetName = { start: { line: 7, character: 12 }, end: { line: 7, character: 14 } };

let folder: TestFolder;
let client: TestClient;

beforeEach(() => {
  folder = new TestFolder();
});
afterEach(async () => {
  await client.stop();
  folder.remove();
});

async function start(files: Readonly<Record<string, string>>, options: ClientOptions = {}): Promise<void> {
  for (const [name, text] of Object.entries(files)) folder.write(name, text);
  client = await TestClient.start({ folder, ...options });
  await client.settled();
}

describe("closed files", () => {
  it("are reported with code, range, source and related places", async () => {
    await start(broken);
    const [diagnostic, ...more] = client.diagnostics("virtual-service.yaml") ?? [];
    expect(more).toEqual([]);
    expect(diagnostic).toMatchObject({
      code: "subset-not-found",
      severity: 1,
      source: "Istio",
      range: { start: { line: 11, character: 20 }, end: { line: 11, character: 22 } },
    });
    expect(diagnostic?.relatedInformation?.[0]?.location.uri).toBe(client.uri("destination-rule.yaml"));
  });

  it("are not mentioned when nothing is wrong with them", async () => {
    await start(mesh);
    expect(client.published).toEqual([]);
  });

  it("show no hints, which editors draw in the text only, until they are opened", async () => {
    const deprecated = mesh["destination-rule.yaml"].replace("spec:", "spec:\n  trafficPolicy: {loadBalancer: {simple: LEAST_CONN}}");
    await start({ ...mesh, "destination-rule.yaml": deprecated });
    expect(client.published).toEqual([]);
    await client.open("destination-rule.yaml", deprecated);
    await client.until(() => client.codes("destination-rule.yaml").includes("schema-deprecated"));
    await client.close("destination-rule.yaml");
    await client.until(() => client.diagnostics("destination-rule.yaml")?.length === 0);
  });

  it("are left out when only open files are wanted, until they are opened", async () => {
    await start(broken, { settings: { diagnostics: { scope: "open" } } });
    expect(client.published).toEqual([]);
    await client.open("virtual-service.yaml", missingSubset);
    await client.until(() => client.codes("virtual-service.yaml").length === 1);
    await client.close("virtual-service.yaml");
    await client.until(() => client.diagnostics("virtual-service.yaml")?.length === 0);
  });
});

describe("edits", () => {
  it("in one file change what is said of another one, unsaved", async () => {
    await start(mesh);
    await client.open("destination-rule.yaml", mesh["destination-rule.yaml"]);
    await client.change("destination-rule.yaml", subsetName, "v1x");
    await client.until(() => client.codes("virtual-service.yaml").includes("subset-not-found"));
    await client.change("destination-rule.yaml", { ...subsetName, end: { line: 7, character: 15 } }, "v1");
    await client.until(() => client.diagnostics("virtual-service.yaml")?.length === 0);
  });

  it("are forgotten when the editor is closed without saving", async () => {
    await start(mesh);
    await client.open("destination-rule.yaml", mesh["destination-rule.yaml"]);
    await client.change("destination-rule.yaml", subsetName, "v1x");
    await client.until(() => client.codes("virtual-service.yaml").includes("subset-not-found"));
    await client.close("destination-rule.yaml");
    await client.until(() => client.diagnostics("virtual-service.yaml")?.length === 0);
  });

  it("are published with the version of the document", async () => {
    await start(mesh);
    await client.open("virtual-service.yaml", mesh["virtual-service.yaml"]);
    const version = await client.change(
      "virtual-service.yaml",
      { start: { line: 11, character: 22 }, end: { line: 11, character: 22 } },
      "x",
    );
    await client.until(() => client.codes("virtual-service.yaml").includes("subset-not-found"));
    expect(client.published.at(-1)?.version).toBe(version);
  });

  it("publish no file whose diagnostics stayed the same", async () => {
    await start(broken);
    await client.open("service.yaml", mesh["service.yaml"]);
    await client.until(() => client.published.some(({ uri }) => uri === client.uri("service.yaml")));
    const before = client.published.length;
    await client.change("service.yaml", { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, "# a comment\n");
    await client.open("later.yaml", missingSubset);
    await client.until(() => client.codes("later.yaml").length === 1);
    expect(client.published.slice(before).map(({ uri }) => uri)).toEqual([client.uri("later.yaml")]);
  });
});

describe("files on disk", () => {
  it("are read again when they change, appear or go", async () => {
    await start(mesh);
    folder.write("virtual-service.yaml", missingSubset);
    folder.write("new.yaml", missingSubset.replace("name: website", "name: new").replace("- website\n", "- new.example.com\n"));
    await client.notify("workspace/didChangeWatchedFiles", {
      changes: [
        { uri: client.uri("virtual-service.yaml"), type: 2 },
        { uri: client.uri("new.yaml"), type: 1 },
      ],
    });
    await client.settled();
    expect(client.codes("virtual-service.yaml")).toEqual(["subset-not-found"]);
    expect(client.codes("new.yaml")).toEqual(["subset-not-found"]);
    folder.remove("new.yaml");
    await client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: client.uri("new.yaml"), type: 3 }] });
    await client.settled();
    expect(client.diagnostics("new.yaml")).toEqual([]);
  });

  it("go with their folder", async () => {
    await start({ ...mesh, "stage/one.yaml": missingSubset, "stage/deep/two.yaml": missingSubset });
    expect(client.codes("stage/deep/two.yaml")).toEqual(["subset-not-found"]);
    folder.remove("stage");
    await client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: client.uri("stage"), type: 3 }] });
    await client.settled();
    expect(client.diagnostics("stage/one.yaml")).toEqual([]);
    expect(client.diagnostics("stage/deep/two.yaml")).toEqual([]);
  });

  it("do not replace the text of an open editor", async () => {
    await start(mesh);
    await client.open("virtual-service.yaml", missingSubset);
    await client.until(() => client.codes("virtual-service.yaml").length === 1);
    await client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: client.uri("virtual-service.yaml"), type: 2 }] });
    await client.settled();
    expect(client.codes("virtual-service.yaml")).toEqual(["subset-not-found"]);
  });

  it("go with a workspace folder that is taken out", async () => {
    await start(broken);
    await client.notify("workspace/didChangeWorkspaceFolders", {
      event: { added: [], removed: [{ uri: client.uri("").replace(/\/$/, ""), name: "test" }] },
    });
    await client.settled();
    expect(client.diagnostics("virtual-service.yaml")).toEqual([]);
  });
});

it("leaves YAML syntax to another extension that reports it", async () => {
  const text = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: [\n";
  await start({ "broken.yaml": text });
  expect(client.codes("broken.yaml")).toContain("yaml-syntax");
  await client.stop();
  await start({}, { initializationOptions: { yamlExtension: true } });
  expect(client.codes("broken.yaml")).not.toContain("yaml-syntax");
});
