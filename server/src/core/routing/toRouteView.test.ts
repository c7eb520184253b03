import { describe, expect, test } from "vitest";
import { indexFiles, type MeshFixture, openMesh } from "../../../../test/helpers/meshFixture";
import { rolloutFiles } from "../../../../test/helpers/rollouts";
import type { Resource } from "../model/resource";
import type { RouteGraph, RouteView } from "./routeView";
import { routeViewOf } from "./toRouteView";

const rollouts = indexFiles(rolloutFiles());

function view(mesh: MeshFixture, file: string, subject?: Resource): RouteView {
  return routeViewOf(mesh.index, file, mesh.resources(file), mesh.startOf, subject);
}

function graph(file: string): RouteGraph {
  const [first] = view(rollouts, file).graphs;
  if (first === undefined) throw new Error(`no graph for ${file}`);
  return first;
}

/** `rule -> destination share (workload share, ...)` for each leg. */
function legs(of: RouteGraph): readonly string[] {
  return of.rules.flatMap((rule) =>
    rule.legs.map((leg) => {
      const destination = of.destinations.find((one) => one.id === leg.destination);
      const pods = of.pods
        .filter((pod) => pod.destination === leg.destination)
        .map((pod) => `${of.workloads.find((one) => one.id === pod.workload)?.name} ${pod.share}`);
      const name = [destination?.host, ...(destination?.subset === undefined ? [] : [destination.subset])].join(" ");
      return `${rule.order} -> ${name} ${leg.share}${leg.mirror ? " copied" : ""} (${pods.join(", ")})${destination?.state === "ok" ? "" : ` ${destination?.state}`}`;
    }),
  );
}

function textAt(file: string, at: { readonly file: string; readonly span: { readonly start: number; readonly end: number } }): string {
  return (rollouts.texts.get(at.file) ?? `no file for ${file}`).slice(at.span.start, at.span.end);
}

describe("the rollouts", () => {
  test("1, stage a: the header chooses, the rest goes to v1", () => {
    const stage = graph("1-grpc-header-canary/stage-a/virtual-service.yaml");
    expect(stage.entries.map((entry) => [entry.kind, entry.details])).toEqual([["mesh", ["calls to k8s-combat-service-istio-mesh"]]]);
    expect(stage.rules.map((rule) => [rule.name, rule.conditions])).toEqual([
      ["v1", [['header version is "100"']]],
      ["v2", [['header version is "200"']]],
      ["default", []],
    ]);
    expect(legs(stage)).toEqual([
      "1 -> k8s-combat-service-istio-mesh v1 100 (k8s-combat-service-v1 100)",
      "2 -> k8s-combat-service-istio-mesh v2 100 (k8s-combat-service-v2 100)",
      "3 -> k8s-combat-service-istio-mesh v1 100 (k8s-combat-service-v1 100)",
    ]);
    expect(stage.destinations).toHaveLength(2);
    expect(stage.destinations[0]).toMatchObject({
      fqdn: "k8s-combat-service-istio-mesh.default.svc.cluster.local",
      labels: ["app=k8s-combat-service-v1"],
      port: undefined,
    });
  });

  test("1, stage b: shares, and a timeout in words", () => {
    const stage = graph("1-grpc-header-canary/stage-b/virtual-service.yaml");
    expect(stage.rules[0]).toMatchObject({
      conditions: [['path is "/helloworld.Greeter/SayHello"']],
      actions: ["timeout 5000ms"],
      outcome: "route",
    });
    expect(legs(stage)).toEqual([
      "1 -> k8s-combat-service-istio-mesh v1 10 (k8s-combat-service-v1 100)",
      "1 -> k8s-combat-service-istio-mesh v2 90 (k8s-combat-service-v2 100)",
    ]);
    expect(stage.rules[0]?.legs.map((leg) => [leg.weight?.value, leg.weight === undefined ? "" : textAt("", leg.weight.source)])).toEqual([
      [10, "10"],
      [90, "90"],
    ]);
  });

  test("1, the destination without a port behind a gateway is broken", () => {
    const [first] = graph("1-grpc-header-canary/mistakes/port-missing-behind-gateway.yaml").destinations;
    expect(first?.state).toBe("broken");
    expect(first?.problem).toContain("its own port 80 is used");
  });

  test("2, stage b: tcp through a gateway, 80 to 20", () => {
    const stage = graph("2-tcp-shifting/stage-b/virtual-service.yaml");
    expect(stage.entries.map((entry) => [entry.title, entry.details, entry.state])).toEqual([
      ["Gateway default/tcp-echo-gateway", ["TCP 31400 · hosts *"], "ok"],
    ]);
    expect(stage.rules.map((rule) => [rule.protocol, rule.conditions, rule.entries])).toEqual([
      ["tcp", [["port 31400"]], stage.entries.map((entry) => entry.id)],
    ]);
    expect(legs(stage)).toEqual(["1 -> tcp-echo v1 80 (tcp-echo-v1 100)", "1 -> tcp-echo v2 20 (tcp-echo-v2 100)"]);
  });

  test("2, a match port that no server offers is never reached; a missing subset and its legs are broken", () => {
    const port = graph("2-tcp-shifting/mistakes/match-port-not-served.yaml");
    expect(port.rules[0]).toMatchObject({ unreachable: true, entries: [] });
    expect(port.rules[0]?.problem).toContain("port 31401");
    const subset = graph("2-tcp-shifting/mistakes/subset-missing.yaml");
    expect(legs(subset)).toEqual(["1 -> tcp-echo v1 80 (tcp-echo-v1 100)", "1 -> tcp-echo v-2 20 () broken"]);
    expect(subset.destinations[1]?.problem).toContain('has no subset "v-2"');
    expect(textAt("", subset.destinations[1]?.source ?? { file: "", span: { start: 0, end: 0 } })).toBe("v-2");
  });

  test("2, weights over 100 are shares of their sum", () => {
    expect(graph("2-tcp-shifting/mistakes/weights-over-100.yaml").rules[0]?.legs.map((leg) => Math.round(leg.share))).toEqual([73, 27]);
  });

  test("3, the Service alone splits evenly, and is drawn beside the VirtualService that will route it", () => {
    const { graphs } = view(rollouts, "3-bill-service-90-10/service.yaml");
    expect(graphs.map((one) => [one.subject, one.title])).toEqual([
      ["Service", "Service istio-demo/bill-service"],
      ["VirtualService", "VirtualService istio-demo/vs-bill-service"],
    ]);
    expect(legs(graphs[0] as RouteGraph)).toEqual(["1 -> bill-service 100 (bill-service-v1 50, bill-service-v2 50)"]);
    expect(graphs[0]?.rules[0]?.problem).toContain("without VirtualService istio-demo/vs-bill-service");
    expect(legs(graphs[1] as RouteGraph)).toEqual([
      "1 -> bill-service v1 90 (bill-service-v1 100)",
      "1 -> bill-service v2 10 (bill-service-v2 100)",
    ]);
  });

  test("4, stage a: without subset the pods decide, four to one", () => {
    const stage = graph("4-website-canary/stage-a/virtual-service.yaml");
    expect(legs(stage)).toEqual(["1 -> website 100 (web-v1 80, web-v2 20)"]);
    expect(stage.workloads.map((one) => [one.kind, one.name, one.replicas])).toEqual([
      ["Deployment", "web-v1", 4],
      ["Deployment", "web-v2", 1],
    ]);
    expect(stage.destinations[0]).toMatchObject({ port: 80, subset: undefined, labels: [] });
  });

  test("4, stage c: the DestinationRule beside it lacks the subset, that of the fixed stage has it", () => {
    expect(legs(graph("4-website-canary/stage-c/virtual-service.yaml"))).toEqual([
      "1 -> website version-2 100 () broken",
      "2 -> website version-1 100 (web-v1 100)",
    ]);
    expect(legs(graph("4-website-canary/stage-c-fixed/virtual-service.yaml"))).toEqual([
      "1 -> website version-2 100 (web-v2 100)",
      "2 -> website version-1 100 (web-v1 100)",
    ]);
  });

  test("4, stage d: every id is unique, every text of a source is where it says", () => {
    const stage = graph("4-website-canary/stage-d/virtual-service.yaml");
    expect(legs(stage)).toEqual(["1 -> website version-2 20 (web-v2 100)", "1 -> website version-1 80 (web-v1 100)"]);
    const ids = [stage.entries, stage.rules, stage.rules.flatMap((rule) => rule.legs), stage.destinations, stage.workloads].flatMap(
      (nodes) => nodes.map((node) => node.id),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(stage.entries.map((entry) => textAt("", entry.source))).toEqual(["website-gateway"]);
    expect(stage.destinations.map((one) => textAt("", one.source))).toEqual(["version-2", "version-1"]);
    expect(stage.workloads.map((one) => textAt("", one.source))).toEqual(["web-v2", "web-v1"]);
  });

  test("5: the version of the caller in words, and the response header of the lone destination", () => {
    const internal = graph("5-versions-that-must-not-mix/virtual-service-mqtt-server.yaml");
    expect(internal.rules.map((rule) => [rule.conditions, rule.actions])).toEqual([
      [[["from pods with version=v1"]], ["add response header user: v1"]],
      [[["from pods with version=v2"]], ["add response header user: v2"]],
      [[["from pods with version=v3"]], ["add response header user: v3"]],
      [[], []],
    ]);
    expect(legs(internal)).toEqual([
      "1 -> mqtt-server v1 100 (mqtt-server-v1 100)",
      "2 -> mqtt-server v2 100 (mqtt-server-v2 100)",
      "3 -> mqtt-server v3 100 (mqtt-server-v3 100)",
      "4 -> mqtt-server v1 100 (mqtt-server-v1 100)",
    ]);
  });

  test("5: a gateway that does not exist lets nothing in", () => {
    const [entry] = graph("5-versions-that-must-not-mix/mistakes/gateway-name.yaml").entries;
    expect(entry).toMatchObject({ title: "Gateway default/bookinfo-gateway", state: "broken" });
    expect(entry?.problem).toContain("does not exist");
  });

  test("every file of the rollouts is drawn or says why not", () => {
    for (const { file } of rolloutFiles()) {
      const { graphs, empty } = view(rollouts, file);
      expect(graphs.length > 0, file).toBe(empty === undefined);
    }
  });
});

const manifests = `
  #### mesh.yaml
  apiVersion: v1
  kind: Service
  metadata: {name: shop, namespace: default}
  spec: {selector: {app: shop}, ports: [{name: http, port: 80}]}
  ---
  apiVersion: apps/v1
  kind: Deployment
  metadata: {name: shop-v1}
  spec: {replicas: 3, template: {metadata: {labels: {app: shop, version: v1}}}}
  ---
  apiVersion: apps/v1
  kind: Deployment
  metadata: {name: shop-v2}
  spec: {replicas: 1, template: {metadata: {labels: {app: shop, version: v2}}}}
`;

function drawn(source: string): RouteGraph {
  const opened = openMesh(`${manifests}\n  #### shop.yaml\n${source}`);
  const found = view(opened, "shop.yaml").graphs[0];
  if (found === undefined) throw new Error("nothing is drawn");
  return found;
}

describe("what a rule may say", () => {
  test("a redirect, a direct response, a fault, a mirror and what is behind a catch-all", () => {
    const shop = drawn(`
  apiVersion: networking.istio.io/v1
  kind: VirtualService
  metadata: {name: shop}
  spec:
    hosts: [shop]
    http:
    - match: [{uri: {prefix: /old}}]
      redirect: {uri: /new, redirectCode: 302}
    - match: [{uri: {exact: /health}}]
      directResponse: {status: 204}
    - match: [{uri: {regex: "/a.*"}}, {withoutHeaders: {beta: {}}, method: {exact: POST}}]
      fault: {abort: {httpStatus: 500, percentage: {value: 5}}, delay: {fixedDelay: 2s, percentage: {value: 1.5}}}
      route: [{destination: {host: shop}}]
      mirror: {host: shop}
      mirrorPercentage: {value: 10}
    - route: [{destination: {host: shop}}]
    - match: [{uri: {exact: /never}}]
      route: [{destination: {host: shop}}]
`);
    expect(shop.rules.map((rule) => [rule.outcome, rule.conditions, rule.actions, rule.unreachable])).toEqual([
      ["redirect", [['path starts with "/old"']], ["redirect 302 to path /new"], false],
      ["direct-response", [['path is "/health"']], ["answer 204 directly"], false],
      [
        "route",
        [["path matches /a.*"], ["header beta is absent", 'method is "POST"']],
        ["delay 1.5 % of requests by 2s", "abort 5 % of requests with 500"],
        false,
      ],
      ["route", [], [], false],
      ["route", [['path is "/never"']], [], true],
    ]);
    expect(shop.rules[2]?.faults).toEqual(["delay 1.5 % of requests by 2s", "abort 5 % of requests with 500"]);
    expect(shop.rules[2]?.legs.map((leg) => [leg.mirror, leg.share])).toEqual([
      [false, 100],
      [true, 10],
    ]);
    expect(shop.rules[4]?.problem).toBe("Never reached: http rule 4 before it takes everything.");
  });

  test("a delegate's rules stand where the root delegates to them, with the conditions of both", () => {
    const root = drawn(`
  apiVersion: networking.istio.io/v1
  kind: VirtualService
  metadata: {name: root}
  spec:
    hosts: [shop]
    http:
    - name: team
      match: [{uri: {prefix: /team}}]
      delegate: {name: team, namespace: teams}
    - name: gone
      match: [{uri: {prefix: /gone}}]
      delegate: {name: gone}
  ---
  apiVersion: networking.istio.io/v1
  kind: VirtualService
  metadata: {name: team, namespace: teams}
  spec:
    http:
    - name: a
      match: [{uri: {exact: /team/a}, headers: {x: {exact: "1"}}}]
      route: [{destination: {host: shop.default.svc.cluster.local}}]
    - match: [{uri: {exact: /elsewhere}}]
      route: [{destination: {host: shop.default.svc.cluster.local}}]
    - route: [{destination: {host: shop}}]
`);
    expect(root.rules.map((rule) => [rule.name, rule.outcome, rule.conditions, rule.state])).toEqual([
      ["team-a", "route", [['path is "/team/a"', 'header x is "1"']], "ok"],
      ["team", "delegate", [['path starts with "/team"']], "broken"],
      ["team", "route", [['path starts with "/team"']], "ok"],
      ["gone", "delegate", [['path starts with "/gone"']], "broken"],
    ]);
    expect(legs(root)).toEqual(["1 -> shop.default.svc.cluster.local 100 (shop-v1 75, shop-v2 25)", "3 -> shop 100 () unknown"]);
    expect(root.rules[3]?.problem).toContain("VirtualService default/gone is not there");
  });

  test("a VirtualService under the cursor is drawn alone", () => {
    const opened = openMesh(`
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: a}
      spec: {hosts: [a], http: [{route: [{destination: {host: a}}]}]}
      ---
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: b}
      spec: {hosts: [b], http: [{route: [{destination: {host: b}}]}]}
    `);
    expect(view(opened, "test.yaml").graphs.map((one) => one.title)).toEqual(["VirtualService default/a", "VirtualService default/b"]);
    expect(view(opened, "test.yaml", opened.resources("test.yaml")[1]).graphs.map((one) => one.title)).toEqual([
      "VirtualService default/b",
    ]);
  });

  test("the summary tells the picture", () => {
    expect(
      drawn(`
  apiVersion: networking.istio.io/v1
  kind: VirtualService
  metadata: {name: shop}
  spec: {hosts: [shop], http: [{name: all, route: [{destination: {host: shop}}]}]}
`).summary,
    ).toBe(
      'VirtualService default/shop for shop. Traffic enters through Mesh (sidecars). Rule 1 "all", everything: 100 % to shop (75 % Deployment shop-v1, 3 replicas, 25 % Deployment shop-v2, 1 replica).',
    );
  });
});
