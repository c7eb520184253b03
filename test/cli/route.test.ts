import { cpSync } from "node:fs";
import { afterAll, describe, expect, it, test } from "vitest";
import { runIn } from "../helpers/commandLine";
import { TestFolder } from "../helpers/folder";
import { rolloutsFolder } from "../helpers/rollouts";

const folder = new TestFolder();
cpSync(rolloutsFolder, folder.path, { recursive: true });
afterAll(() => folder.remove());

const [grpc, tcp, bill, website, versions] = [
  "1-grpc-header-canary",
  "2-tcp-shifting",
  "3-bill-service-90-10",
  "4-website-canary",
  "5-versions-that-must-not-mix",
];
const sayHello = "http://k8s-combat-service-istio-mesh:50051/helloworld.Greeter/SayHello";
const toGateway = ["--gateway", `default/bookinfo`];

interface Question {
  readonly asked: string;
  readonly args: readonly string[];
  /** The first is the nearest of variants. */
  readonly paths: readonly string[];
  readonly type?: string;
  readonly status?: number;
  /** `subset share`, then `workload share` of each. */
  readonly shares?: readonly string[];
}

const questions: readonly Question[] = [
  {
    asked: "1a: version 100",
    args: ["-X", "POST", "-H", "version: 100", sayHello],
    paths: [`${grpc}/stage-a`, grpc],
    shares: ["v1 100", "k8s-combat-service-v1 100"],
  },
  {
    asked: "1a: version 200",
    args: ["-XPOST", "-Hversion: 200", sayHello],
    paths: [`${grpc}/stage-a`, grpc],
    shares: ["v2 100", "k8s-combat-service-v2 100"],
  },
  { asked: "1a: no header", args: [sayHello], paths: [`${grpc}/stage-a`, grpc], shares: ["v1 100", "k8s-combat-service-v1 100"] },
  {
    asked: "1b: SayHello",
    args: ["-H", "version: 100", sayHello],
    paths: [`${grpc}/stage-b`, grpc],
    shares: ["v1 10", "k8s-combat-service-v1 10", "v2 90", "k8s-combat-service-v2 90"],
  },
  {
    asked: "1b: another path",
    args: [sayHello.replace("SayHello", "Other")],
    paths: [`${grpc}/stage-b`, grpc],
    type: "not-found",
    status: 404,
  },
  {
    asked: "2a: port 31400",
    args: ["--gateway", "default/tcp-echo-gateway", "--tcp", "echo:31400"],
    paths: [`${tcp}/stage-a`, tcp],
    shares: ["v1 100", "tcp-echo-v1 100"],
  },
  {
    asked: "2b: port 31400",
    args: ["--gateway=default/tcp-echo-gateway", "--tcp=echo:31400"],
    paths: [`${tcp}/stage-b`, tcp],
    shares: ["v1 80", "tcp-echo-v1 80", "v2 20", "tcp-echo-v2 20"],
  },
  {
    asked: "2b: another port",
    args: ["--gateway", "default/tcp-echo-gateway", "--tcp", "echo:31401"],
    paths: [`${tcp}/stage-b`, tcp],
    type: "no-listener",
  },
  {
    asked: "3: the Service alone",
    args: ["--from", "istio-demo/front-tomcat-v1", "http://bill-service:9999/"],
    paths: [`${bill}/service.yaml`, `${bill}/workloads.yaml`],
    shares: ["undefined 100", "bill-service-v1 50", "bill-service-v2 50"],
  },
  {
    asked: "3: 90 to 10",
    args: ["--from", "istio-demo/front-tomcat-v1", "http://bill-service:9999/"],
    paths: [bill],
    shares: ["v1 90", "bill-service-v1 90", "v2 10", "bill-service-v2 10"],
  },
  {
    asked: "4a: by pods",
    args: ["http://www.example.com"],
    paths: [`${website}/stage-a`, website],
    shares: ["undefined 100", "web-v1 80", "web-v2 20"],
  },
  { asked: "4b", args: ["http://www.example.com"], paths: [`${website}/stage-b`, website], shares: ["version-1 100", "web-v1 100"] },
  {
    asked: "4c: a tester before the fix",
    args: ["-H", "qa: canary-test", "http://www.example.com"],
    paths: [`${website}/stage-c`, website],
    type: "no-cluster",
    status: 503,
    shares: ["version-2 100"],
  },
  {
    asked: "4c: a tester after the fix",
    args: ["-H", "qa: canary-test", "http://www.example.com"],
    paths: [`${website}/stage-c-fixed`, website],
    shares: ["version-2 100", "web-v2 100"],
  },
  {
    asked: "4c: everyone else",
    args: ["http://www.example.com"],
    paths: [`${website}/stage-c-fixed`, website],
    shares: ["version-1 100", "web-v1 100"],
  },
  {
    asked: "4d: shares",
    args: ["http://www.example.com"],
    paths: [`${website}/stage-d`, website],
    shares: ["version-2 20", "web-v2 20", "version-1 80", "web-v1 80"],
  },
  {
    asked: "5: from version 2",
    args: ["--from-labels", "app=frontend,version=v2", "--namespace", "default", "http://mqtt-server:8000/"],
    paths: [versions],
    shares: ["v2 100", "mqtt-server-v2 100"],
  },
  {
    asked: "5: from a workload",
    args: ["--from", "default/frontend-v3", "http://mqtt-server:8000/"],
    paths: [versions],
    shares: ["v3 100", "mqtt-server-v3 100"],
  },
  { asked: "5: without version", args: ["http://mqtt-server:8000/"], paths: [versions], shares: ["v1 100", "mqtt-server-v1 100"] },
  {
    asked: "5: the tester",
    args: [...toGateway, "-H", "X-Forwarded-For: 192.168.0.58", "http://frontend.example.com/"],
    paths: [`${versions}/virtual-service-frontend-server.yaml`, versions],
    shares: ["v2 100", "frontend-v2 100"],
  },
];

test.each(questions)("$asked", async ({ args, paths, type = "route", status, shares = [] }) => {
  const { code, out, err } = await runIn(folder, ["route", "--format", "json", ...args, ...paths]);
  expect([code, err]).toEqual([0, ""]);
  const { outcome } = JSON.parse(out) as Printed;
  expect([outcome.type, outcome.status]).toEqual([type, status]);
  expect(
    outcome.destinations.flatMap((one) => [`${one.subset} ${one.share}`, ...one.workloads.map(({ name, share }) => `${name} ${share}`)]),
  ).toEqual(shares);
});

interface Printed {
  readonly outcome: {
    readonly type: string;
    readonly status?: number;
    readonly destinations: readonly {
      readonly subset?: string;
      readonly share: number;
      readonly workloads: readonly { readonly name: string; readonly share: number }[];
    }[];
  };
  readonly notes: readonly { readonly text: string }[];
  readonly trace: readonly Readonly<Record<string, unknown>>[];
}

it("says as JSON which rules were passed by, and where they stand", async () => {
  const { out } = await runIn(folder, ["route", "--format", "json", "-H", "version: 200", sayHello, `${grpc}/stage-a`, grpc]);
  const file = `${grpc}/stage-a/virtual-service.yaml`;
  const { trace } = JSON.parse(out) as Printed;
  expect(trace[0]).toEqual({
    resource: "VirtualService default/k8s-combat-service-vs",
    rule: 'http rule 1 ("v1")',
    matched: false,
    reason: 'header version is "100": saw "200"',
    file,
    range: { start: { line: 12, character: 6 }, end: expect.any(Object) },
  });
  expect(trace[1]).toMatchObject({ matched: true, file });
  expect(trace).toHaveLength(2);
});

it("explains in words: the answer first, then each rule, the shares and what was assumed", async () => {
  const { out } = await runIn(folder, ["route", "http://www.example.com/shop", `${website}/stage-d`, website]);
  const lines = out.split("\n");
  expect(lines.slice(0, 2)).toEqual([
    "GET http://www.example.com/shop, arriving at Gateway default/website-gateway",
    "20 % to website.default.svc.cluster.local:80, subset version-2, 80 % to website.default.svc.cluster.local:80, subset version-1.",
  ]);
  expect(out).toMatch(/✓ server HTTP 80 · hosts \* +takes the connection +\(4-website-canary\/gateway\.yaml:\d+\)/);
  expect(lines.filter((line) => line.includes("Deployment")).map((line) => line.trim().split(/ {2,}/))).toEqual([
    ["Deployment default/web-v2", "20 %"],
    ["Deployment default/web-v1", "80 %"],
  ]);
  expect(out).toContain("only Gateway default/website-gateway serves www.example.com");
  const shown = await runIn(folder, ["route", "-H", "version: 200", sayHello, `${grpc}/stage-a`, grpc]);
  expect(shown.out).toContain('✗ http rule 1 ("v1")  header version is "100": saw "200"');
  expect(shown.out).toContain("Nothing says who asks: it is taken to be a pod of namespace default with a sidecar and without labels.");
});

it("says which path the proxy reads, and refuses what it cannot read", async () => {
  const asked = async (path: string): Promise<string> =>
    (await runIn(folder, ["route", `http://bill-service.istio-demo:9999${path}`, bill ?? ""])).out;
  const normalized = await asked("/x/../bill");
  expect(normalized).toContain("The path /x/../bill is read as /bill");
  expect(normalized).toContain("path becomes /bill");
  expect(await asked("/bill%00")).toContain("400: the path /bill%00 cannot be normalized");
});

describe("--requests", () => {
  it("answers line by line in order, and ends with 2 when one is no request", async () => {
    const stdin = [
      JSON.stringify({ url: "http://mqtt-server:8000/", from: { namespace: "default", labels: { version: "v2" } } }),
      "{",
      JSON.stringify({ host: "mqtt-server", port: 8000 }),
      "",
      JSON.stringify({ host: "mqtt-server", prot: 8000 }),
      JSON.stringify({ scheme: "http", host: "mqtt-server", port: 8000, from: { workload: "default/frontend-v3" } }),
    ].join("\n");
    const { code, out } = await runIn(folder, ["route", "--requests", "-", versions ?? ""], { stdin });
    expect(code).toBe(2);
    const answers = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Printed | { readonly error: string });
    expect(answers.map((one) => ("error" in one ? one.error : one.outcome.destinations[0]?.subset))).toEqual([
      "v2",
      expect.stringContaining("not JSON"),
      "v1",
      expect.stringContaining('no "prot"'),
      "v3",
    ]);
  });

  it("ends with 0 when every line is a request", async () => {
    folder.write("asked.jsonl", '{"host":"bill-service.istio-demo","port":9999}\n');
    const { code, out } = await runIn(folder, ["route", "--requests", "asked.jsonl", bill ?? ""]);
    expect([code, out.split("\n").length]).toEqual([0, 2]);
  });
});

test.each([
  ["no path", ["http://a"], "needs URL PATH"],
  ["no URL", ["ftp://a", "."], "scheme must be"],
  ["a bad port", ["http://a:99999", "."], "65535"],
  ["a bad header", ["-H", "qa", "http://a", "."], "name: value"],
  ["bad labels", ["--from-labels", "v2", "http://a", "."], "key=value"],
  ["two senders", ["--from", "a/b", "--gateway", "c/d", "http://a", "."], "Only one of"],
  ["a sender without namespace", ["--from", "web", "http://a", "."], "NAMESPACE/NAME"],
  ["an unknown short option", ["-x", "GET", "http://a", "."], 'Unknown option "-x"'],
  ["no file of requests", ["--requests", "none.jsonl", "."], "No such file with requests"],
  ["TCP without port", ["--tcp", "echo", "."], "HOST:PORT"],
])("is told about wrong usage: %s", async (_, args, message) => {
  const { code, err } = await runIn(folder, ["route", ...args]);
  expect(code).toBe(2);
  expect(err).toContain(message);
});
