import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface RunningEnvoy {
  readonly stop: () => Promise<void>;
}

/**
 * Starts Envoy with a static configuration and waits until it is ready (at most 30 s). Its admin interface listens on `adminPort` of the
 * loopback address. `runtime` sets runtime features.
 * @throws Error with Envoy's own words when it refuses the configuration
 */
export async function startEnvoy(
  binary: string,
  staticResources: object,
  adminPort: number,
  runtime: Readonly<Record<string, boolean>> = {},
): Promise<RunningEnvoy> {
  const folder = mkdtempSync(join(tmpdir(), "istio-traffic-envoy-"));
  const file = join(folder, "envoy.json");
  const admin = { address: { socket_address: { address: "127.0.0.1", port_value: adminPort } } };
  const layers = [{ name: "static", static_layer: runtime }];
  writeFileSync(file, JSON.stringify({ admin, static_resources: staticResources, layered_runtime: { layers } }));
  const child = spawn(binary, ["-c", file, "--concurrency", "1", "--disable-hot-restart", "--log-level", "error"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    log = (log + text).slice(-4000);
  });
  const stop = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + 30_000;
  while (!(await isReady(adminPort))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`Envoy did not start: ${log.trim()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { stop };
}

function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    request({ host: "127.0.0.1", port, path: "/ready" }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    })
      .on("error", () => resolve(false))
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
