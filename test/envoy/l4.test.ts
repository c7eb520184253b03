import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Simulation, SimulationRequest } from "../../server/src/core/routing/simulation";
import { inParallel } from "./client";
import { clientHello, exchange, startTcpUpstreams } from "./connections";
import { envoyBinary } from "./install";
import { addresses, l4Configuration, serverNames } from "./l4Configurations";
import { type L4Entry, l4EntriesOf } from "./l4Entries";
import { isPlausible } from "./plausible";
import { type RunningEnvoy, startEnvoy } from "./process";
import { type Random, randomFrom } from "./random";
import { destinationName } from "./render";

const seed = 20261128;
const configurations = 120;
const connectionsPerListener = 12;
const refusedListeners = 4;
const weightedRules = 10;
const connectionsPerWeightedRule = 300;

/** Of the answers that a comparison has to have seen, at least so many each. */
const least = { outbound: 800, closed: 300 };

const binary = envoyBinary();
if ("missing" in binary) console.warn(`The model is not compared with Envoy: ${binary.missing}`);

interface Attempt {
  readonly entry: L4Entry;
  readonly address: string;
  readonly sni: string | undefined;
  readonly request: SimulationRequest;
  readonly simulation: Simulation;
}

describe.skipIf("missing" in binary)("the route model and Envoy agree on connections", () => {
  const path = "path" in binary ? binary.path : "";
  const destinations: string[] = [];
  const hellos = new Map<string, Buffer>();
  let attempts: readonly Attempt[] = [];
  let refused: readonly L4Entry[] = [];
  let upstreams: Awaited<ReturnType<typeof startTcpUpstreams>>;
  let envoy: RunningEnvoy;

  beforeAll(async () => {
    const random = randomFrom(seed);
    const all = Array.from({ length: configurations }, (_, at) =>
      l4EntriesOf(l4Configuration(random, at % 2 === 0 ? "sidecar" : "gateway"), `c${at}|`),
    ).flat();
    const entries = all.filter((one) => !one.refused);
    refused = all.filter((one) => one.refused);
    attempts = entries.flatMap((entry) => Array.from({ length: connectionsPerListener }, () => attemptAt(random, entry)));
    for (const name of serverNames) hellos.set(name, await clientHello(name));
    destinations.push(...new Set(entries.flatMap((one) => [...one.clusters.values()])));
    upstreams = await startTcpUpstreams(destinations.length);
    envoy = await startEnvoy(
      path,
      resourcesOf(entries, (destination) => upstreams.ports[destinations.indexOf(destination)] ?? 0),
    );
  });
  afterAll(async () => {
    await envoy?.stop();
    await upstreams?.close();
  });

  /** The destination that was reached, or `closed`. */
  async function observed({ entry, address, sni }: Attempt): Promise<string> {
    const bytes = sni === undefined ? Buffer.from("hello\r\n") : hellos.get(sni);
    if (bytes === undefined) throw new Error(`no handshake for ${sni}`);
    const answer = await exchange(address, envoy.portOf(entry.name, address), bytes);
    return answer === "" ? "closed" : (destinations[Number(answer)] ?? answer);
  }

  test(`by server name, address and rule, in ${configurations} configurations`, async () => {
    const seen = new Map<string, number>();
    const disagreements: string[] = [];
    await inParallel(attempts, 16, async (attempt) => {
      const expected = expectedShares(attempt.simulation);
      const answer = await observed(attempt);
      const kind = answer.split("|")[0] ?? "";
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
      if (!expected.has(answer)) {
        const steps = attempt.simulation.trace.map((step) => `  ${step.matched ? "matched" : "not"}: ${step.rule}: ${step.reason}`);
        disagreements.push([JSON.stringify(attempt.request), `expected ${[...expected.keys()]}, got ${answer}`, ...steps].join("\n"));
      }
    });
    console.info(`connections: ${[...seen].map(([kind, count]) => `${kind} ${count}`).join(", ")}`);
    expect(disagreements.length, disagreements.slice(0, 10).join("\n\n")).toBe(0);
    for (const [kind, count] of Object.entries(least)) expect(seen.get(kind) ?? 0, kind).toBeGreaterThanOrEqual(count);
  });

  test(`on ${refusedListeners} listeners that are refused`, async () => {
    const some = refused.slice(0, refusedListeners);
    expect(some.length).toBe(refusedListeners);
    for (const entry of some) {
      const { from, host, port } = entry;
      expect(entry.simulator.simulate({ from, host, port, scheme: "tls" }).outcome.type).toBe("no-listener");
      await expect(
        startEnvoy(
          path,
          resourcesOf([entry], () => 1),
        ),
      ).rejects.toThrow(/overlapping matching rules|the same matching rules/);
    }
  });

  test(`on the shares of ${weightedRules} weighted rules`, async () => {
    const ofRule = new Map<string, Attempt>();
    for (const attempt of attempts.filter(({ simulation }) => expectedShares(simulation).size > 1)) {
      const deciding = attempt.simulation.trace.findLast((step) => step.matched);
      const key = `${attempt.entry.name} ${deciding?.rule}`;
      if (!ofRule.has(key)) ofRule.set(key, attempt);
    }
    const weighted = [...ofRule.values()].slice(0, weightedRules);
    expect(weighted.length).toBe(weightedRules);
    for (const attempt of weighted) {
      const counts = new Map<string, number>();
      await inParallel(Array.from({ length: connectionsPerWeightedRule }), 16, async () => {
        const answer = await observed(attempt);
        counts.set(answer, (counts.get(answer) ?? 0) + 1);
      });
      for (const [answer, share] of expectedShares(attempt.simulation)) {
        const count = counts.get(answer) ?? 0;
        expect(isPlausible(count, connectionsPerWeightedRule, share / 100), `${answer}: ${share} %, seen ${count} times`).toBe(true);
      }
    }
  });
});

function attemptAt(random: Random, entry: L4Entry): Attempt {
  const address = random.pick(addresses);
  const sni = random.chance(75) ? random.pick(serverNames) : undefined;
  const { from, host, port } = entry;
  const request: SimulationRequest =
    sni === undefined ? { from, scheme: "tcp", host, port, address } : { from, scheme: "tls", host, port, address, sni };
  return { entry, address, sni, request, simulation: entry.simulator.simulate(request) };
}

/** In percent, by destination or `closed`. */
function expectedShares({ outcome }: Simulation): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  if (outcome.destinations.length === 0) shares.set("closed", 100);
  for (const one of outcome.destinations) {
    const answer = one.problem === undefined ? destinationName(one) : "closed";
    shares.set(answer, (shares.get(answer) ?? 0) + one.share);
  }
  return shares;
}

function resourcesOf(entries: readonly L4Entry[], portOf: (destination: string) => number): object {
  const at = (address: string, port_value: number): object => ({ socket_address: { address, port_value } });
  const [first, ...more] = addresses;
  return {
    listeners: entries.map(({ name, chains }) => ({
      name,
      address: at(first, 0),
      additional_addresses: more.map((one) => ({ address: at(one, 0) })),
      listener_filters: [
        {
          name: "envoy.filters.listener.tls_inspector",
          typed_config: { "@type": "type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector" },
        },
      ],
      filter_chains: chains,
    })),
    clusters: entries.flatMap(({ clusters }) =>
      [...clusters].map(([name, destination]) => ({
        name,
        type: "STATIC",
        connect_timeout: "5s",
        load_assignment: {
          cluster_name: name,
          endpoints: [{ lb_endpoints: [{ endpoint: { address: at("127.0.0.1", portOf(destination)) } }] }],
        },
      })),
    ),
  };
}
