/**
 * Makes the dependencies present before another script needs them: installs them when node_modules is absent or older
 * than package-lock.json. Runs on Node 20 without any package, because it is the first thing a fresh clone executes.
 */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const minimumNode = 20;
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const lockFile = join(root, "package-lock.json");
/** npm writes this file last, so that it is missing or old after an interrupted installation. */
const installedFile = join(root, "node_modules", ".package-lock.json");
/** What a npm that runs this for a global installation (of this package, from git) hands down about where to install what. */
const handedDown = ["global", "location", "prefix", "global_prefix", "local_prefix", "omit", "include"].map((name) => `npm_config_${name}`);

main();

function main() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < minimumNode) fail(`Node ${minimumNode} or newer is needed, this is ${process.version}.`);
  if (isUpToDate()) return;
  console.log("Installing the dependencies ...");
  const started = Date.now();
  // Not `npm ci`: it refuses where a registry mirror lacks an optional package of some other platform.
  const result = runNpm(["install", "--include=dev", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (result.error) fail(`npm could not be started: ${result.error.message}`);
  if (result.status !== 0) fail("npm install failed (see above). With a network connection, run the same command again.");
  if (!hasProjectNode()) {
    fail('npm did not run the install script of the package "node" (ignore-scripts?). Run: npm rebuild node --ignore-scripts=false');
  }
  console.log(`Dependencies installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

function isUpToDate() {
  return existsSync(installedFile) && statSync(installedFile).mtimeMs >= statSync(lockFile).mtimeMs && hasProjectNode();
}

/** The package `node` brings the Node version that the tools and tests run on. */
function hasProjectNode() {
  const bin = join(root, "node_modules", ".bin");
  return existsSync(join(bin, "node")) || existsSync(join(bin, "node.cmd"));
}

/** @param {readonly string[]} args */
function runNpm(args) {
  const options = { cwd: root, stdio: /** @type {const} */ ("inherit"), env: environment() };
  const npmCli = process.env.npm_execpath;
  if (npmCli !== undefined && /npm-cli\.c?js$/.test(npmCli)) return spawnSync(process.execPath, [npmCli, ...args], options);
  return spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
}

/**
 * node_modules/.bin is left out of the PATH: the installation replaces the very `node` that would run it. `prepare` is told that
 * it is not needed.
 */
function environment() {
  const bin = join(root, "node_modules", ".bin");
  const path = (process.env.PATH ?? "").split(delimiter).filter((entry) => entry !== bin);
  const inherited = Object.entries(process.env).filter(([name]) => !handedDown.includes(name.toLowerCase()));
  return { ...Object.fromEntries(inherited), PATH: path.join(delimiter), ISTIO_TRAFFIC_SETUP: "1" };
}

/** @param {string} message */
function fail(message) {
  console.error(`\nSet-up failed: ${message}`);
  process.exit(1);
}
