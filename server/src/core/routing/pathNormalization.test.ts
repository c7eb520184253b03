import { describe, expect, test } from "vitest";
import { openMesh } from "../../../../test/helpers/meshFixture";
import type { MeshSettings } from "../model/mesh";
import { normalizedTarget, sentTarget } from "./pathNormalization";
import { createSimulator } from "./simulate";
import type { Simulation } from "./simulation";

describe("a path as Envoy reads it", () => {
  // Sent, then with BASE, MERGE_SLASHES and DECODE_AND_MERGE_SLASHES.
  test.each([
    ["/a/../b", "/b", "/b", "/b"],
    ["/a/./b/.", "/a/b/", "/a/b/", "/a/b/"],
    ["/../../a", "/a", "/a", "/a"],
    ["/a/%2e%2E/b", "/b", "/b", "/b"],
    ["/a//../b", "/a/b", "/a/b", "/a/b"],
    ["/..a/...", "/..a/...", "/..a/...", "/..a/..."],
    ["//a///b/", "//a///b/", "/a/b/", "/a/b/"],
    ["//", "//", "//", "//"],
    ["/a\\..\\b", "/b", "/b", "/b"],
    ["/%61%2D%7e%5f", "/a-~_", "/a-~_", "/a-~_"],
    ["/%2541%41%20", "/%2541A%20", "/%2541A%20", "/%2541A%20"],
    ["/a%2F..%5cb", "/a%2F..%5cb", "/a%2F..%5cb", "/b"],
    ["/%zz%4%", "/%zz%4%", "/%zz%4%", "/%zz%4%"],
    ['/a|"<b>`{c}^', "/a%7C%22%3Cb%3E%60%7Bc%7D%5E", "/a%7C%22%3Cb%3E%60%7Bc%7D%5E", "/a%7C%22%3Cb%3E%60%7Bc%7D%5E"],
    ["/a/..?b/../c//d%61\\", "/?b/../c//d%61\\", "/?b/../c//d%61\\", "/?b/../c//d%61\\"],
  ])("%s", (path, base, merged, decoded) => {
    expect(normalizedTarget(path, "BASE")).toBe(base);
    expect(normalizedTarget(path, "MERGE_SLASHES")).toBe(merged);
    expect(normalizedTarget(path, "DECODE_AND_MERGE_SLASHES")).toBe(decoded);
    expect(normalizedTarget(path, "NONE")).toBe(path);
  });

  test("a NUL in it is refused, one in the query is not", () => {
    expect(normalizedTarget("/a%00", "BASE")).toBeUndefined();
    expect(normalizedTarget("/a%00", "NONE")).toBe("/a%00");
    expect(normalizedTarget("/a?%00", "BASE")).toBe("/a?%00");
  });

  test("clients escape what they have to, and keep the fragment", () => {
    expect(sentTarget("/é b?€=\u{1f600}#there")).toBe("/%C3%A9%20b?%E2%82%AC=%F0%9F%98%80");
    expect(sentTarget("/\ud800")).toBe("/%EF%BF%BD");
  });
});

describe("a request with such a path", () => {
  const gateway =
    "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: gw, namespace: edge}\nspec: {selector: {istio: ingress}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]}\n---\n";
  const service =
    "apiVersion: v1\nkind: Service\nmetadata: {name: plain, namespace: edge}\nspec: {selector: {app: plain}, ports: [{name: http, port: 80}]}\n---\n";
  const rules = (gateways: string) =>
    `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: v, namespace: edge}\nspec: {hosts: [a.example.com], gateways: ${gateways}, http: [{match: [{uri: {prefix: /admin}}], directResponse: {status: 403}}, {match: [{uri: {prefix: /old}}], redirect: {authority: b.example.com}}, {route: [{destination: {host: plain}}]}]}\n---\n`;
  const mesh = gateway + service + rules("[gw, mesh]");
  const ask = (path: string, from: "gateway" | "pod", host = "a.example.com", settings: Partial<MeshSettings> = {}): Simulation =>
    createSimulator(openMesh(mesh, { complete: true, ...settings }).index).simulate({
      from: from === "gateway" ? { gatewayPod: { namespace: "edge", labels: { istio: "ingress" } } } : { namespace: "edge", labels: {} },
      scheme: "http",
      host,
      path,
    });

  test.each(["gateway", "pod"] as const)("is matched, redirected and routed by the path that is read, through a %s", (from) => {
    expect(ask("/x/../admin", from).outcome.status).toBe(403);
    expect(ask("/x/%2e%2e/old/./y?q", from).outcome.url).toBe("http://b.example.com/old/y?q");
    expect(ask("/x/../y?q", from).outcome.rewrite).toEqual({ path: "/y?q" });
    expect(ask("/x/../admin", from).notes.map((note) => note.text)).toContain(
      "The path /x/../admin is read as /admin: proxies normalize paths first.",
    );
    expect(ask("/admin", from).notes).toEqual([]);
  });

  test.each(["gateway", "pod"] as const)("is taken as it is where the mesh says so, through a %s", (from) => {
    const none = ask("/x/../admin", from, "a.example.com", { pathNormalization: "NONE" });
    expect([none.outcome.destinations[0]?.host, none.outcome.rewrite, none.notes.length]).toEqual([
      "plain.edge.svc.cluster.local",
      undefined,
      0,
    ]);
    expect(ask("/x//admin", from).outcome.destinations).toHaveLength(1);
    expect(ask("//admin", from, "a.example.com", { pathNormalization: "MERGE_SLASHES" }).outcome.status).toBe(403);
    expect(ask("/x%2f..%2fadmin", from, "a.example.com", { pathNormalization: "DECODE_AND_MERGE_SLASHES" }).outcome.status).toBe(403);
  });

  test.each(["gateway", "pod"] as const)("gets 400 where the path cannot be read, through a %s", (from) => {
    expect(ask("/%00", from).outcome).toMatchObject({ type: "bad-request", status: 400 });
    expect(ask("admin", from).outcome).toMatchObject({ type: "bad-request", status: 400 });
  });

  test("changes on its way to a Service without rules and to hosts outside of the mesh", () => {
    expect(ask("/x/../y", "pod", "plain").outcome.rewrite).toEqual({ path: "/y" });
    expect(ask("/x/../y", "pod", "elsewhere.org").outcome).toMatchObject({ type: "passthrough", rewrite: { path: "/y" } });
  });

  test("is not looked at where nothing listens for http", () => {
    const { index } = openMesh(mesh, { complete: true });
    const { outcome } = createSimulator(index).simulate({
      from: { namespace: "edge", labels: {} },
      scheme: "http",
      host: "elsewhere.org",
      port: 7777,
      path: "/%00",
    });
    expect(outcome.type).toBe("passthrough");
  });
});
