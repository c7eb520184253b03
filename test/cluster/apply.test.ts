import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { ApplyOutcome } from "../../client/src/kube/outcome";
import type { Plan } from "../../client/src/kube/plan";
import { destinationRule, service, virtualService } from "./objects";
import { applyObjects, createWorld, Person, type World } from "./world";

const server = inject("apiServer");

describe.skipIf(server === undefined)("applying to a real API server", () => {
  let world: World;
  let namespace: string;
  let kubeconfig: string;
  const servicePath = (): string => `/api/v1/namespaces/${namespace}/services/website`;

  beforeAll(async () => {
    if (server === undefined) return;
    world = createWorld(server);
    namespace = await world.newNamespace();
    kubeconfig = world.kubeconfig({ namespace });
  });
  afterAll(() => world?.dispose());

  test("a declined plan leaves nothing behind: the dry run writes nothing", async () => {
    const person = new Person({ yes: false });
    const outcome = await applyObjects([service(80)], kubeconfig, person);
    expect(outcome.kind).toBe("declined");
    expect(actions(person.plans[0])).toEqual([`create Service ${namespace}/website`]);
    expect(await world.read(servicePath())).toBeUndefined();
  });

  test("creates in the namespace of the context, under our own field manager", async () => {
    const outcome = await applyObjects([service(80)], kubeconfig, new Person());
    expect(results(outcome)).toEqual([`created Service ${namespace}/website`]);
    const stored = await world.read(servicePath());
    expect(stored?.spec.ports).toEqual([{ name: "http", port: 80, targetPort: 80, protocol: "TCP" }]);
    expect(stored?.metadata.managedFields.map((entry) => entry.manager)).toEqual(["istio-traffic"]);
  });

  test("says that there is nothing to do, and does not ask", async () => {
    const person = new Person();
    const before = await world.read(servicePath());
    const outcome = await applyObjects([service(80)], kubeconfig, person);
    expect(outcome.kind).toBe("nothing-to-do");
    expect(person.plans).toEqual([]);
    expect((await world.read(servicePath()))?.metadata.resourceVersion).toBe(before?.metadata.resourceVersion);
  });

  test("the diff of an update shows our change alone, and the update happens", async () => {
    const person = new Person();
    const outcome = await applyObjects([service(8080)], kubeconfig, person);
    const item = person.plans[0]?.items[0];
    expect(changedLines(item?.before ?? "", item?.after ?? "")).toEqual({ gone: ["port: 80"], come: ["port: 8080"] });
    expect(item?.before).not.toMatch(/managedFields|resourceVersion|creationTimestamp|status:/);
    expect(results(outcome)).toEqual([`updated Service ${namespace}/website`]);
  });

  test("an object that changed after the plan was shown is not overwritten", async () => {
    const outcome = await applyObjects([service(81)], kubeconfig, {
      ...new Person(),
      confirm: async () => {
        await applyObjects([service(82)], kubeconfig, new Person());
        return true;
      },
    });
    expect(results(outcome)).toEqual([`failed Service ${namespace}/website`]);
    expect((await world.read(servicePath()))?.spec.ports).toMatchObject([{ port: 82 }]);
  });

  describe.skipIf(server?.istio !== true)("rollout 4", () => {
    const rulePath = (): string => `/apis/networking.istio.io/v1/namespaces/${namespace}/destinationrules/website`;
    const routesPath = (): string => `/apis/networking.istio.io/v1/namespaces/${namespace}/virtualservices/website-virtual-service`;

    test("creating: the DestinationRule is written before the VirtualService that stands first in the file", async () => {
      const outcome = await applyObjects([virtualService({ 1: 100 }), destinationRule(1)], kubeconfig, new Person());
      expect(results(outcome)).toEqual([
        `created DestinationRule ${namespace}/website`,
        `created VirtualService ${namespace}/website-virtual-service`,
      ]);
      expect(await revision(rulePath())).toBeLessThan(await revision(routesPath()));
    });

    test("rolling out: the DestinationRule with the new subset is written before the VirtualService that uses it", async () => {
      const outcome = await applyObjects([virtualService({ 1: 80, 2: 20 }), destinationRule(1, 2)], kubeconfig, new Person());
      expect(results(outcome)).toEqual([
        `updated DestinationRule ${namespace}/website`,
        `updated VirtualService ${namespace}/website-virtual-service`,
      ]);
      expect(await revision(rulePath())).toBeLessThan(await revision(routesPath()));
    });

    test("rolling back: the VirtualService leaves the subset before the DestinationRule drops it", async () => {
      const person = new Person();
      const outcome = await applyObjects([destinationRule(1), virtualService({ 1: 100 })], kubeconfig, person);
      expect(results(outcome)).toEqual([
        `updated VirtualService ${namespace}/website-virtual-service`,
        `updated DestinationRule ${namespace}/website`,
      ]);
      expect(person.plans[0]?.notes).toEqual([]);
      expect(await revision(routesPath())).toBeLessThan(await revision(rulePath()));
    });

    async function revision(path: string): Promise<number> {
      return Number((await world.read(path))?.metadata.resourceVersion);
    }
  });
});

function actions(plan: Plan | undefined): readonly string[] | undefined {
  return plan?.items.map((item) => `${item.action} ${item.title}`);
}

function results(outcome: ApplyOutcome): readonly string[] {
  if (outcome.kind !== "applied") throw new Error(`not applied but ${JSON.stringify(outcome)}`);
  return outcome.results.map((result) => `${result.outcome} ${result.item.title}`);
}

function changedLines(before: string, after: string): { readonly gone: readonly string[]; readonly come: readonly string[] } {
  const old = before.split("\n");
  const now = after.split("\n");
  return {
    gone: old.filter((line) => !now.includes(line)).map((line) => line.trim()),
    come: now.filter((line) => !old.includes(line)).map((line) => line.trim()),
  };
}
