import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface RunningEnvoy {
  /** The port on which a listener ended up, by its first address or the one that is named. */
  portOf(listener: string, address?: string): number;
  stop(): Promise<void>;
}

/** Runtime features as Istio's bootstrap sets them, as far as requests are concerned (pkg/bootstrap/config.go, extractRuntimeFlags). */
const runtime = { "envoy.reloadable_features.http_reject_path_with_fragment": false, "re2.max_program_size.error_level": 32768 };

/**
 * Starts Envoy with a static configuration and waits until it is ready (at most 30 s). Its listeners may leave the port to the system (0).
 * @throws Error with Envoy's own words when it refuses the configuration
 */
export async function startEnvoy(binary: string, staticResources: object): Promise<RunningEnvoy> {
  const folder = mkdtempSync(join(tmpdir(), "istio-traffic-envoy-"));
  const file = join(folder, "envoy.json");
  const adminFile = join(folder, "admin");
  const admin = { address: { socket_address: { address: "127.0.0.1", port_value: 0 } } };
  const layers = [{ name: "static", static_layer: runtime }];
  writeFileSync(file, JSON.stringify({ admin, static_resources: staticResources, layered_runtime: { layers } }));
  const options = ["--admin-address-path", adminFile, "--concurrency", "1", "--disable-hot-restart", "--log-level", "error"];
  const child = spawn(binary, ["-c", file, ...options], { stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    log = (log + text).slice(-4000);
  });
  const stop = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + 30_000;
  while ((await askAdmin(adminFile, "/ready")) === undefined) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`Envoy did not start: ${log.trim()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const ports = portsByName((await askAdmin(adminFile, "/listeners?format=json")) ?? "{}");
  return { portOf: (listener, address) => ports.get(address === undefined ? listener : `${listener} ${address}`) ?? 0, stop };
}

interface Address {
  readonly socket_address: { readonly address: string; readonly port_value: number };
}

interface Listeners {
  readonly listener_statuses?: readonly {
    readonly name: string;
    readonly local_address: Address;
    readonly additional_local_addresses?: readonly Address[];
  }[];
}

/** By `listener`, and by `listener address`. */
function portsByName(json: string): ReadonlyMap<string, number> {
  const { listener_statuses: all = [] } = JSON.parse(json) as Listeners;
  return new Map(
    all.flatMap(({ name, local_address: first, additional_local_addresses: more = [] }) => [
      [name, first.socket_address.port_value] as const,
      ...[first, ...more].map(({ socket_address: one }) => [`${name} ${one.address}`, one.port_value] as const),
    ]),
  );
}

/** What the admin interface answers with 200; undefined while it does not. Envoy writes its address into a file. */
function askAdmin(addressFile: string, path: string): Promise<string | undefined> {
  const port = existsSync(addressFile) ? /:(\d+)\s*$/.exec(readFileSync(addressFile, "utf8"))?.[1] : undefined;
  if (port === undefined) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    request({ host: "127.0.0.1", port, path }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.on("end", () => resolve(response.statusCode === 200 ? body : undefined));
    })
      .on("error", () => resolve(undefined))
      .end();
  });
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
