import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { BrowserHost } from "../../server/src/lsp/browserHost";
import { listFilesRequest, readFileRequest } from "../../server/src/protocol/requests";
import { TestFolder } from "../helpers/folder";
import { TestClient } from "../helpers/languageClient";
import { mesh, missingSubset } from "../helpers/mesh";

let folder: TestFolder;
let client: TestClient;

beforeEach(() => {
  folder = new TestFolder({ ...mesh, "virtual-service.yaml": missingSubset, "vendor/copy.yaml": missingSubset, "image.yaml": "skip me" });
});
afterEach(async () => {
  await client.stop();
  folder.remove();
});

/** A client that reads files for a server in a browser. */
async function start(settings: unknown = null): Promise<void> {
  client = await TestClient.start({ folder, settings, hostOf: (connection) => new BrowserHost(connection), prepare: answerFiles });
  await client.settled();
}

function answerFiles({ connection, uri }: TestClient): void {
  connection.onRequest(listFilesRequest.method, () =>
    readdirSync(folder.path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => uri(`${entry.parentPath.slice(folder.path.length + 1)}/${entry.name}`.replace(/^\//, ""))),
  );
  connection.onRequest(readFileRequest.method, ({ uri: file }: { uri: string }): { text?: string; skipped?: string } => {
    if (file.endsWith("image.yaml")) return { skipped: "it is not UTF-8 text" };
    const path = fileURLToPath(file);
    return existsSync(path) ? { text: readFileSync(path, "utf8") } : {};
  });
}

it("reads the workspace through the client", async () => {
  await start({ files: { exclude: ["vendor"] } });
  expect(client.codes("virtual-service.yaml")).toEqual(["subset-not-found"]);
  expect(client.diagnostics("vendor/copy.yaml")).toBeUndefined();
  expect(client.statuses.at(-1)?.message).toBe("image.yaml is left out: it is not UTF-8 text.");
});

it("computes fixes that reach into files that are not open", async () => {
  await start();
  const range = { start: { line: 11, character: 20 }, end: { line: 11, character: 22 } };
  const actions = await client.connection.sendRequest<{ title: string }[]>("textDocument/codeAction", {
    textDocument: { uri: client.uri("virtual-service.yaml") },
    range,
    context: { diagnostics: [] },
  });
  expect(actions.map(({ title }) => title)).toContainEqual(expect.stringContaining("Add subset v9"));
});
