import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { connectCluster } from "./adapter";
import type { ClusterObject, ClusterPort } from "./cluster";
import type { Connection } from "./kubeconfig";
import { anonymousUser, type UserEntry } from "./kubeconfigEntries";

const object: ClusterObject = {
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: { name: "web", namespace: "shop", creationTimestamp: null },
  spec: { hosts: ["web"], from: "kept", unheardOf: { also: ["kept", 0, null] } },
};
const signal = new AbortController().signal;
const resources = { resources: [{ name: "virtualservices", kind: "VirtualService", namespaced: true }] };
const disposals: (() => void)[] = [];

afterEach(() => {
  for (const dispose of disposals.splice(0)) dispose();
});

describe("requests", () => {
  test("a server-side apply goes out as written: nothing dropped, nothing renamed", async () => {
    const seen: { readonly request: IncomingMessage; readonly body: string }[] = [];
    const port = await against(async (request, response) => {
      seen.push({ request, body: await bodyOf(request) });
      response.end(JSON.stringify(request.method === "PATCH" ? object : resources));
    });
    const answer = await port.serverSideApply(object, { dryRun: true, fieldManager: "istio-traffic", force: false }, signal);
    expect(answer).toEqual({ ok: true, value: object });
    const patch = seen.at(-1);
    expect(patch?.request.url).toBe(
      "/apis/networking.istio.io/v1/namespaces/shop/virtualservices/web?fieldManager=istio-traffic&fieldValidation=Strict&dryRun=All",
    );
    expect(patch?.request.headers["content-type"]).toBe("application/apply-patch+yaml");
    expect(JSON.parse(patch?.body ?? "")).toEqual(object);
  });

  test("a write is no dry run, force is sent only where asked for, and discovery happens once", async () => {
    const urls: string[] = [];
    const port = await against((request, response) => {
      urls.push(request.url ?? "");
      response.end(JSON.stringify(request.method === "PATCH" ? object : resources));
    });
    await port.serverSideApply(object, { dryRun: false, fieldManager: "m", force: false }, signal);
    await port.serverSideApply(object, { dryRun: false, fieldManager: "m", force: true }, signal);
    expect(urls.map((url) => url.replace(/.*\?/, ""))).toEqual([
      "/apis/networking.istio.io/v1",
      "fieldManager=m&fieldValidation=Strict",
      "fieldManager=m&fieldValidation=Strict&force=true",
    ]);
  });

  test("an object without a namespace goes to that of the target", async () => {
    const port = await against((request, response) => {
      response.statusCode = request.url?.includes("/namespaces/from-context/") === true ? 404 : 200;
      response.end(JSON.stringify(resources));
    });
    const { namespace: _, ...metadata } = object.metadata;
    expect(await port.get({ ...object, metadata }, signal)).toEqual({ ok: true, value: undefined });
  });

  test.each(["../../api/v1", "v1?x=", "a/b/c", ""])("an apiVersion that is none (%s) is not sent", async (apiVersion) => {
    const port = await against((_, response) => response.end(JSON.stringify(resources)));
    expect(await port.get({ ...object, apiVersion }, signal)).toMatchObject({
      ok: false,
      error: { kind: "not-found", missing: { what: "kind" } },
    });
  });

  test("the version of the server", async () => {
    const port = await against((_, response) => response.end('{"gitVersion":"v1.32.13"}'));
    expect(await port.serverVersion(signal)).toEqual({ ok: true, value: "v1.32.13" });
  });
});

describe("a server that does not do its part", () => {
  test("no answer within the time", async () => {
    const port = await against(() => undefined, { timeoutMs: 50 });
    expect(await port.serverVersion(signal)).toEqual({ ok: false, error: { kind: "timeout", seconds: 0.05 } });
  });

  test("a cancellation ends the wait", async () => {
    const controller = new AbortController();
    const port = await against(() => controller.abort());
    expect(await port.serverVersion(controller.signal)).toEqual({ ok: false, error: { kind: "cancelled" } });
  });

  test("a cancellation before the start", async () => {
    const port = await against(() => undefined);
    expect(await port.serverVersion(AbortSignal.abort())).toEqual({ ok: false, error: { kind: "cancelled" } });
  });

  test("a page of a proxy", async () => {
    const port = await against((_, response) => {
      response.statusCode = 502;
      response.end("<html>Bad Gateway</html>");
    });
    expect(await port.serverVersion(signal)).toEqual({ ok: false, error: { kind: "other", detail: "HTTP 502" } });
  });

  test("an answer that is no object", async () => {
    const port = await against((request, response) =>
      response.end(JSON.stringify(request.url?.includes("virtualservices") === true ? { kind: 1 } : resources)),
    );
    expect(await port.get(object, signal)).toEqual({
      ok: false,
      error: { kind: "other", detail: "the API server sent something that is no object: it has no apiVersion" },
    });
  });
});

describe("credentials", () => {
  test("a token file", async () => {
    const file = join(folder(), "token");
    writeFileSync(file, "secret\n");
    const port = await against((request, response) => response.end(JSON.stringify({ gitVersion: request.headers.authorization })), {
      user: { tokenFile: file },
    });
    expect(await port.serverVersion(signal)).toEqual({ ok: true, value: "Bearer secret" });
  });

  test.each<keyof UserEntry>(["tokenFile", "certFile", "keyFile"])("a %s that is not there", async (field) => {
    const port = await against(() => undefined, { user: { [field]: "/nowhere/file" } });
    expect(await port.serverVersion(signal)).toMatchObject({
      ok: false,
      error: { kind: "invalid-kubeconfig", problem: expect.stringContaining("/nowhere/file") },
    });
  });

  test.skipIf(process.platform === "win32")("a program is told about its cluster and gives a token", async () => {
    const exec = program('echo "{\\"status\\": {\\"token\\": \\"$(echo "$KUBERNETES_EXEC_INFO" | tr -dc a-zA-Z)\\"}}"');
    const port = await against((request, response) => response.end(JSON.stringify({ gitVersion: request.headers.authorization })), {
      user: exec,
    });
    const version = await port.serverVersion(signal);
    expect(version.ok && version.value).toMatch(/^Bearer apiVersion.*kindExecCredentialspecinteractivefalsecluster/);
  });

  test.skipIf(process.platform === "win32")("a program that fails", async () => {
    const port = await against(() => undefined, { user: program("echo session expired >&2; exit 1") });
    expect(await port.serverVersion(signal)).toMatchObject({
      ok: false,
      error: { kind: "unauthorized", detail: expect.stringContaining("gave no credentials (session expired)") },
    });
  });

  test("a program that does not exist", async () => {
    const port = await against(() => undefined, {
      user: { exec: { apiVersion: "v1", command: "/nowhere/login", args: [], env: [], provideClusterInfo: false } },
    });
    expect(await port.serverVersion(signal)).toMatchObject({
      ok: false,
      error: { kind: "unauthorized", detail: expect.stringContaining("/nowhere/login") },
    });
  });

  test.skipIf(process.platform === "win32")("a program that waits for a person does not hold us up", async () => {
    const port = await against(() => undefined, { user: program("exec sleep 5"), timeoutMs: 100 });
    expect(await port.serverVersion(signal)).toEqual({ ok: false, error: { kind: "timeout", seconds: 0.1 } });
  });
});

async function against(
  answer: RequestListener,
  options: { readonly user?: Partial<UserEntry>; readonly timeoutMs?: number } = {},
): Promise<ClusterPort> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const port = connectCluster(connectionTo(url, options.user ?? {}), options.timeoutMs ?? 10_000);
  disposals.push(() => {
    port.close();
    server.closeAllConnections();
    server.close();
  });
  return port;
}

function connectionTo(server: string, user: Partial<UserEntry>): Connection {
  return {
    target: { context: "test", server, user: "me", namespace: "from-context", program: user.exec?.command },
    cluster: { server, caFile: undefined, caData: undefined, skipTlsVerify: false, tlsServerName: undefined, proxyUrl: undefined },
    user: { ...anonymousUser, ...user },
  };
}

function program(script: string): Partial<UserEntry> {
  const command = join(folder(), "login");
  writeFileSync(command, `#!/bin/sh\n${script}\n`);
  chmodSync(command, 0o700);
  return { exec: { apiVersion: "client.authentication.k8s.io/v1", command, args: [], env: [], provideClusterInfo: true } };
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "istio-traffic-"));
  disposals.push(() => rmSync(made, { recursive: true }));
  return made;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}
