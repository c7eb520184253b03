import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Simulation, SimulationRequest } from "../../server/src/core/routing/simulation";
import { delayDiffers, expectedAnswers, headerDifferences, observedAnswer } from "./answers";
import { flagsHeader } from "./bootstrap";
import { inParallel } from "./client";
import { configuration } from "./configurations";
import { type Entry, entriesOf } from "./entries";
import { envoyBinary } from "./install";
import { type Random, randomFrom } from "./random";
import { request } from "./requests";
import { startWorld, type World } from "./world";

const seed = 20261121;
const configurations = 240;
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
};

/** Rules with several destinations, and requests to each. */
const weightedRoutes = 30;
const requestsPerWeightedRoute = 500;

/**
 * Where the specification and the newest Envoy part. Several fields of one header: joined with a comma and compared once, say the
 * routing semantics (5.3) and Envoys without the feature; this one compares each of them by itself unless the feature is turned off.
 */
const asSpecified = { "envoy.reloadable_features.match_headers_individually": false };

/**
 * Where the model is known to fall short: Envoy, set up as the control plane does by default (pathNormalization BASE), normalizes paths
 * before it looks for a route; the model takes them as they are sent. Path sent, and path that is routed.
 */
const normalizedPaths = [
  ["/a/../b", "/b"],
  ["/a/./b", "/a/b"],
  ["/a/%2e%2e/b", "/b"],
  ["/%61", "/a"],
  ["/a\\b", "/a/b"],
  ["/a|b", "/a%7Cb"],
] as const;

const binary = envoyBinary();
if ("missing" in binary) console.warn(`The model is not compared with Envoy: ${binary.missing}`);

interface Shot {
  readonly entry: Entry;
  readonly request: SimulationRequest;
  readonly simulation: Simulation;
}

describe.skipIf("missing" in binary)("the route model and Envoy agree", () => {
  const path = "path" in binary ? binary.path : "";
  let entries: readonly Entry[] = [];
  let shots: readonly Shot[] = [];
  let world: World;

  beforeAll(async () => {
    const random = randomFrom(seed);
    const tables = Array.from({ length: configurations }, (_, at) =>
      entriesOf(configuration(random, kinds[at % kinds.length] ?? "sidecar"), `c${at}|`),
    );
    entries = tables.flat();
    shots = tables.flatMap((own) => Array.from({ length: requestsPerConfiguration }, () => shotAt(random, random.pick(own))));
    world = await startWorld(path, entries, asSpecified);
  });
  afterAll(() => world?.stop());

  test(`on ${configurations * requestsPerConfiguration} requests to ${configurations} configurations`, async () => {
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

  test.each(normalizedPaths)("but not on the path %s, which Envoy takes as %s", async (sentPath, routed) => {
    const from = shots.find(({ simulation }) => simulation.outcome.type === "passthrough");
    if (from === undefined) throw new Error("no request is passed through");
    const sent = { ...from.request, path: sentPath };
    const response = await world.send(from.entry, sent);
    expect(response.headers["x-path"]).toBe(routed);
    expect((await compare(world, { ...from, request: sent, simulation: from.entry.simulator.simulate(sent) })).disagreement).toContain(
      `path ${routed}`,
    );
  });

  test("also as Envoy comes, except where a header is sent in several fields", async () => {
    const asItComes = await startWorld(path, entries, {});
    const disagreeing: Shot[] = [];
    try {
      await inParallel(shots, 16, async (shot) => {
        if ((await compare(asItComes, shot)).disagreement !== undefined) disagreeing.push(shot);
      });
    } finally {
      await asItComes.stop();
    }
    const severalFields = ({ request: { headers } }: Shot): boolean =>
      Object.values(headers ?? {}).some((value) => typeof value !== "string");
    expect(disagreeing.filter((shot) => !severalFields(shot)).map((shot) => shot.request)).toEqual([]);
    console.info(
      `as Envoy comes: ${disagreeing.length} of ${shots.filter(severalFields).length} requests with a header in several fields differ`,
    );
    expect(disagreeing.length).toBeGreaterThan(0);
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
  if (delayDiffers(simulation, response)) differences.push(`delay: Envoy says ${response.headers[flagsHeader]}`);
  if (!expected.some((one) => one.answer === answer)) differences.push(`expected ${JSON.stringify(expected)}, got ${answer}`);
  if (differences.length === 0) return { answer, disagreement: undefined };
  const steps = simulation.trace.map((step) => `  ${step.matched ? "matched" : "not"}: ${step.rule}: ${step.reason}`);
  return { answer, disagreement: [JSON.stringify(sent), ...differences, ...steps].join("\n") };
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

/**
 * Whether `count` of `total` may happen with a probability of `share`: deviations as large as those refused happen less than once in 10^9
 * times (Chernoff's bound: each tail is at most e^(-total * D(count/total || share))).
 */
function isPlausible(count: number, total: number, share: number): boolean {
  const part = (found: number, wanted: number): number => (found === 0 ? 0 : found * Math.log(found / wanted));
  const found = count / total;
  return total * (part(found, share) + part(1 - found, 1 - share)) < Math.log(1e9);
}
