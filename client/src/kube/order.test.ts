import { describe, expect, test } from "vitest";
import type { ClusterObject } from "./cluster";
import { applyOrder, type Change } from "./order";

const subset = (version: number): string => `version-${version}`;

function rule(name: string, host: string, versions: readonly number[]): ClusterObject {
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "DestinationRule",
    metadata: { name, namespace: "default" },
    spec: { host, subsets: versions.map((version) => ({ name: subset(version), labels: {} })) },
  };
}

function routes(name: string, host: string, versions: readonly number[]): ClusterObject {
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name, namespace: "default" },
    spec: { hosts: ["*"], http: [{ route: versions.map((version) => ({ destination: { host, subset: subset(version) } })) }] },
  };
}

function other(kind: string): ClusterObject {
  return { apiVersion: "v1", kind, metadata: { name: kind.toLowerCase(), namespace: "default" } };
}

function change(next: ClusterObject, live?: ClusterObject): Change {
  return { live, next, namespace: "default" };
}

/** The changes by name, in the order found. */
function order(...changes: readonly Change[]): readonly string[] {
  return applyOrder(changes, "cluster.local").indexes.map((index) => changes[index]?.next.metadata.name ?? "?");
}

describe("rollout 4", () => {
  test("stage b, all new: the DestinationRule goes first", () => {
    expect(order(change(routes("vs", "website", [1])), change(rule("dr", "website", [1])))).toEqual(["dr", "vs"]);
  });

  test("stage c: the DestinationRule with version-2 goes before the VirtualService that names it", () => {
    const vs = change(routes("vs", "website", [2, 1]), routes("vs", "website", [1]));
    const dr = change(rule("dr", "website", [1, 2]), rule("dr", "website", [1]));
    expect(order(vs, dr)).toEqual(["dr", "vs"]);
  });

  test("back from stage d: the VirtualService leaves version-2 before the DestinationRule drops it", () => {
    const dr = change(rule("dr", "website", [1]), rule("dr", "website", [1, 2]));
    const vs = change(routes("vs", "website", [1]), routes("vs", "website", [1, 2]));
    expect(order(dr, vs)).toEqual(["vs", "dr"]);
  });

  test("a switch from one subset to another has no safe order, and the plan says what to do", () => {
    const dr = change(rule("dr", "website", [2]), rule("dr", "website", [1]));
    const vs = change(routes("vs", "website", [2]), routes("vs", "website", [1]));
    const { indexes, notes } = applyOrder([vs, dr], "cluster.local");
    expect(indexes).toEqual([1, 0]);
    expect(notes).toEqual([
      'VirtualService default/vs goes from subset "version-1" to subset "version-2" while DestinationRule default/dr removes the former and adds the latter: ' +
        "whichever is written first, requests fail with 503 until the other follows. To avoid the gap, apply a DestinationRule default/dr that has both first, and remove the old subset afterwards.",
    ]);
  });
});

describe("which routes a DestinationRule concerns", () => {
  const vsOf = (host: string): Change => change(routes("vs", host, [1]), routes("vs", host, [1, 2]));
  const drOf = (host: string): Change => change(rule("dr", host, [1]), rule("dr", host, [1, 2]));

  test.each([
    ["short and fully qualified name are one host", "website", "website.default.svc.cluster.local", ["vs", "dr"]],
    ["a wildcard covers its hosts", "website", "*.default.svc.cluster.local", ["vs", "dr"]],
    ["another host's subsets do not matter", "website", "frontend", ["dr", "vs"]],
    ["a name with a dot is taken as it is", "website.default", "website.default.svc.cluster.local", ["dr", "vs"]],
  ])("%s", (_, routeHost, ruleHost, expected) => {
    expect(order(drOf(ruleHost), vsOf(routeHost))).toEqual(expected);
  });

  test("a short host belongs to the namespace of its own object", () => {
    const elsewhere: Change = { ...drOf("website"), namespace: "shop" };
    expect(order(elsewhere, vsOf("website"))).toEqual(["dr", "vs"]);
  });

  test("mirrors, TLS and TCP routes count too", () => {
    const mirror = { ...routes("vs", "website", []), spec: { http: [{ mirror: { host: "website", subset: subset(2) } }] } };
    const tcp = { ...routes("vs", "website", []), spec: { tcp: [{ route: [{ destination: { host: "website", subset: subset(2) } }] }] } };
    for (const live of [mirror, tcp]) expect(order(drOf("website"), change(routes("vs", "website", [1]), live))).toEqual(["vs", "dr"]);
  });

  test("a rule that moves to another host takes its subsets away from the old one", () => {
    const dr = change(rule("dr", "other", [1]), rule("dr", "website", [1]));
    const vs = change(routes("vs", "third", [1]), routes("vs", "website", [1]));
    expect(order(dr, vs)).toEqual(["vs", "dr"]);
  });

  test("two VirtualServices of one rule go on either side of it", () => {
    const dr = change(rule("dr", "website", [1, 3]), rule("dr", "website", [1, 2]));
    const leaves = change(routes("leaves", "website", [1]), routes("leaves", "website", [2]));
    const begins = change(routes("begins", "website", [3]), routes("begins", "website", [1]));
    const { indexes, notes } = applyOrder([begins, dr, leaves], "cluster.local");
    expect(indexes).toEqual([2, 1, 0]);
    expect(notes).toEqual([]);
  });

  test("a route that keeps a subset which the rule drops is told, although no order helps", () => {
    const vs = routes("vs", "website", [1, 2]);
    const { notes } = applyOrder([change(rule("dr", "website", [1]), rule("dr", "website", [1, 2])), change(vs, vs)], "cluster.local");
    expect(notes).toEqual([
      'VirtualService default/vs still routes to subset "version-2", which DestinationRule default/dr removes: its requests will fail with 503.',
    ]);
  });

  test("a circle of needs is broken and told", () => {
    const one = change(rule("dr1", "one", [2]), rule("dr1", "one", [1]));
    const two = change(rule("dr2", "two", [2]), rule("dr2", "two", [1]));
    const a = change(
      { ...routes("a", "one", []), spec: { http: [{ route: [{ destination: { host: "one", subset: subset(2) } }] }] } },
      { ...routes("a", "one", []), spec: { http: [{ route: [{ destination: { host: "two", subset: subset(1) } }] }] } },
    );
    const b = change(
      { ...routes("b", "one", []), spec: { http: [{ route: [{ destination: { host: "two", subset: subset(2) } }] }] } },
      { ...routes("b", "one", []), spec: { http: [{ route: [{ destination: { host: "one", subset: subset(1) } }] }] } },
    );
    const { indexes, notes } = applyOrder([a, b, one, two], "cluster.local");
    expect([...indexes].sort()).toEqual([0, 1, 2, 3]);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain("need each other to be written first");
  });
});

test("what others rest on goes first, equals stay as given, strangers go last", () => {
  const kinds = [
    "AuthorizationPolicy",
    "VirtualService",
    "Gateway",
    "Deployment",
    "Service",
    "Namespace",
    "StatefulSet",
    "ConfigMap",
    "DestinationRule",
  ];
  expect(order(...kinds.map((kind) => change(other(kind))))).toEqual(
    [
      "Namespace",
      "ConfigMap",
      "Deployment",
      "StatefulSet",
      "Service",
      "Gateway",
      "DestinationRule",
      "VirtualService",
      "AuthorizationPolicy",
    ].map((kind) => kind.toLowerCase()),
  );
});

test("half-written objects are ordered by kind alone", () => {
  const odd = (kind: string, spec: unknown): Change => change({ ...other(kind), spec });
  expect(order(odd("VirtualService", { http: "x" }), odd("DestinationRule", { subsets: [null, { name: 1 }] }))).toEqual([
    "destinationrule",
    "virtualservice",
  ]);
});
