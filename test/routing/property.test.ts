import fc from "fast-check";
import { expect, test } from "vitest";
import { createSimulator } from "../../server/src/core/routing/simulate";
import type { Simulation } from "../../server/src/core/routing/simulation";
import { indexFiles } from "../helpers/meshFixture";
import { aim } from "./aim";
import { evaluate } from "./bruteForce";
import { rounded, summed } from "./bruteRules";
import type { Answer, Call, Mesh } from "./manifests";
import { mesh, shot } from "./meshArbitrary";

const callsPerMesh = 20;
const meshes = 500;

test("the model and an evaluation of the specification agree on 10,000 requests", { timeout: 240_000 }, () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(mesh, fc.array(shot, { minLength: callsPerMesh, maxLength: callsPerMesh }), (generated, calls) => {
      const simulate = simulatorOf(generated);
      for (const one of calls.map((each) => aim(generated, each))) {
        const wanted = evaluate(generated, one);
        expect(answerOf(simulate(one)), JSON.stringify(one)).toEqual(wanted);
        seen.set(wanted.type, (seen.get(wanted.type) ?? 0) + 1);
      }
    }),
    { seed: 20261121, numRuns: meshes },
  );
  const least = {
    route: 1500,
    "not-found": 500,
    "no-cluster": 500,
    redirect: 100,
    "direct-response": 30,
    passthrough: 500,
    blackhole: 300,
    "no-listener": 500,
  };
  for (const [type, count] of Object.entries(least))
    expect(seen.get(type) ?? 0, `requests that end as ${type}`).toBeGreaterThanOrEqual(count);
});

function simulatorOf(generated: Mesh): (one: Call) => Simulation {
  const { services, entries, deployments, rules, gateways, sidecars, virtualServices, registryOnly } = generated;
  const manifests = [...services, ...entries, ...deployments, ...rules, ...gateways, ...sidecars, ...virtualServices];
  const text = manifests.map((one) => JSON.stringify(one)).join("\n---\n");
  const outboundTrafficPolicy = registryOnly ? "REGISTRY_ONLY" : "ALLOW_ANY";
  const { index } = indexFiles([{ file: "mesh.yaml", text }], { complete: true, outboundTrafficPolicy });
  const simulator = createSimulator(index);
  return (one) => simulator.simulate(one);
}

function answerOf({ outcome, trace }: Simulation): Answer {
  const { type, status, url, destinations, mirrors, fault, timeoutMs, retries, rewrite } = outcome;
  const extras: Record<string, string | number> = {};
  if (fault?.delay !== undefined) extras.delay = `${fault.delay.percent} % ${fault.delay.ms}`;
  if (fault?.abort !== undefined) extras.abort = `${fault.abort.percent} % ${fault.abort.httpStatus}`;
  if (timeoutMs !== undefined) extras.timeout = timeoutMs;
  if (retries !== undefined) extras.retries = retries.attempts;
  if (rewrite?.path !== undefined) extras.path = rewrite.path;
  if (rewrite?.authority !== undefined) extras.authority = rewrite.authority;
  const deciding = trace.find((step) => step.matched && step.resource.startsWith("VirtualService "));
  return {
    type,
    ...(status === undefined ? {} : { status }),
    ...(url === undefined ? {} : { url }),
    destinations: destinations.map(
      (one) => `${one.host}|${one.port}|${one.subset ?? ""} ${one.problem?.type ?? "ok"} ${rounded(one.share)}`,
    ),
    workloads: summed(
      destinations.flatMap((one) => one.workloads.map((each): readonly [string, number] => [`${each.namespace}/${each.name}`, each.share])),
    ),
    mirrors: mirrors.map((one) => `${one.host}|${one.port}|${one.subset ?? ""} ${one.problem?.type ?? "ok"} ${one.percent}`),
    extras,
    ...(deciding === undefined ? {} : { rule: `${deciding.resource} ${deciding.rule}` }),
  };
}
