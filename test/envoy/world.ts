import type { SimulationRequest } from "../../server/src/core/routing/simulation";
import { staticResources } from "./bootstrap";
import { Client, type Response } from "./client";
import type { Entry } from "./entries";
import { startEnvoy } from "./process";
import { startUpstreams } from "./upstreams";

/** An Envoy that serves the tables of entries, with stubs for all their destinations. */
export interface World {
  send(entry: Entry, request: SimulationRequest): Promise<Response>;
  /** The destination that a stub stands for. */
  destinationOf(upstream: number): string;
  /** How many requests with a tag (`x-tag`) arrived at a destination, or copies of them. */
  received(destination: string, tag: string, which: "routed" | "copied"): number;
  stop(): Promise<void>;
}

/** @throws Error when Envoy refuses what was rendered */
export async function startWorld(binary: string, entries: readonly Entry[]): Promise<World> {
  const destinations = [...new Set(entries.flatMap(({ table }) => [...table.clusters.values()].map((one) => one.destination)))];
  const upstreams = await startUpstreams(destinations.length);
  const stubs = new Map(destinations.map((destination, at) => [destination, upstreams.ports[at] ?? 0]));
  const tables = new Map(entries.map((entry) => [entry.table.prefix, entry.table]));
  const envoy = await startEnvoy(
    binary,
    staticResources(tables, (destination) => stubs.get(destination) ?? 0),
  );
  const client = new Client();
  return {
    send: (entry, request) => client.send(envoy.portOf(entry.table.prefix), request),
    destinationOf: (upstream) => destinations[upstream] ?? "?",
    received: (destination, tag, which) => upstreams.received(destinations.indexOf(destination), tag, which),
    stop: async () => {
      client.close();
      await envoy.stop();
      await upstreams.close();
    },
  };
}
