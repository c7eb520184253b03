import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type ApplyOutcome, describeOutcome } from "../../client/src/kube/outcome";
import { describeItem } from "../../client/src/kube/plan";
import { service, virtualService } from "./objects";
import { applyObjects, createWorld, Person, type World } from "./world";

const server = inject("apiServer");
const place = `context "test" (${server?.url})`;

describe.skipIf(server === undefined)("what a real API server refuses", () => {
  let world: World;
  let namespace: string;
  let kubeconfig: string;

  beforeAll(async () => {
    if (server === undefined) return;
    world = createWorld(server);
    namespace = await world.newNamespace();
    kubeconfig = world.kubeconfig({ namespace });
  });
  afterAll(() => world?.dispose());

  describe("fields of another manager", () => {
    const services = (): string => `/api/v1/namespaces/${namespace}/services`;
    const labels = async (): Promise<unknown> => (await world.read(`${services()}/website`))?.metadata.labels;
    const ours = { ...service(80), metadata: { name: "website", labels: { tier: "web" } } };

    beforeAll(() => world.createAs("helm", services(), { ...service(80), metadata: { name: "website", labels: { tier: "front" } } }));

    test("a yes to the plan is no yes to taking them over", async () => {
      const person = new Person({ yes: true, force: false });
      const outcome = await applyObjects([ours], kubeconfig, person);
      expect(outcome.kind).toBe("declined");
      expect(person.plans[0]?.items[0]?.conflicts).toEqual([{ manager: "helm", fields: [".metadata.labels.tier"] }]);
      expect(person.plans[0]?.items[0]?.after).toContain("tier: web");
      expect(person.forceAsked).toEqual([`Service ${namespace}/website`]);
      expect(await labels()).toEqual({ tier: "front" });
    });

    test("the second yes takes them over", async () => {
      const outcome = await applyObjects([ours], kubeconfig, new Person({ yes: true, force: true }));
      expect(outcome.kind).toBe("applied");
      expect(await labels()).toEqual({ tier: "web" });
    });
  });

  test("an identity without the right to change", async () => {
    const reader = world.kubeconfig({ namespace, token: server?.readerToken ?? "" });
    expect(await reasons([service(80)], reader)).toEqual([
      `Service website: User "system:serviceaccount:default:reader" may not patch services in namespace "${namespace}" in ${place}.`,
    ]);
  });

  test("a token that the server does not know", async () => {
    const stranger = world.kubeconfig({ namespace, token: "not-a-token" });
    const outcome = await applyObjects([service(80)], stranger, new Person());
    expect(describeOutcome(outcome)).toBe(`The API server of ${place} did not accept the credentials of user "tester": Unauthorized.`);
  });

  test("a namespace that does not exist", async () => {
    const nowhere = world.kubeconfig({ namespace: "nowhere" });
    expect(await reasons([service(80)], nowhere)).toEqual([`Service website: Namespace "nowhere" does not exist in ${place}.`]);
  });

  test("a kind that the server does not know, by its group and by its name", async () => {
    const misspelt = { ...virtualService({ 1: 100 }), apiVersion: ".NETworking.istio.io/v1alpha3" };
    expect(await reasons([misspelt], kubeconfig)).toEqual([
      `VirtualService website-virtual-service: The API server does not know kind VirtualService of .NETworking.istio.io/v1alpha3 (is its CustomResourceDefinition installed?) in ${place}.`,
    ]);
    expect(await reasons([{ ...service(80), kind: "Servise" }], kubeconfig)).toEqual([
      `Servise website: The API server does not know kind Servise of v1 (is its CustomResourceDefinition installed?) in ${place}.`,
    ]);
  });

  test("a field that the schema does not have: nothing is dropped on the way, and the message names it", async () => {
    const outcome = await applyObjects([{ ...service(80), spec: { ports: [{ prot: 80, port: 80 }] } }], kubeconfig, new Person());
    expect(firstError(outcome)).toMatchObject({ kind: "invalid", fields: ['.spec.ports[port=80,protocol="TCP"].prot'] });
    expect(describeOutcome(outcome)).toContain(".prot: field not declared in schema");
  });

  test("a value that validation rejects: the message names the field", async () => {
    const outcome = await applyObjects([{ ...service(70000), metadata: { name: "out-of-range" } }], kubeconfig, new Person());
    expect(firstError(outcome)).toMatchObject({ kind: "invalid", fields: ["spec.ports[0].port"] });
    expect(describeOutcome(outcome)).toContain("spec.ports[0].port");
  });

  test.skipIf(server?.istio !== true)("a VirtualService that breaks its definition: the message names the field", async () => {
    const unknownField = { ...virtualService({}), spec: { hosts: ["website"], http: [{ rout: [] }] } };
    expect(firstError(await applyObjects([unknownField], kubeconfig, new Person()))).toMatchObject({
      kind: "invalid",
      fields: [".spec.http[0].rout"],
    });
    const noDuration = { ...virtualService({}), spec: { hosts: ["website"], http: [{ timeout: "soon" }] } };
    expect(firstError(await applyObjects([noDuration], kubeconfig, new Person()))).toMatchObject({
      kind: "invalid",
      fields: ["spec.http[0].timeout"],
    });
  });

  test("one refused object keeps the others from being written", async () => {
    const other = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "other" }, data: { key: "value" } };
    const outcome = await applyObjects([other, service(70000)], kubeconfig, new Person());
    expect(outcome.kind).toBe("not-applicable");
    expect(await world.read(`/api/v1/namespaces/${namespace}/configmaps/other`)).toBeUndefined();
  });

  test("a server that cannot be reached", async () => {
    const closed = `https://127.0.0.1:${await freePort()}`;
    const outcome = await applyObjects([service(80)], world.kubeconfig({ namespace, server: closed }), new Person());
    expect(describeOutcome(outcome)).toMatch(
      new RegExp(`^The API server of context "test" \\(${closed}\\) cannot be reached: the connection was refused`),
    );
  });

  test("a server whose certificate no known authority has signed", async () => {
    const outcome = await applyObjects([service(80)], world.kubeconfig({ namespace, token: "secret", authority: "none" }), new Person());
    expect(firstError(outcome)).toMatchObject({ kind: "unreachable", cause: "tls" });
  });

  test("a context that was switched while the plan was shown", async () => {
    const file = world.kubeconfig({ name: "staging", namespace });
    const person = new Person({ onConfirm: () => world.rewrite(file, { name: "production", namespace }) });
    const outcome = await applyObjects([{ ...service(80), metadata: { name: "switched" } }], file, person);
    expect(outcome).toMatchObject({ kind: "refused", refusal: { reason: "target-changed", changes: ["context (staging -> production)"] } });
    expect(await world.read(`/api/v1/namespaces/${namespace}/services/switched`)).toBeUndefined();
  });

  test("a document that was edited while the plan was shown", async () => {
    const outcome = await applyObjects([{ ...service(80), metadata: { name: "edited" } }], kubeconfig, new Person({ current: false }));
    expect(outcome).toMatchObject({ kind: "refused", refusal: { reason: "document-moved" } });
    expect(await world.read(`/api/v1/namespaces/${namespace}/services/edited`)).toBeUndefined();
  });
});

/** The reason per object of a plan that was refused before anyone was asked. */
async function reasons(objects: readonly unknown[], kubeconfig: string): Promise<readonly string[]> {
  const person = new Person();
  const outcome = await applyObjects(objects, kubeconfig, person);
  expect(person.plans).toEqual([]);
  if (outcome.kind !== "not-applicable") throw new Error(`not refused but ${JSON.stringify(outcome)}`);
  return outcome.plan.items.map((item) => describeItem(item, outcome.target));
}

function firstError(outcome: ApplyOutcome): unknown {
  if (outcome.kind === "not-applicable") return outcome.plan.items[0]?.error;
  return outcome.kind === "failed" ? outcome.error : outcome;
}

async function freePort(): Promise<number> {
  const listener = createServer();
  const port = await new Promise<number>((resolve) => {
    listener.listen(0, "127.0.0.1", () => {
      const address = listener.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => listener.close(resolve));
  return port;
}
