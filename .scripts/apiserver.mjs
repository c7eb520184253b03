/**
 * Prints the folder that holds `etcd` and `kube-apiserver` for the tests against a real API server: the one that
 * KUBEBUILDER_ASSETS names, else a cache folder, into which both are built with Go from test/cluster/binaries where it has none.
 * Ends with code 3 and one sentence on stderr where there are neither binaries nor Go.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder, isOnPath } from "./vscodeInstall.mjs";

const moduleFolder = join(dirname(fileURLToPath(import.meta.url)), "..", "test", "cluster", "binaries");
const suffix = process.platform === "win32" ? ".exe" : "";
const unavailable = 3;

main();

function main() {
  const given = process.env.KUBEBUILDER_ASSETS;
  if (given !== undefined && isComplete(given)) return console.log(given);
  const manifest = readFileSync(join(moduleFolder, "go.mod"), "utf8");
  const folder = join(cacheFolder(), `apiserver-${versionOf(manifest)}`);
  if (!isComplete(folder)) {
    requireGo(manifest);
    build(folder);
  }
  console.log(folder);
}

/** @param {string} folder */
function isComplete(folder) {
  return ["etcd", "kube-apiserver"].every((name) => existsSync(join(folder, name + suffix)));
}

/** @param {string} manifest */
function versionOf(manifest) {
  const version = /^\tk8s\.io\/kubernetes (v\S+)$/m.exec(manifest)?.[1];
  if (version === undefined) throw new Error("go.mod requires no k8s.io/kubernetes");
  return version;
}

/** @param {string} manifest */
function requireGo(manifest) {
  const needed = /^go (\d+)\.(\d+)/m.exec(manifest)?.slice(1).map(Number) ?? [];
  if (!isOnPath("go"))
    stop(`there is no Go ${needed.join(".")} to build kube-apiserver with, and KUBEBUILDER_ASSETS names no folder with it.`);
  const found =
    /go(\d+)\.(\d+)/
      .exec(spawnSync("go", ["env", "GOVERSION"], { encoding: "utf8" }).stdout)
      ?.slice(1)
      .map(Number) ?? [];
  const [major = 0, minor = 0] = found;
  const [neededMajor = 0, neededMinor = 0] = needed;
  if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
    stop(`kube-apiserver is built with Go ${needed.join(".")} or newer, this is Go ${found.join(".")}.`);
  }
}

/**
 * Compiles without optimisation, which takes two thirds of the time and serves a test as well. The compiler's cache of more than
 * a gigabyte lives beside the result until the build is complete, so that an interrupted one goes on where it ended.
 * @param {string} folder
 */
function build(folder) {
  const started = Date.now();
  const work = `${folder}.part-${process.pid}`;
  const compilerCache = `${folder}.go-cache`;
  mkdirSync(work, { recursive: true });
  console.error(`Building etcd and kube-apiserver into ${folder}, once; two to five minutes.`);
  compile("go.etcd.io/etcd/server/v3", join(work, `etcd${suffix}`), compilerCache);
  compile("k8s.io/kubernetes/cmd/kube-apiserver", join(work, `kube-apiserver${suffix}`), compilerCache);
  rmSync(folder, { recursive: true, force: true });
  renameSync(work, folder);
  rmSync(compilerCache, { recursive: true, force: true });
  console.error(`etcd and kube-apiserver built in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** @param {string} source @param {string} file @param {string} compilerCache */
function compile(source, file, compilerCache) {
  const env = { ...process.env, CGO_ENABLED: "0", GOCACHE: compilerCache, GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" };
  const args = ["build", "-ldflags=-s -w", "-gcflags=all=-N -l -dwarf=false", "-o", file, source];
  const result = spawnSync("go", args, { cwd: moduleFolder, env, stdio: ["ignore", 2, 2] });
  if (result.error) throw result.error;
  if (result.status !== 0) {
    console.error(`go build ${source} failed (see above).`);
    process.exit(1);
  }
}

/** @param {string} why */
function stop(why) {
  console.error(`The tests against an API server are skipped: ${why}`);
  process.exit(unavailable);
}
