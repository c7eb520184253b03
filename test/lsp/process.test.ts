import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  createProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { TestFolder } from "../helpers/folder";
import { mesh, missingSubset } from "../helpers/mesh";

const folder = new TestFolder({ ...mesh, "virtual-service.yaml": missingSubset });
const bundle = folder.at("dist/server.js");
const started: ChildProcess[] = [];

beforeAll(async () => {
  await build({
    entryPoints: ["server/src/lsp/main-node.ts"],
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    outfile: bundle,
  });
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill();
});
afterAll(() => folder.remove());

function startServer(...args: string[]) {
  const child = spawn(process.execPath, [bundle, ...args], { stdio: ["pipe", "pipe", "pipe"] });
  started.push(child);
  return child;
}

describe("the bundled server", () => {
  it("serves a client over standard input and output, and ends with 0 after shutdown", async () => {
    const child = startServer("--stdio");
    const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    const published = new Promise<PublishDiagnosticsParams>((resolve) =>
      connection.onNotification("textDocument/publishDiagnostics", resolve),
    );
    connection.listen();
    const rootUri = pathToFileURL(folder.path).href;
    await connection.sendRequest("initialize", { processId: process.pid, rootUri, capabilities: {}, workspaceFolders: null });
    await connection.sendNotification("initialized", {});
    expect((await published).diagnostics.map(({ code }) => code)).toEqual(["subset-not-found"]);
    await connection.sendRequest("shutdown");
    await connection.sendNotification("exit");
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  it("ends with 1 when the client goes without shutdown", async () => {
    const child = startServer("--stdio");
    child.stdin.end();
    expect(await once(child, "exit")).toEqual([1, null]);
  });

  it("says how to start it when it is started without arguments", async () => {
    const child = startServer();
    const [message, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
    expect(message).toContain("--stdio");
    expect(code).toBe(2);
  });
});
