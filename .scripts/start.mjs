/**
 * Builds the extension and opens a folder with it: in the desktop VS Code where there is one, else in a VS Code that is
 * served to the browser until Ctrl-C.
 */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { cacheFolder, isOnPath, SetupError } from "./vscodeInstall.mjs";
import { startVsCode } from "./vscodeServer.mjs";

const usage = `Usage: npm start -- [options] [FOLDER]

Opens FOLDER (the sample mesh if none is given) in VS Code with this extension.

  --browser    serve VS Code to the browser even where the desktop VS Code is installed
  --port N     port of the served VS Code (any free one if absent)
  --once       serve VS Code, check that its page answers, and end
  --help       print this`;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const sampleFolder = join(root, "test", "fixtures", "rollouts");
const vsix = join(root, "dist", "istio-traffic.vsix");
const log = console.log;

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}

async function main() {
  const options = readArguments();
  if (options === "help") {
    log(usage);
    return 0;
  }
  runScript("build");
  runScript("package");
  if (!options.browser && !options.once && hasDesktop() && openInDesktop(options.folder)) return 0;
  return await serve(options);
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { browser: { type: "boolean" }, port: { type: "string" }, once: { type: "boolean" }, help: { type: "boolean" } },
    });
    if (values.help) return "help";
    if (positionals.length > 1) throw new SetupError("Only one folder can be opened.");
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new SetupError(`${values.port} is not a port.`);
    return { browser: values.browser === true, once: values.once === true, port, folder: existingFolder(positionals[0]) };
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

/** @param {string | undefined} argument relative to where npm was called */
function existingFolder(argument) {
  const folder = argument === undefined ? sampleFolder : resolve(process.env.INIT_CWD ?? process.cwd(), argument);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new SetupError(`${folder} is not a folder.`);
  return folder;
}

/** @param {string} name */
function runScript(name) {
  const result = spawnSync("npm", ["run", "--silent", name], { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (result.status !== 0) throw new SetupError(`npm run ${name} failed.`);
}

/** `code` alone does not help where no window can be shown, unless it talks to a VS Code that runs elsewhere. */
function hasDesktop() {
  if (!isOnPath("code")) return false;
  const { DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME, VSCODE_IPC_HOOK_CLI } = process.env;
  return process.platform !== "linux" || [DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME, VSCODE_IPC_HOOK_CLI].some(Boolean);
}

/**
 * @param {string} folder
 * @returns {boolean} false where `code` refused
 */
function openInDesktop(folder) {
  const isRoot = process.getuid?.() === 0;
  const asRoot = isRoot ? ["--no-sandbox", "--user-data-dir", join(cacheFolder(), "desktop")] : [];
  const code = (/** @type {string[]} */ ...args) =>
    spawnSync("code", [...asRoot, ...args], { stdio: "inherit", shell: process.platform === "win32" }).status === 0;
  log("Opening the desktop VS Code ...");
  if (code("--install-extension", vsix, "--force") && code(folder)) {
    log(`Opened ${folder} in VS Code, with the extension installed.`);
    return true;
  }
  log("The command `code` failed; VS Code is served to the browser instead.");
  return false;
}

/** @param {{ folder: string, port: number, once: boolean }} options */
async function serve({ folder, port, once }) {
  const dataFolder = join(cacheFolder(), "start");
  const vscode = await startVsCode({ dataFolder, folder, port, extensions: [vsix], trusted: folder === sampleFolder, log });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.once(signal, () => void vscode.stop());
  if (once) {
    const answer = await fetch(vscode.url);
    await vscode.stop();
    log(`${vscode.url} answered ${answer.status}.`);
    return answer.ok ? 0 : 1;
  }
  log(`\nVS Code with the extension and ${folder} is at\n\n  ${vscode.url}\n\nPress Ctrl-C to end it.`);
  await vscode.ended;
  return 0;
}
