import { type AddressInfo, createServer } from "node:net";
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
  stop(): Promise<void>;
}

/** @throws Error when Envoy refuses what was rendered */
export async function startWorld(binary: string, entries: readonly Entry[], runtime: Readonly<Record<string, boolean>>): Promise<World> {
  const destinations = [...new Set(entries.flatMap(({ table }) => [...table.clusters.values()].map((one) => one.destination)))];
  const upstreams = await startUpstreams(destinations.length);
  const stubs = new Map(destinations.map((destination, at) => [destination, upstreams.ports[at] ?? 0]));
  const [adminPort = 0, ...ports] = await freePorts(entries.length + 1);
  const portOf = new Map(entries.map((entry, at) => [entry, ports[at] ?? 0]));
  const tables = [...portOf].map(([{ table }, port]) => ({ table, port }));
  const envoy = await startEnvoy(
    binary,
    staticResources(tables, (destination) => stubs.get(destination) ?? 0),
    adminPort,
    runtime,
  );
  const client = new Client();
  return {
    send: (entry, request) => client.send(portOf.get(entry) ?? 0, request),
    destinationOf: (upstream) => destinations[upstream] ?? "?",
    stop: async () => {
      client.close();
      await envoy.stop();
      await upstreams.close();
    },
  };
}

/** Ports of the loopback address that are free now. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listening));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listening(): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}
