/** Types, lint, layers and dead code: runs every check, also after one has failed, and tells which ones did. */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const projects = ["server/src/core", "server", "client", "client/src/routeView/webview", "test", ".scripts"];

/** @type {readonly (readonly [title: string, command: string, ...args: string[]])[]} */
const checks = [
  ...projects.map((project) => /** @type {const} */ ([`types of ${project}`, "tsc", "-p", project])),
  ["format and lint", "biome", "check", "--error-on-warnings"],
  ["layers", "depcruise", "--config", ".dependency-cruiser.cjs", "server", "client"],
  ["dead code", "knip", "--no-progress"],
];

const failed = checks.filter((check) => !run(check)).map(([title]) => title);
console.log(failed.length === 0 ? "\nAll checks passed." : `\nFailed: ${failed.join(", ")}.`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** @param {(typeof checks)[number]} check */
function run([title, command, ...args]) {
  console.log(`\n── ${title}`);
  const started = Date.now();
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (result.error) console.error(`${command} could not be started: ${result.error.message}`);
  console.log(`${result.status === 0 ? "passed" : "FAILED"} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return result.status === 0;
}
