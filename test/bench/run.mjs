/**
 * npm run bench [-- WORKDIR] [-- --rounds N]: compares the built server with yaml-language-server and with the time that parsing alone takes,
 * side by side in one run, by the benchmarks in ../shared/bench. Prints a table of anchors, ours and ratios.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const shared = join(root, "../shared/bench");
const [first, ...rest] = process.argv.slice(2);
const named = first !== undefined && !first.startsWith("--");
const cache = process.env.ISTIO_TRAFFIC_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "istio-traffic");
const work = named ? first : join(cache, "bench");
const options = named ? rest : process.argv.slice(2);

if (!existsSync(shared)) {
  console.error(`The benchmarks are not here: they are read from ${shared}.`);
  process.exit(2);
}
run("bash", [join(shared, "setup.sh"), work, ...(options.includes("--big") ? ["big"] : [])]);
run("node", [join(work, "goals.mjs"), "--ours", `node ${join(root, "dist/server.js")} --stdio`, ...options]);

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: "inherit" });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
