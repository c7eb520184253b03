import { describe, expect, test } from "vitest";
import type { Plain } from "../../server/src/core/syntax/plain";
import { LineIndex } from "../../server/src/core/text/lineIndex";
import { expectedRollouts } from "../helpers/expectedFindings";
import { plainAt, plainDocuments } from "../helpers/plain";
import { rolloutFiles } from "../helpers/rollouts";

const expectedFiles = expectedRollouts();
const texts = new Map(rolloutFiles().map(({ file, text }) => [file, text]));

test("the list of expectations names every manifest once", () => {
  expect(expectedFiles.map(({ file }) => file)).toEqual([...texts.keys()]);
});

describe.each(expectedFiles)("$file", ({ file, role, findings }) => {
  const text = readRollout(file);

  test("is YAML whose documents have a kind and a name, and the namespace of their rollout", () => {
    const documents = plainDocuments(text);
    expect(documents.flatMap(({ problems }) => problems)).toEqual([]);
    expect(documents).not.toEqual([]);
    for (const { value } of documents) {
      expect(plainAt(value, "kind")).toMatch(/^[A-Z]/);
      expect(plainAt(value, "metadata.name")).toMatch(/^[a-z]/);
      expect(plainAt(value, "metadata.namespace")).toBe(file.startsWith("3-") ? "istio-demo" : undefined);
    }
  });

  test("each expectation stands on its text", () => {
    const lines = new LineIndex(text);
    for (const { at, range } of findings) {
      expect(text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end))).toBe(at);
    }
  });

  test(`is ${role === "correct" ? "free of findings above hint" : "caught"}`, () => {
    const aboveHint = findings.filter(({ level }) => level !== "hint");
    expect(aboveHint.length > 0).toBe(role === "mistake");
  });
});

describe("the facts of the rollouts", () => {
  test.each<readonly [string, number, string, Plain]>([
    ["1-grpc-header-canary/workloads.yaml", 0, "spec.template.metadata.labels", { appId: "12345", app: "k8s-combat-service-v1" }],
    ["1-grpc-header-canary/workloads.yaml", 1, "spec.template.metadata.labels", { appId: "12345", app: "k8s-combat-service-v2" }],
    ["1-grpc-header-canary/service.yaml", 0, "spec.selector", { appId: "12345" }],
    [
      "1-grpc-header-canary/destination-rule.yaml",
      0,
      "spec.subsets",
      [subset("v1", "app", "k8s-combat-service-v1"), subset("v2", "app", "k8s-combat-service-v2")],
    ],
    [
      "1-grpc-header-canary/round-robin/destination-rule.yaml",
      0,
      "spec",
      { host: "k8s-combat-service-istio-mesh", trafficPolicy: { loadBalancer: { simple: "ROUND_ROBIN" } } },
    ],
    ["1-grpc-header-canary/stage-a/virtual-service.yaml", 0, "spec.http.1.match", [{ headers: { version: { exact: "200" } } }]],
    ["1-grpc-header-canary/stage-b/virtual-service.yaml", 0, "spec.http.0.match.0.uri.exact", "/helloworld.Greeter/SayHello"],
    ["1-grpc-header-canary/stage-b/virtual-service.yaml", 0, "spec.http.0.timeout", "5000ms"],
    ["2-tcp-shifting/gateway.yaml", 0, "spec.servers", [{ port: { number: 31400, name: "tcp", protocol: "TCP" }, hosts: ["*"] }]],
    [
      "2-tcp-shifting/stage-b/virtual-service.yaml",
      0,
      "spec.tcp.0.route.1",
      { destination: { host: "tcp-echo", port: { number: 9000 }, subset: "v2" }, weight: 20 },
    ],
    ["3-bill-service-90-10/workloads.yaml", 2, "spec.template.metadata.labels", { service: "bill-service", version: "v2" }],
    ["3-bill-service-90-10/service.yaml", 0, "spec.ports", [{ name: "http", port: 9999, targetPort: 80 }]],
    [
      "3-bill-service-90-10/split-90-10/virtual-service.yaml",
      0,
      "spec.http.0.route.0",
      { destination: { host: "bill-service", subset: "v1" }, weight: 90 },
    ],
    ["4-website-canary/workloads.yaml", 0, "apiVersion", "apps/v1beta1"],
    ["4-website-canary/workloads.yaml", 0, "spec.replicas", 4],
    ["4-website-canary/stage-a/virtual-service.yaml", 0, "spec.http", [{ route: [{ destination: { host: "website" } }] }]],
    ["4-website-canary/stage-c/destination-rule.yaml", 0, "spec.subsets", [subset("version-1", "version", "website-version-1")]],
    ["4-website-canary/stage-c-fixed/destination-rule.yaml", 0, "spec.subsets.1", subset("version-2", "version", "website-version-2")],
    [
      "4-website-canary/stage-d/virtual-service.yaml",
      0,
      "spec.http.0.route.0",
      { destination: { host: "website", subset: "version-2" }, weight: 20 },
    ],
    ["5-versions-that-must-not-mix/destination-rules.yaml", 1, "spec.host", "mqtt-server.default.svc.cluster.local"],
    ["5-versions-that-must-not-mix/virtual-service-mqtt-server.yaml", 0, "spec.http.2.match", [{ sourceLabels: { version: "v3" } }]],
    [
      "5-versions-that-must-not-mix/virtual-service-mqtt-server.yaml",
      0,
      "spec.http.3",
      { route: [{ destination: { host: "mqtt-server", subset: "v1" } }] },
    ],
    [
      "5-versions-that-must-not-mix/mistakes/header-indentation.yaml",
      0,
      "spec.http.0.match.0",
      { headers: null, "X-Forwarded-For": { exact: "192.168.0.58" } },
    ],
  ])("%s, document %i: %s", (file, document, path, value) => {
    expect(plainAt(plainDocuments(readRollout(file))[document]?.value, path)).toEqual(value);
  });

  test("the workloads of rollout 4 have no selector, as in apps/v1beta1", () => {
    const documents = plainDocuments(readRollout("4-website-canary/workloads.yaml"));
    expect(documents.map(({ value }) => plainAt(value, "spec.selector"))).toEqual([undefined, undefined]);
  });

  test("stage c differs from its fixed form in the DestinationRule only", () => {
    expect(readRollout("4-website-canary/stage-c/virtual-service.yaml")).toBe(
      readRollout("4-website-canary/stage-c-fixed/virtual-service.yaml"),
    );
  });
});

function subset(name: string, label: string, value: string): Plain {
  return { name, labels: { [label]: value } };
}

function readRollout(file: string): string {
  const text = texts.get(file);
  if (text === undefined) throw new Error(`no such rollout file: ${file}`);
  return text;
}
