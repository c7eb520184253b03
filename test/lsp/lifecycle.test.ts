import { closeSync, ftruncateSync, openSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TestFolder } from "../helpers/folder";
import { type ClientOptions, TestClient } from "../helpers/languageClient";
import { mesh, missingSubset } from "../helpers/mesh";

const broken = { ...mesh, "virtual-service.yaml": missingSubset };

let folder: TestFolder;
let client: TestClient;

beforeEach(() => {
  folder = new TestFolder();
});
afterEach(async () => {
  await client.stop();
  folder.remove();
});

async function start(files: Readonly<Record<string, string | Uint8Array>>, options: ClientOptions = {}): Promise<void> {
  for (const [name, content] of Object.entries(files)) folder.write(name, content);
  client = await TestClient.start({ folder, ...options });
}

describe("initialize", () => {
  it("names the server and what it can do", async () => {
    await start(mesh);
    expect(client.initialized.serverInfo?.name).toBe("istio-traffic");
    expect(client.initialized.capabilities).toMatchObject({
      hoverProvider: true,
      completionProvider: {},
      renameProvider: { prepareProvider: true },
    });
    await client.until(() => client.registered.includes("workspace/didChangeWatchedFiles"));
  });

  it("works for a client that can do nothing", async () => {
    await start(broken, { capabilities: {} });
    await client.until(() => client.codes("virtual-service.yaml").includes("subset-not-found"));
    expect(client.progress).toEqual([]);
    expect(client.registered).toEqual([]);
    expect(client.diagnostics("virtual-service.yaml")?.[0]).not.toHaveProperty("relatedInformation");
  });

  it("works without a folder, for the files that are open", async () => {
    client = await TestClient.start();
    for (const [name, text] of Object.entries(broken)) await client.open(name, text);
    await client.until(() => client.codes("virtual-service.yaml").includes("subset-not-found"));
  });
});

describe("the index", () => {
  it("is told as progress, which ends after everything is published", async () => {
    await start(broken);
    await client.until(() => client.progress.includes("end"));
    expect(client.progress[0]).toBe("begin");
    expect(client.codes("virtual-service.yaml")).toEqual(["subset-not-found"]);
  });

  it("is told as status: indexing, then ready with what was found", async () => {
    await start(mesh);
    await client.settled();
    expect(client.statuses[0]?.state).toBe("indexing");
    expect(client.statuses.at(-1)).toEqual({ state: "ready", files: 3, resources: 5, schemas: expect.stringMatching(/^Istio \d/) });
  });
});

describe("files that are no manifests", () => {
  it("of 100 MB are left out with a message, unread", async () => {
    folder.write("huge.yaml", "");
    const file = openSync(folder.at("huge.yaml"), "r+");
    ftruncateSync(file, 100 * 1024 * 1024);
    closeSync(file);
    await start(broken);
    await client.settled();
    expect(client.statuses.at(-1)?.message).toBe("huge.yaml is left out: it is 100 MB large (limit 5 MB).");
    expect(client.log).toContain("huge.yaml is left out: it is 100 MB large (limit 5 MB).");
    expect(client.codes("virtual-service.yaml")).toEqual(["subset-not-found"]);
  });

  it("with binary content are left out with a message, until they are text", async () => {
    await start({ ...mesh, "image.yaml": Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]) });
    await client.settled();
    expect(client.statuses.at(-1)?.message).toBe("image.yaml is left out: it is not UTF-8 text.");
    folder.write("image.yaml", missingSubset);
    await client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: client.uri("image.yaml"), type: 2 }] });
    await client.until(() => client.codes("image.yaml").includes("subset-not-found"));
    await client.until(() => client.statuses.at(-1)?.message === undefined);
  });

  it("are left out when an editor opens them, too", async () => {
    await start(mesh);
    await client.open("huge.yaml", `# ${"x".repeat(6 * 1024 * 1024)}\n${missingSubset}`);
    await client.until(() => client.log.some((message) => message.startsWith("huge.yaml is left out")));
    await client.open("virtual-service.yaml", missingSubset);
    await client.until(() => client.codes("virtual-service.yaml").length === 1);
    expect(client.codes("huge.yaml")).toEqual([]);
  });

  it("start with a byte order mark without moving what is found in them", async () => {
    await start({ ...mesh, "virtual-service.yaml": `\ufeff${missingSubset}` });
    await client.settled();
    expect(client.diagnostics("virtual-service.yaml")?.[0]?.range.start).toEqual({ line: 11, character: 20 });
  });
});

describe("requests", () => {
  it("that are malformed are answered with an error and logged, and the next one is served", async () => {
    await start(mesh);
    await expect(client.connection.sendRequest("textDocument/documentSymbol", {})).rejects.toThrow("textDocument/documentSymbol failed");
    await client.until(() => client.log.some((message) => message.includes("textDocument/documentSymbol failed")));
    await client.settled();
    await expect(
      client.connection.sendRequest("textDocument/documentSymbol", { textDocument: { uri: client.uri("service.yaml") } }),
    ).resolves.toBeInstanceOf(Array);
  });

  it("about unknown files have empty answers", async () => {
    await start(mesh);
    const at = { textDocument: { uri: client.uri("nowhere.yaml") }, position: { line: 3, character: 3 } };
    expect(await client.connection.sendRequest("textDocument/definition", at)).toEqual([]);
    expect(await client.connection.sendRequest("textDocument/rename", { ...at, newName: "x" })).toBeNull();
  });

  it("about a change of a document that is not open are ignored with a message", async () => {
    await start(mesh);
    await client.change("service.yaml", { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, "x");
    await client.until(() => client.log.some((message) => message.includes("is not open")));
  });

  it("that are cancelled while they wait are answered as such", async () => {
    await start(mesh);
    await client.settled();
    const uri = client.uri("service.yaml");
    // The first keeps the server busy; the second is cancelled behind it by its number in the protocol.
    await client.connection.sendRequest("textDocument/documentSymbol", { textDocument: { uri } });
    const { CancellationTokenSource } = await import("vscode-languageserver/node");
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest(
      "textDocument/references",
      { textDocument: { uri }, position: { line: 3, character: 9 }, context: { includeDeclaration: true } },
      source.token,
    );
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: -32800 });
  });
});
