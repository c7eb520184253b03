import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Simulation, SimulationRequest } from "../../server/src/core/routing/simulation";
import { delayDiffers, expectedAnswers, headerDifferences, observedAnswer, preflightDiffers } from "./answers";
import { detailsHeader, flagsHeader } from "./bootstrap";
import { inParallel } from "./client";
import { configuration } from "./configurations";
import { type Entry, entriesOf } from "./entries";
import { envoyBinary } from "./install";
import { isPlausible } from "./plausible";
import { type Random, randomFrom } from "./random";
import { destinationName } from "./render";
import { request } from "./requests";
import { startWorld, type World } from "./world";

const seed = 20261121;
const configurations = 255;
/** Some configurations have nothing that listens. */
const leastRequests = 7020;
const requestsPerConfiguration = 30;
const kinds = ["gateway", "sidecar", "gateway-tls"] as const;

/** Of the answers that a comparison has to have seen, at least so many each. */
const least = {
  outbound: 1500,
  "not-found": 500,
  redirect: 300,
  "direct-response": 200,
  "no-cluster": 200,
  "no-endpoints": 100,
  PassthroughCluster: 30,
  fault: 30,
  "bad-request": 100,
};

/** Rules with several destinations, and requests to each. */
const weightedRoutes = 25;
const requestsPerWeightedRoute = 400;

/** Rules with timeouts, retries and mirrors that are tried out, and requests to each of the latter. */
const slowRoutes = 8;
const retriedRoutes = 30;
const mirroredRoutes = 20;
const requestsPerMirror = 200;

const binary = envoyBinary();
if ("missing" in binary) console.warn(`The model is not compared with Envoy: ${binary.missing}`);

interface Shot {
  readonly entry: Entry;
  readonly request: SimulationRequest;
  readonly simulation: Simulation;
}

describe.skipIf("missing" in binary)("the route model and Envoy agree", () => {
  const path = "path" in binary ? binary.path : "";
  let shots: readonly Shot[] = [];
  let world: World;

  beforeAll(async () => {
    const random = randomFrom(seed);
    const tables = Array.from({ length: configurations }, (_, at) =>
      entriesOf(configuration(random, kinds[at % kinds.length] ?? "sidecar"), `c${at}|`),
    );
    shots = tables
      .filter((own) => own.length > 0)
      .flatMap((own) => Array.from({ length: requestsPerConfiguration }, () => shotAt(random, random.pick(own))));
    world = await startWorld(path, tables.flat());
  });
  afterAll(() => world?.stop());

  test(`on at least ${leastRequests} requests to ${leastRequests / requestsPerConfiguration} configurations`, async () => {
    expect(shots.length).toBeGreaterThanOrEqual(leastRequests);
    const seen = new Map<string, number>();
    const disagreements: string[] = [];
    await inParallel(shots, 16, async (shot) => {
      const { answer, disagreement } = await compare(world, shot);
      const kind = answer.split(/[ |]/)[0] ?? "";
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
      if (disagreement !== undefined) disagreements.push(disagreement);
    });
    console.info(`answers: ${[...seen].map(([kind, count]) => `${kind} ${count}`).join(", ")}`);
    expect(disagreements.length, disagreements.slice(0, 10).join("\n\n")).toBe(0);
    for (const [kind, count] of Object.entries(least)) expect(seen.get(kind) ?? 0, `answers: ${kind}`).toBeGreaterThanOrEqual(count);
  });

  test(`on the shares of ${weightedRoutes} weighted routes`, async () => {
    const weighted = onePerRule(shots.filter(({ simulation, request: sent }) => expectedAnswers(simulation, sent).length > 1)).slice(
      0,
      weightedRoutes,
    );
    expect(weighted.length).toBe(weightedRoutes);
    for (const shot of weighted) {
      const counts = new Map<string, number>();
      await inParallel(Array.from({ length: requestsPerWeightedRoute }), 16, async () => {
        const { answer } = await compare(world, shot);
        counts.set(answer, (counts.get(answer) ?? 0) + 1);
      });
      for (const { answer, percent } of expectedAnswers(shot.simulation, shot.request)) {
        const count = counts.get(answer) ?? 0;
        expect(isPlausible(count, requestsPerWeightedRoute, percent / 100), `${answer}: ${percent} %, seen ${count} times`).toBe(true);
      }
    }
  });

  test(`on when ${slowRoutes} routes give up`, async () => {
    const slow = onePerRule(shots.filter(reachesOneUpstream).filter(({ simulation }) => simulation.outcome.timeoutMs !== undefined)).slice(
      0,
      slowRoutes,
    );
    expect(slow.length).toBe(slowRoutes);
    const patient = onePerRule(
      shots.filter(reachesOneUpstream).filter(({ simulation }) => simulation.outcome.timeoutMs === undefined),
    ).slice(0, slowRoutes);
    await inParallel([...slow, ...patient], 2 * slowRoutes, async ({ entry, request: sent, simulation }) => {
      const response = await world.send(entry, withHeaders(sent, { "x-stub-delay": "1500" }));
      const wanted = simulation.outcome.timeoutMs === 1000 ? [504, "response_timeout"] : [200, undefined];
      expect([response.status, response.headers[detailsHeader]], JSON.stringify(sent)).toEqual(wanted);
    });
  });

  test(`on how often ${retriedRoutes} routes try again`, async () => {
    const retried = onePerRule(
      shots.filter(reachesOneUpstream).filter(({ simulation }) => simulation.outcome.retries?.byDefault !== true),
    ).slice(0, retriedRoutes);
    expect(retried.length).toBe(retriedRoutes);
    let again = 0;
    await inParallel(retried, 16, async ({ entry, request: sent, simulation }) => {
      for (const status of [503, 500]) {
        const tag = `${entry.table.prefix}${retried.findIndex((one) => one.simulation === simulation)} ${status}`;
        const response = await world.send(entry, withHeaders(sent, { "x-tag": tag, "x-stub-status": String(status) }));
        expect(response.status).toBe(status);
        const { retries, destinations } = simulation.outcome;
        const wanted = retries !== undefined && isRetried(status, retries.retryOn) ? 1 + retries.attempts : 1;
        const [only] = destinations;
        if (only === undefined) throw new Error("no destination");
        expect(world.received(destinationName(only), tag, "routed"), `${JSON.stringify(retries)} after ${status}`).toBe(wanted);
        if (wanted > 1) again += 1;
      }
    });
    expect(again).toBeGreaterThan(retriedRoutes / 3);
  });

  test(`on the copies that ${mirroredRoutes} routes send`, async () => {
    const mirrored = onePerRule(
      shots.filter(({ simulation }) => simulation.outcome.mirrors.some((one) => one.problem === undefined)),
    ).slice(0, mirroredRoutes);
    expect(mirrored.length).toBe(mirroredRoutes);
    for (const [at, { entry, request: sent, simulation }] of mirrored.entries()) {
      const tag = `copies ${at}`;
      const { mirrors, destinations } = simulation.outcome;
      await inParallel(Array.from({ length: requestsPerMirror }), 16, async () => {
        await world.send(entry, withHeaders(sent, { "x-tag": tag }));
      });
      await wait(50);
      const routed = destinations.reduce((all, one) => all + (one.problem === undefined ? one.share : 0), 0) / 100;
      const wanted = new Map<string, readonly number[]>();
      for (const one of mirrors) {
        if (one.problem === undefined)
          wanted.set(destinationName(one), [...(wanted.get(destinationName(one)) ?? []), (routed * one.percent) / 100]);
      }
      for (const [destination, shares] of wanted) {
        const count = world.received(destination, tag, "copied");
        const mean = shares.reduce((all, one) => all + one, 0) / shares.length;
        expect(
          isPlausible(count, requestsPerMirror * shares.length, mean),
          `${destination}: ${shares.join(" and ")}, seen ${count} times`,
        ).toBe(true);
      }
    }
  });
});

function shotAt(random: Random, entry: Entry): Shot {
  const sent = request(random, entry);
  return { entry, request: sent, simulation: entry.simulator.simulate(sent) };
}

async function compare(world: World, { entry, request: sent, simulation }: Shot) {
  const expected = expectedAnswers(simulation, sent);
  const response = await world.send(entry, sent);
  const answer = observedAnswer(response, world.destinationOf);
  const differences = headerDifferences(simulation, sent, response);
  if (!answer.startsWith("fault") && preflightDiffers(simulation, response))
    differences.push(`preflight: Envoy says ${JSON.stringify(response.headers)}`);
  if (delayDiffers(simulation, response)) differences.push(`delay: Envoy says ${response.headers[flagsHeader]}`);
  if (!expected.some((one) => one.answer === answer)) differences.push(`expected ${JSON.stringify(expected)}, got ${answer}`);
  if (differences.length === 0) return { answer, disagreement: undefined };
  const steps = simulation.trace.map((step) => `  ${step.matched ? "matched" : "not"}: ${step.rule}: ${step.reason}`);
  return { answer, disagreement: [JSON.stringify(sent), ...differences, ...steps].join("\n") };
}

/** Routed to one destination that answers, without faults. */
function reachesOneUpstream({ simulation: { outcome } }: Shot): boolean {
  return (
    outcome.type === "route" &&
    outcome.fault === undefined &&
    outcome.destinations.length === 1 &&
    outcome.destinations[0]?.problem === undefined
  );
}

function withHeaders(sent: SimulationRequest, more: Readonly<Record<string, string>>): SimulationRequest {
  return { ...sent, headers: { ...sent.headers, ...more } };
}

/** Whether an answer with a status is one of those that a policy tries again. */
function isRetried(status: number, retryOn: string): boolean {
  const conditions = retryOn.split(",");
  return (
    conditions.includes("5xx") ||
    conditions.includes(String(status)) ||
    (conditions.includes("gateway-error") && status >= 502 && status <= 504)
  );
}

/** The first request of each rule that decides. */
function onePerRule(shots: readonly Shot[]): readonly Shot[] {
  const seen = new Map<string, Shot>();
  for (const shot of shots) {
    const deciding = shot.simulation.trace.findLast((step) => step.matched);
    const key = `${shot.entry.table.prefix} ${deciding?.resource} ${deciding?.span.start}`;
    if (!seen.has(key)) seen.set(key, shot);
  }
  return [...seen.values()];
}
