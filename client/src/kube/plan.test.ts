import { describe, expect, test } from "vitest";
import type { ClusterObject } from "./cluster";
import { type ApplyDocument, type DryRun, describeItem, makePlan, type Observation, type PlanItem, planQuestion } from "./plan";
import type { Target } from "./target";
import { toYaml } from "./yamlText";

const target: Target = { context: "kind", server: "https://127.0.0.1:6443", user: "me", namespace: "shop", program: undefined };

const written: ClusterObject = { apiVersion: "v1", kind: "Service", metadata: { name: "web" }, spec: { ports: [{ port: 80 }] } };
const live: ClusterObject = {
  kind: "Service",
  apiVersion: "v1",
  metadata: {
    annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" },
    creationTimestamp: "2026-01-01T00:00:00Z",
    generation: 3,
    managedFields: [{ manager: "helm" }],
    name: "web",
    namespace: "shop",
    resourceVersion: "7",
    uid: "a-b",
  },
  spec: { ports: [{ port: 80 }] },
  status: { loadBalancer: {} },
};

function item(before: ClusterObject | undefined, dryRun: DryRun): PlanItem {
  const [only] = makePlan([observation(written, before, dryRun)], { target, domain: "cluster.local", toYaml }).items;
  if (only === undefined) throw new Error("no item");
  return only;
}

function observation(object: ClusterObject, before: ClusterObject | undefined, dryRun: DryRun): Observation {
  const document: ApplyDocument = { object, uri: "file:///web.yaml", version: 4 };
  return { document, live: before, dryRun };
}

function stored(object: ClusterObject): DryRun {
  return { outcome: "stored", object, conflicts: [] };
}

describe("what would happen to an object", () => {
  test("without a live object it is created", () => {
    expect(item(undefined, stored(live))).toMatchObject({ action: "create", before: "", title: "Service shop/web" });
  });

  test("what only the server counts and stamps is no change", () => {
    const later = {
      ...live,
      metadata: { ...live.metadata, resourceVersion: "8", generation: 4, managedFields: [] },
      status: { loadBalancer: { ingress: [] } },
    };
    expect(item(live, stored(later)).action).toBe("unchanged");
  });

  test("neither is another order of keys", () => {
    const { kind, apiVersion, metadata, spec } = live;
    expect(item(live, stored({ spec, metadata, kind, apiVersion })).action).toBe("unchanged");
  });

  test.each<[string, ClusterObject]>([
    ["a value", { ...live, spec: { ports: [{ port: 81 }] } }],
    ["an item more", { ...live, spec: { ports: [{ port: 80 }, { port: 81 }] } }],
    ["an item less", { ...live, spec: { ports: [] } }],
    ["an undefined field in place of another", { ...live, spec: { port: [{ port: 80 }] } }],
    ["a label", { ...live, metadata: { ...live.metadata, labels: { app: "web" } } }],
    ["an annotation of the user", { ...live, metadata: { ...live.metadata, annotations: { note: "x" } } }],
  ])("%s is a change", (_, after) => {
    expect(item(live, stored(after)).action).toBe("update");
  });

  test("both sides are YAML without the noise, in one order of keys", () => {
    const after = item(live, stored({ ...live, spec: { ports: [{ port: 81 }] } }));
    expect(after.before).toBe(
      "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  ports:\n    - port: 80\n",
    );
    expect(after.after).toBe("apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  ports:\n    - port: 81\n");
  });

  test("what the server refuses fails with its reason, and the live object stays in view", () => {
    const failed = item(live, {
      outcome: "failed",
      error: { kind: "invalid", fields: ["spec.ports"], detail: "spec.ports: Required value" },
    });
    expect(failed).toMatchObject({ action: "failed", title: "Service web", after: "" });
    expect(failed.before).toContain("port: 80");
    expect(describeItem(failed, target)).toBe(
      'Service web: The API server of context "kind" (https://127.0.0.1:6443) rejects the object: spec.ports: Required value.',
    );
  });

  test("a version of the text goes with its object", () => {
    expect(item(undefined, stored(live)).document).toMatchObject({ uri: "file:///web.yaml", version: 4 });
  });
});

test("short hosts belong to the target's namespace where an object names none", () => {
  const istio = (kind: string, spec: unknown): ClusterObject => ({
    apiVersion: "networking.istio.io/v1",
    kind,
    metadata: { name: kind },
    spec,
  });
  const routes = (subset: string): ClusterObject =>
    istio("VirtualService", { http: [{ route: [{ destination: { host: "web.shop.svc.cluster.local", subset } }] }] });
  const rule = (...names: readonly string[]): ClusterObject =>
    istio("DestinationRule", { host: "web", subsets: names.map((name) => ({ name })) });
  const plan = makePlan(
    [observation(rule("v1"), rule("v1", "v2"), stored(rule("v1"))), observation(routes("v1"), routes("v2"), stored(routes("v1")))],
    {
      target,
      domain: "cluster.local",
      toYaml,
    },
  );
  expect(plan.items.map((one) => one.document.object.kind)).toEqual(["VirtualService", "DestinationRule"]);
});

test("the question names what is written, context, server and namespace", () => {
  const changed = { ...live, spec: {} };
  const plan = makePlan(
    [
      observation(written, undefined, stored(live)),
      observation(written, live, stored(changed)),
      observation(written, live, stored(changed)),
      observation(written, live, stored(live)),
    ],
    { target, domain: "cluster.local", toYaml },
  );
  expect(planQuestion(plan, target)).toBe(
    'Apply 1 new and 2 changed objects to context "kind" (https://127.0.0.1:6443), namespace "shop"?',
  );
  expect(plan.items.map((one) => describeItem(one, target))).toEqual([
    "Service shop/web: will be created",
    "Service shop/web: will be changed",
    "Service shop/web: will be changed",
    "Service shop/web: is already so",
  ]);
});
