/**
 * Obtains a current VS Code that is served to the browser (code-server), with a Node runtime to run it, from npm into a
 * cache folder outside the work tree. An installation is made under a temporary name and renamed when it is complete,
 * so that an interrupted one is never taken for a whole one.
 */
import { spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const codeServerVersion = "4.139.1";
/** A compiler driver of our own: the one that Debian patches into its npm links modules to the Node of the distribution. */
const nodeGypVersion = "13.1.0";
const nativeModules = ["@vscode/spdlog", "@vscode/native-watchdog", "@vscode/sqlite3", "node-pty"];
const projectRoot = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * An installed VS Code: absolute paths of the Node runtime and of the server's script.
 * @typedef {{ readonly node: string, readonly entry: string }} VsCode
 */

/** A reason the user can act upon, told in one sentence. */
export class SetupError extends Error {}

/** The machine lacks something: a compiler, the network, or a platform that is supported. */
export class MissingPrerequisite extends SetupError {}

/**
 * The cache folder of this project: $ISTIO_TRAFFIC_CACHE, else `istio-traffic` in the user's cache folder.
 * @returns {string}
 */
export function cacheFolder() {
  const { ISTIO_TRAFFIC_CACHE: own, XDG_CACHE_HOME: xdg } = process.env;
  return own || join(xdg || join(homedir(), ".cache"), "istio-traffic");
}

/**
 * Returns the installed VS Code, after installing it where the cache has none.
 * @param {(line: string) => void} log receives progress lines
 * @returns {VsCode}
 * @throws {SetupError}
 */
export function ensureVsCode(log) {
  const folder = join(cacheFolder(), `vscode-${codeServerVersion}`);
  if (!existsSync(folder)) install(folder, log);
  return locate(folder);
}

/** @param {string} folder @returns {VsCode} */
function locate(folder) {
  return {
    node: join(folder, "node_modules", runtimePackage(), "bin", "node"),
    entry: join(folder, "node_modules", "code-server", "out", "node", "entry.js"),
  };
}

/** @param {string} folder @param {(line: string) => void} log */
function install(folder, log) {
  requireBuildTools();
  const started = Date.now();
  const work = `${folder}.part-${process.pid}`;
  removeAbandoned(folder);
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, "package.json"), '{ "private": true }\n');
  log(`Installing VS Code (code-server ${codeServerVersion}) into ${folder}, once; about two minutes and 800 MB.`);

  const npm = npmRunner(work);
  const vscode = join(work, "node_modules", "code-server", "lib", "vscode");
  log("  1/4 Fetching code-server and its Node runtime ...");
  const tools = [`${runtimePackage()}@${projectNodeVersion()}`, `node-gyp@${nodeGypVersion}`];
  npm(work, "install", "--ignore-scripts", `code-server@${codeServerVersion}`, ...tools);
  log("  2/4 Fetching the packages of VS Code ...");
  npm(vscode, "install", "--omit=dev", "--ignore-scripts");
  log("  3/4 Fetching the packages of its built-in extensions ...");
  npm(join(vscode, "extensions"), "install", "--omit=dev", "--ignore-scripts");
  log("  4/4 Compiling its native modules (about a minute) ...");
  npm(vscode, "rebuild", "--ignore-scripts=false", ...nativeModules);
  symlinkSync("node_modules", join(vscode, "node_modules.asar"));
  requireNativeModules(locate(work).node, vscode);

  if (existsSync(folder)) rmSync(work, { recursive: true });
  else renameSync(work, folder);
  log(`VS Code installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

function requireBuildTools() {
  if (process.platform === "win32") {
    throw new MissingPrerequisite(
      "On Windows VS Code cannot be served to the browser: install VS Code with its command `code` on the PATH.",
    );
  }
  const missing = ["make", "g++", "python3"].filter((tool) => !isOnPath(tool));
  if (missing.length === 0) return;
  const hint =
    process.platform === "darwin" ? "xcode-select --install" : `on Debian or Ubuntu: sudo apt-get install -y ${missing.join(" ")}`;
  throw new MissingPrerequisite(`To compile the native modules of VS Code, ${missing.join(", ")} must be installed (${hint}).`);
}

/**
 * @param {string} command
 * @returns {boolean}
 */
export function isOnPath(command) {
  const suffixes = process.platform === "win32" ? [".cmd", ".exe"] : [""];
  return (process.env.PATH ?? "").split(delimiter).some((entry) => suffixes.some((suffix) => existsSync(join(entry, command + suffix))));
}

/**
 * Removes half-finished installations of processes that have ended.
 * @param {string} folder
 */
function removeAbandoned(folder) {
  const parent = dirname(folder);
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const pid = /\.part-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(parent, name), { recursive: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** The npm package that holds a Node runtime for this platform together with its headers. */
function runtimePackage() {
  const prefix = process.platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  return `${prefix}-${process.platform}-${process.arch}`;
}

function projectNodeVersion() {
  /** @type {{ version: string }} */
  const manifest = JSON.parse(readFileSync(join(projectRoot, "node_modules", "node", "package.json"), "utf8"));
  return manifest.version;
}

/**
 * A function that runs npm in a folder, on the Node runtime of the installation as soon as it is there.
 * @param {string} work
 */
function npmRunner(work) {
  const runtime = join(work, "node_modules", runtimePackage());
  const logFile = join(work, "install.log");
  /** @param {string} cwd @param {readonly string[]} args */
  return (cwd, ...args) => {
    const env = {
      ...withoutNpmContext(process.env),
      PATH: [join(runtime, "bin"), process.env.PATH].join(delimiter),
      npm_config_nodedir: runtime,
      npm_config_audit: "false",
      npm_config_fund: "false",
      npm_config_loglevel: "error",
      JOBS: "max",
    };
    const output = openSync(logFile, "a");
    const result = spawnSync("npm", args, { cwd, env, stdio: ["ignore", output, output] });
    closeSync(output);
    if (result.error) throw new SetupError(`npm could not be started: ${result.error.message}`);
    if (result.status !== 0) throw failureOf(args.join(" "), readFileSync(logFile, "utf8"));
  };
}

/**
 * Leaves out what npm tells its scripts about the package they belong to.
 * @param {NodeJS.ProcessEnv} env
 */
function withoutNpmContext(env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(npm_(package|lifecycle)_|npm_config_(local|global)?_?prefix$|INIT_CWD$)/.test(name)),
  );
}

/** @param {string} command @param {string} output */
function failureOf(command, output) {
  const tail = output.trimEnd().split("\n").slice(-15).join("\n");
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH/.test(tail)) {
    const sentence = "VS Code could not be fetched, because npm cannot reach its registry (no network, or a proxy that npm does not know).";
    return new MissingPrerequisite(`${sentence}\n${tail}`);
  }
  return new SetupError(`VS Code could not be installed: "npm ${command}" failed.\n${tail}`);
}

/**
 * Loads every native module once, so that a broken build is found now and not by a window that stays empty.
 * @param {string} node @param {string} vscode
 */
function requireNativeModules(node, vscode) {
  const script = nativeModules.map((name) => `require(${JSON.stringify(name)});`).join("");
  const result = spawnSync(node, ["-e", script], { cwd: vscode, encoding: "utf8" });
  if (result.status !== 0) throw new SetupError(`The native modules of VS Code do not load:\n${result.stderr.trim()}`);
}
