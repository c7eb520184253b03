/**
 * Bundles what the extension, the command line and the picture run from: sources on the left, files of dist/ on the right; and writes
 * beside them the licences of the packages that the bundles contain.
 */
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { thirdPartyNotices } from "./notices.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
/** VS Code since 1.101 runs its extensions on Node 22 or newer. */
const node = /** @type {const} */ ({ platform: "node", format: "cjs", target: "node22", supported: { "dynamic-import": false } });
const browser = /** @type {const} */ ({ platform: "browser", target: "es2023" });

/**
 * The cluster side stays a file of its own, which the extension loads when a command first needs a cluster.
 * @type {import('esbuild').Plugin}
 */
const lazyKube = {
  name: "lazy-kube",
  setup: ({ onResolve }) => onResolve({ filter: /\/kube\/entry$/ }, () => ({ path: "./kube.js", external: true })),
};

/** @typedef {Omit<import('esbuild').BuildOptions, 'entryPoints'> & { entryPoints: Readonly<Record<string, string>> }} Bundle */

/** @type {readonly Bundle[]} */
const bundles = [
  { ...node, entryPoints: { server: "server/src/lsp/main-node.ts" } },
  { ...node, entryPoints: { cli: "server/src/cli/main.ts" }, banner: { js: "#!/usr/bin/env node" } },
  { ...node, entryPoints: { extension: "client/src/main-node.ts" }, external: ["vscode"], plugins: [lazyKube] },
  { ...node, entryPoints: { kube: "client/src/kube/entry.ts" } },
  { ...browser, format: "iife", entryPoints: { "webview/main": "client/src/routeView/webview/main.ts" } },
  { ...browser, entryPoints: { "webview/style": "client/src/routeView/webview/style.css" } },
  { ...browser, format: "cjs", entryPoints: { "browser/extension": "client/src/main-browser.ts" }, external: ["vscode"] },
  { ...browser, format: "iife", entryPoints: { "browser/server": "server/src/lsp/main-browser.ts" } },
];

const outcomes = await Promise.allSettled(bundles.filter(isPresent).map(bundle));
for (const outcome of outcomes) {
  if (outcome.status === "rejected") {
    // esbuild has printed where the errors of the sources are.
    if (!Array.isArray(outcome.reason?.errors)) throw outcome.reason;
    process.exitCode = 1;
  } else
    for (const [file, bytes] of outcome.value.sizes) console.log(`${file.padEnd(28)} ${String(Math.ceil(bytes / 1024)).padStart(6)} kB`);
}
const inputs = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? outcome.value.inputs : []));
if (inputs.length > 0) writeFileSync(join(root, "dist/third-party-notices.txt"), thirdPartyNotices(root, inputs));

/** @param {Bundle} options */
function isPresent({ entryPoints }) {
  const missing = Object.values(entryPoints).filter((file) => !existsSync(join(root, file)));
  for (const file of missing) console.log(`skipped: ${file} does not exist yet`);
  return missing.length === 0;
}

/**
 * @param {Bundle} options
 * @returns {Promise<{ readonly sizes: readonly (readonly [file: string, bytes: number])[], readonly inputs: readonly string[] }>}
 */
async function bundle(options) {
  const { metafile } = await build({
    ...options,
    absWorkingDir: root,
    outdir: "dist",
    bundle: true,
    minify: true,
    metafile: true,
    logLevel: "warning",
  });
  const sizes = Object.entries(metafile.outputs).map(([file, { bytes }]) => /** @type {const} */ ([file, bytes]));
  return { sizes, inputs: Object.keys(metafile.inputs) };
}
