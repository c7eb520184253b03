/**
 * Builds. npm runs this after an installation in a clone, before packing, and when the package is installed from git,
 * as the pre-commit framework does. In the last case npm hands down that the outer installation is a global one, and so has not
 * installed what the build needs: the set-up does.
 */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const scripts = dirname(fileURLToPath(import.meta.url));

// The set-up installs for a script that builds by itself.
if (process.env.ISTIO_TRAFFIC_SETUP === undefined) {
  run("setup.mjs");
  run("build.mjs");
}

/** @param {string} script */
function run(script) {
  const { status, error } = spawnSync(process.execPath, [join(scripts, script)], { stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
