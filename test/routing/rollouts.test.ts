import { describe, expect, test } from "vitest";
import { createSimulator } from "../../server/src/core/routing/simulate";
import type { Outcome, Simulation, SimulationRequest } from "../../server/src/core/routing/simulation";
import { indexFiles } from "../helpers/meshFixture";
import { rolloutFiles } from "../helpers/rollouts";

const all = indexFiles(rolloutFiles());

/** Asks in the workspace of all rollouts, with the stage's own files before its variants. */
function ask(stage: string, request: SimulationRequest): Simulation {
  return createSimulator(all.index, { file: `${stage}/virtual-service.yaml`, startOf: all.startOf }).simulate(request);
}

/** `subset or host share% (workload share%)` for each destination. */
function shares({ destinations }: Outcome): readonly string[] {
  return destinations.map(({ host, subset, share, workloads }) => {
    const pods = workloads.map((one) => `${one.name} ${Math.round(one.share * 100) / 100}`).join(", ");
    return `${subset ?? host} ${Math.round(share * 100) / 100} (${pods})`;
  });
}

describe("1: gRPC metadata and shares", () => {
  const call = (metadata: Readonly<Record<string, string>>, path = "/helloworld.Greeter/SayHello"): SimulationRequest => ({
    from: { namespace: "default", labels: {} },
    scheme: "http",
    host: "k8s-combat-service-istio-mesh",
    port: 50051,
    method: "POST",
    path,
    headers: metadata,
  });

  test("stage a: version 100 is v1, 200 is v2, none is v1", () => {
    const stage = "1-grpc-header-canary/stage-a";
    expect(shares(ask(stage, call({ version: "100" })).outcome)).toEqual(["v1 100 (k8s-combat-service-v1 100)"]);
    expect(shares(ask(stage, call({ Version: "200" })).outcome)).toEqual(["v2 100 (k8s-combat-service-v2 100)"]);
    expect(shares(ask(stage, call({})).outcome)).toEqual(["v1 100 (k8s-combat-service-v1 100)"]);
  });

  test("stage a: the trace says why each rule was passed by", () => {
    const { trace } = ask(stage("a"), call({ version: "300" }));
    expect(trace.map(({ rule, matched, reason }) => [rule, matched, reason])).toEqual([
      ['http rule 1 ("v1")', false, 'header version is "100": saw "300"'],
      ['http rule 2 ("v2")', false, 'header version is "200": saw "300"'],
      ['http rule 3 ("default")', true, "matches everything"],
    ]);
    expect(trace.map(({ file, span }) => (all.texts.get(file) ?? "").slice(span.start, span.end).split("\n")[0])).toEqual([
      "name: v1",
      "name: v2",
      "name: default",
    ]);
  });

  test("stage b: 10 to 90 within five seconds for the one method, no route for others", () => {
    const { outcome } = ask(stage("b"), call({ version: "100" }));
    expect(shares(outcome)).toEqual(["v1 10 (k8s-combat-service-v1 10)", "v2 90 (k8s-combat-service-v2 90)"]);
    expect(outcome.timeoutMs).toBe(5000);
    const other = ask(stage("b"), call({}, "/helloworld.Greeter/SayGoodbye")).outcome;
    expect([other.type, other.status]).toEqual(["not-found", 404]);
  });

  test("without port behind a gateway there is no cluster", () => {
    const { outcome } = createSimulator(all.index, { file: "1-grpc-header-canary/mistakes/port-missing-behind-gateway.yaml" }).simulate({
      from: { gateway: "default/k8s-combat-gateway" },
      scheme: "http",
      host: "grpc.example.com",
    });
    expect([outcome.type, outcome.status]).toEqual(["no-cluster", 503]);
    expect(outcome.reason).toContain("its own port 80");
  });

  function stage(letter: string): string {
    return `1-grpc-header-canary/stage-${letter}`;
  }
});

describe("2: TCP connections", () => {
  const connect = (port: number): SimulationRequest => ({
    from: { gateway: "default/tcp-echo-gateway" },
    scheme: "tcp",
    host: "gateway.example",
    port,
  });

  test("port 31400: all to v1, then 80 to 20", () => {
    expect(shares(ask("2-tcp-shifting/stage-a", connect(31400)).outcome)).toEqual(["v1 100 (tcp-echo-v1 100)"]);
    expect(shares(ask("2-tcp-shifting/stage-b", connect(31400)).outcome)).toEqual(["v1 80 (tcp-echo-v1 80)", "v2 20 (tcp-echo-v2 20)"]);
  });

  test("nothing listens on another port", () => {
    const { outcome } = ask("2-tcp-shifting/stage-b", connect(31401));
    expect(outcome.type).toBe("no-listener");
    expect(outcome.reason).toContain("31400");
  });

  test("a missing subset closes its share of the connections", () => {
    const { outcome } = createSimulator(all.index, { file: "2-tcp-shifting/mistakes/subset-missing.yaml" }).simulate(connect(31400));
    expect(outcome.destinations.map((one) => [one.subset, one.share, one.problem?.type])).toEqual([
      ["v1", 80, undefined],
      ["v-2", 20, "no-cluster"],
    ]);
  });
});

describe("3: shares independent of the number of pods", () => {
  const bill: SimulationRequest = {
    from: { workload: "istio-demo/front-tomcat-v1" },
    scheme: "http",
    host: "bill-service",
    port: 9999,
    path: "/bill?id=1",
  };

  test("the Service alone: half and half", () => {
    const before = indexFiles(rolloutFiles().filter(({ file }) => !file.includes("split-90-10")));
    const { outcome, trace } = createSimulator(before.index).simulate(bill);
    expect(outcome.destinations.map(({ host, subset }) => [host, subset])).toEqual([
      ["bill-service.istio-demo.svc.cluster.local", undefined],
    ]);
    expect(outcome.destinations[0]?.workloads).toEqual([
      { kind: "Deployment", namespace: "istio-demo", name: "bill-service-v1", share: 50 },
      { kind: "Deployment", namespace: "istio-demo", name: "bill-service-v2", share: 50 },
    ]);
    expect(trace.map((step) => step.resource)).toEqual(["Service istio-demo/bill-service"]);
  });

  test("with the VirtualService: 90 to 10", () => {
    expect(shares(ask("3-bill-service-90-10/split-90-10", bill).outcome)).toEqual([
      "v1 90 (bill-service-v1 90)",
      "v2 10 (bill-service-v2 10)",
    ]);
  });
});

describe("4: a website behind a gateway", () => {
  const visit = (headers: Readonly<Record<string, string>> = {}): SimulationRequest => ({
    from: { gateway: "default/website-gateway" },
    scheme: "http",
    host: "www.example.com",
    headers,
  });
  const tester = { qa: "canary-test" };

  test("stage a: four of five requests reach version 1, by the number of pods", () => {
    expect(shares(ask("4-website-canary/stage-a", visit()).outcome)).toEqual([
      "website.default.svc.cluster.local 100 (web-v1 80, web-v2 20)",
    ]);
  });

  test("stage b: version 1", () => {
    expect(shares(ask("4-website-canary/stage-b", visit(tester)).outcome)).toEqual(["version-1 100 (web-v1 100)"]);
  });

  test("stage c: testers get 503 until the subset is there", () => {
    const before = ask("4-website-canary/stage-c", visit(tester)).outcome;
    expect([before.type, before.status]).toEqual(["no-cluster", 503]);
    expect(before.reason).toContain('no subset "version-2"');
    expect(shares(ask("4-website-canary/stage-c", visit()).outcome)).toEqual(["version-1 100 (web-v1 100)"]);
    expect(shares(ask("4-website-canary/stage-c-fixed", visit(tester)).outcome)).toEqual(["version-2 100 (web-v2 100)"]);
    expect(shares(ask("4-website-canary/stage-c-fixed", visit()).outcome)).toEqual(["version-1 100 (web-v1 100)"]);
  });

  test("stage d: 20 to 80", () => {
    expect(shares(ask("4-website-canary/stage-d", visit(tester)).outcome)).toEqual([
      "version-2 20 (web-v2 20)",
      "version-1 80 (web-v1 80)",
    ]);
  });

  test("the other stages are told as alternatives", () => {
    const { notes } = ask("4-website-canary/stage-c", visit(tester));
    const variants = notes.find((note) =>
      note.text.startsWith("VirtualService default/website-virtual-service is written in several files"),
    );
    expect(variants?.alternatives.map(({ when, outcome }) => [when, shares(outcome)[0]])).toEqual(
      expect.arrayContaining([
        ["as in 4-website-canary/stage-b/virtual-service.yaml", "version-1 100 (web-v1 100)"],
        ["as in 4-website-canary/stage-c-fixed/virtual-service.yaml", "version-2 100 (web-v2 100)"],
      ]),
    );
  });
});

describe("5: versions that must not mix", () => {
  const call = (labels: Readonly<Record<string, string>>): SimulationRequest => ({
    from: { namespace: "default", labels },
    scheme: "http",
    host: "mqtt-server",
    port: 8000,
  });
  const file = "5-versions-that-must-not-mix/virtual-service-mqtt-server.yaml";
  const asked = (labels: Readonly<Record<string, string>>) => createSimulator(all.index, { file }).simulate(call(labels));

  test("a pod of version 2 reaches version 2 only, one without version 1", () => {
    expect(shares(asked({ app: "frontend", version: "v2" }).outcome)).toEqual(["v2 100 (mqtt-server-v2 100)"]);
    expect(shares(asked({ app: "frontend", version: "v3" }).outcome)).toEqual(["v3 100 (mqtt-server-v3 100)"]);
    expect(shares(asked({ app: "frontend" }).outcome)).toEqual(["v1 100 (mqtt-server-v1 100)"]);
    expect(asked({ version: "v2" }).outcome.headers).toEqual(["add response header user: v2"]);
    expect(asked({ version: "v2" }).trace[0]?.reason).toBe("from pods with version=v1: saw version=v2");
  });

  test("the tester's address leads to frontend v2, everyone else to v1; the mistake leads him to another service", () => {
    const visit: SimulationRequest = {
      from: { gateway: "default/bookinfo" },
      scheme: "http",
      host: "frontend.example.com",
      headers: { "x-forwarded-for": "192.168.0.58" },
    };
    // Alone: the gateway's pods also serve the website of rollout 4, which takes any host.
    const own = indexFiles(rolloutFiles().filter((one) => one.file.startsWith("5-")));
    const asVisitor = (of: string, request: SimulationRequest) =>
      createSimulator(own.index, { file: `5-versions-that-must-not-mix/${of}` }).simulate(request).outcome;
    const right = asVisitor("virtual-service-frontend-server.yaml", visit);
    expect(right.destinations.map(({ host, subset }) => [host, subset])).toEqual([["frontend.default.svc.cluster.local", "v2"]]);
    expect(shares(asVisitor("virtual-service-frontend-server.yaml", { ...visit, headers: {} }))).toEqual(["v1 100 (frontend 100)"]);
    const wrong = asVisitor("mistakes/wrong-service-for-tester.yaml", visit);
    expect(wrong.destinations.map(({ host }) => host)).toEqual(["mqtt-server.default.svc.cluster.local"]);
    const misplaced = asVisitor("mistakes/gateway-name.yaml", visit);
    expect([misplaced.type, misplaced.status]).toEqual(["not-found", 404]);
  });
});
