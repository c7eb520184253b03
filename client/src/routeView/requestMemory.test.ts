import { expect, test } from "vitest";
import type { RequestDefaults } from "../../../server/src/core/routing/requestDefaults";
import type { SimulationRequest } from "../../../server/src/core/routing/simulation";
import { RequestMemory } from "./requestMemory";

const usual: SimulationRequest = { from: { namespace: "default", labels: {} }, scheme: "http", host: "website" };
const asked: SimulationRequest = { ...usual, headers: { qa: "canary-test" } };

function defaults(subject: string): RequestDefaults {
  return { subject, request: usual, examples: [], gateways: [], workloads: [] };
}

function memory(): RequestMemory {
  const state = new Map<string, unknown>();
  return new RequestMemory({
    get: (key: string) => structuredClone(state.get(key)) as undefined,
    update: async (key, value) => void state.set(key, structuredClone(value)),
  });
}

test("keeps the last request of each VirtualService of each file", async () => {
  const requests = memory();
  await requests.keep("a.yaml", defaults("VirtualService default/a"), { ...asked, path: "/1" });
  await requests.keep("a.yaml", defaults("VirtualService default/a"), asked);
  expect(requests.recall("a.yaml", defaults("VirtualService default/a"))).toEqual(asked);
  expect(requests.recall("a.yaml", defaults("VirtualService default/b"))).toBeUndefined();
  expect(requests.recall("b.yaml", defaults("VirtualService default/a"))).toBeUndefined();
});

test("forgets a request that is set back to the default, and what was asked long ago", async () => {
  const requests = memory();
  const subject = defaults("VirtualService default/a");
  await requests.keep("a.yaml", subject, asked);
  await requests.keep("a.yaml", subject, usual);
  expect(requests.recall("a.yaml", subject)).toBeUndefined();
  for (let index = 0; index < 51; index++) await requests.keep(`${index}.yaml`, subject, asked);
  expect(requests.recall("0.yaml", subject)).toBeUndefined();
  expect(requests.recall("1.yaml", subject)).toEqual(asked);
});
