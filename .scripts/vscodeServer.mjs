/** Runs a VS Code that is served to the browser. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ensureVsCode, SetupError } from "./vscodeInstall.mjs";

const startTimeoutMs = 60_000;

/** Quiet defaults: no welcome page, no assistant, no calls to a marketplace. Own settings come on top. */
const defaultSettings = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": "off",
  "extensions.ignoreRecommendations": true,
  "telemetry.telemetryLevel": "off",
};

/**
 * @typedef {object} StartOptions
 * @property {string} dataFolder user data and extensions are kept here; created where absent
 * @property {string} folder the folder to open, absolute
 * @property {readonly string[]} extensions .vsix files to install first
 * @property {number} [port] 0 or absent: a free one
 * @property {Readonly<Record<string, unknown>>} [settings] user settings of a data folder that has none yet
 * @property {boolean} [trusted] every folder counts as trusted, nothing is asked
 * @property {Readonly<Record<string, string>>} [env] added to the environment of the extensions
 * @property {(line: string) => void} [log] receives progress lines
 *
 * @typedef {object} RunningVsCode
 * @property {string} url opens the folder
 * @property {() => string} output what the server has printed so far
 * @property {Promise<void>} ended resolves when the server's process is gone
 * @property {() => Promise<void>} stop ends the server with everything that it started
 */

/**
 * Starts VS Code, after installing it where that is not done yet; resolves when its page can be asked for.
 * @param {StartOptions} options
 * @returns {Promise<RunningVsCode>}
 * @throws {SetupError}
 */
export async function startVsCode(options) {
  const log = options.log ?? (() => undefined);
  const vscode = ensureVsCode(log);
  const dirs = prepareData(options);
  for (const vsix of options.extensions) {
    log(`Installing ${vsix} ...`);
    installExtension(vscode, vsix, dirs);
  }
  log("Starting VS Code ...");
  const args = [
    vscode.entry,
    ...dirs.args,
    "--auth=none",
    `--bind-addr=127.0.0.1:${options.port ?? 0}`,
    "--disable-telemetry",
    "--disable-update-check",
    "--disable-getting-started-override",
    ...(options.trusted ? ["--disable-workspace-trust"] : []),
  ];
  // A process group of its own, so that stopping it ends the extension hosts too.
  const child = spawn(vscode.node, args, { env: serverEnvironment(options.env), stdio: ["ignore", "pipe", "pipe"], detached: true });
  return await whenListening(child, options.folder);
}

/** @param {StartOptions} options */
function prepareData({ dataFolder, settings }) {
  const user = join(dataFolder, "user-data");
  const extensions = join(dataFolder, "extensions");
  const settingsFile = join(user, "User", "settings.json");
  mkdirSync(dirname(settingsFile), { recursive: true });
  mkdirSync(extensions, { recursive: true });
  if (!existsSync(settingsFile)) writeFileSync(settingsFile, `${JSON.stringify({ ...defaultSettings, ...settings }, undefined, 2)}\n`);
  const config = join(dataFolder, "server.yaml");
  writeFileSync(config, "{}\n");
  return { args: [`--config=${config}`, `--user-data-dir=${user}`, `--extensions-dir=${extensions}`] };
}

/** @param {import('./vscodeInstall.mjs').VsCode} vscode @param {string} vsix @param {{ args: readonly string[] }} dirs */
function installExtension(vscode, vsix, dirs) {
  const args = [vscode.entry, ...dirs.args, "--install-extension", vsix, "--force"];
  const result = spawnSync(vscode.node, args, { env: serverEnvironment(), encoding: "utf8" });
  if (result.status !== 0) throw new SetupError(`${vsix} could not be installed:\n${result.stdout}${result.stderr}`);
}

/**
 * The environment without what a surrounding VS Code, npm or test runner has put there for its own children.
 * @param {Readonly<Record<string, string>>} [extra]
 */
function serverEnvironment(extra = {}) {
  const foreign = /^(VSCODE_|CODE_SERVER_|ELECTRON_|npm_|VITEST|NODE_OPTIONS$|NODE_ENV$|PORT$|PASSWORD$|HASHED_PASSWORD$)/;
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))), ...extra };
}

/**
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} child
 * @param {string} folder
 * @returns {Promise<RunningVsCode>}
 */
function whenListening(child, folder) {
  let output = "";
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => child.once("close", () => resolve()));
  const stop = () => endGroup(child, ended);
  const onExit = () => signalGroup(child, "SIGKILL");
  process.once("exit", onExit);
  ended.then(() => process.off("exit", onExit));
  return new Promise((resolve, reject) => {
    /** @param {string} reason */
    const fail = (reason) => {
      clearTimeout(timer);
      stop().then(() => reject(new SetupError(`VS Code did not start: ${reason}\n${output.trim()}`)), reject);
    };
    const timer = setTimeout(() => fail(`no answer within ${startTimeoutMs / 1000} s.`), startTimeoutMs);
    /** @param {Buffer} chunk */
    const onOutput = (chunk) => {
      output += chunk.toString();
      const address = /HTTP server listening on (http:\/\/[\d.]+:\d+)/.exec(output)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve({ url: `${address}/?folder=${encodeURIComponent(folder)}`, output: () => output, ended, stop });
    };
    child.stdout.on("data", onOutput);
    child.stderr.on("data", onOutput);
    child.once("error", (error) => fail(error.message));
    child.once("close", (code) => fail(output.includes("EADDRINUSE") ? "its port is taken." : `it ended with code ${code}.`));
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {Promise<void>} ended
 */
async function endGroup(child, ended) {
  signalGroup(child, "SIGTERM");
  const timer = setTimeout(() => signalGroup(child, "SIGKILL"), 5_000);
  await ended;
  clearTimeout(timer);
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}
