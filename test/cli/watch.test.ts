import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TestFolder } from "../helpers/folder";
import { mesh, missingSubset } from "../helpers/mesh";

interface WatchReport {
  readonly time?: string;
  readonly changes?: {
    readonly added: readonly string[];
    readonly changed: readonly string[];
    readonly removed: readonly string[];
    readonly settings: boolean;
  };
  readonly files: number;
  readonly findings: readonly { readonly code: string; readonly file: string; readonly severity: string }[];
}

/** Longer than any of this takes on a busy machine; nothing waits for it to pass. */
const patience = 20_000;

const tool = new TestFolder();
const bundle = tool.at("cli.js");
let folder: TestFolder;
let running: Watching | undefined;

beforeAll(async () => {
  const entry = fileURLToPath(new URL("../../server/src/cli/main.ts", import.meta.url));
  await build({ entryPoints: [entry], bundle: true, platform: "node", format: "cjs", target: "node22", outfile: bundle });
});
afterAll(() => tool.remove());
beforeEach(() => {
  folder = new TestFolder(mesh);
});
afterEach(() => {
  running?.kill();
  running = undefined;
  folder.remove();
});

/** The command line in a process of its own, with what it has printed. */
class Watching {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown[]>;
  readonly #listeners = new Set<() => void>();
  out = "";
  err = "";

  constructor(args: readonly string[]) {
    const child = spawn(process.execPath, [bundle, "check", "--watch", ...args], { cwd: folder.path, stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    this.#exit = once(child, "exit");
    child.stdout.setEncoding("utf8").on("data", (text: string) => this.#take(() => (this.out += text)));
    child.stderr.setEncoding("utf8").on("data", (text: string) => this.#take(() => (this.err += text)));
    child.on("exit", () => this.#take(() => {}));
  }

  static async start(...args: readonly string[]): Promise<Watching> {
    running = new Watching(args);
    await running.until((one) => one.err.includes("; Ctrl-C ends.\n"));
    return running;
  }

  /** Complete reports so far. */
  get reports(): readonly WatchReport[] {
    return this.out
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as WatchReport);
  }

  /** Waits until what was printed fulfils a condition; fails after a bound, or when the process ends before. */
  async until(holds: (one: Watching) => boolean): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const check = () => {
        const ended = this.#child.exitCode !== null;
        if (!holds(this) && !ended) return;
        clearTimeout(timer);
        this.#listeners.delete(check);
        if (holds(this)) resolve();
        else reject(new Error(`It ended with ${this.#child.exitCode}.\n${this.out}\n${this.err}`));
      };
      const timer = setTimeout(() => reject(new Error(`It did not come.\n${this.out}\n${this.err}`)), patience);
      this.#listeners.add(check);
      check();
    });
  }

  /** Waits for a report, the last one so far or a later one, with these findings. */
  async untilFindings(...expected: readonly string[]): Promise<WatchReport> {
    await this.until(({ reports }) => JSON.stringify(findingsOf(reports.at(-1))) === JSON.stringify(expected));
    return this.reports.at(-1) as WatchReport;
  }

  async interrupt(): Promise<unknown> {
    this.#child.kill("SIGINT");
    return (await this.#exit)[0];
  }

  async exitCode(): Promise<unknown> {
    return (await this.#exit)[0];
  }

  closeOut(): void {
    this.#child.stdout?.destroy();
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #take(change: () => void): void {
    change();
    for (const listener of [...this.#listeners]) listener();
  }
}

function findingsOf(report: WatchReport | undefined): readonly string[] {
  return (report?.findings ?? []).map(({ file, code }) => `${file} ${code}`);
}

const broken = "virtual-service.yaml subset-not-found";

describe("as text", () => {
  it("reports again with the time and what changed, and ends on Ctrl-C with the status of the last report", async () => {
    const watching = await Watching.start(".");
    expect(watching.out).toBe("No findings in 3 files (5 resources).\n");
    expect(watching.err).toBe("Watching 3 files; Ctrl-C ends.\n");
    folder.write("virtual-service.yaml", missingSubset);
    await watching.until(({ out }) => out.endsWith("1 error in 3 files (5 resources).\n"));
    const lines = watching.out.split("\n").slice(1);
    expect(lines.slice(0, 2)).toEqual(["", expect.stringMatching(/^\[\d\d:\d\d:\d\d\] changed virtual-service\.yaml$/)]);
    expect(lines[2]).toMatch(/^virtual-service\.yaml:12:21: error: /);
    expect(await watching.interrupt()).toBe(1);
  });

  it("ends with 0 where nothing is wrong any more", async () => {
    folder.write("virtual-service.yaml", missingSubset);
    const watching = await Watching.start(".");
    folder.write("virtual-service.yaml", mesh["virtual-service.yaml"]);
    await watching.until(({ out }) => out.endsWith("No findings in 3 files (5 resources).\n"));
    expect(await watching.interrupt()).toBe(0);
  });

  it("ends when nobody reads any more", async () => {
    const watching = await Watching.start(".");
    watching.closeOut();
    folder.write("virtual-service.yaml", missingSubset);
    expect(await watching.exitCode()).toBe(1);
  });
});

describe("as JSON", () => {
  const start = (...args: readonly string[]) => Watching.start("--format", "json", ...args);

  it("prints one report per line, with the time and what changed from the second on", async () => {
    const watching = await start(".");
    expect(watching.reports).toMatchObject([{ files: 3, findings: [] }]);
    expect(watching.reports[0]).not.toHaveProperty("changes");
    folder.write("virtual-service.yaml", missingSubset);
    const { time, changes } = await watching.untilFindings(broken);
    expect(Date.now() - Date.parse(time ?? "")).toBeLessThan(patience);
    expect(changes).toEqual({ added: [], changed: ["virtual-service.yaml"], removed: [], settings: false });
  });

  it("sees files come and go, and says nothing of those written with the same text", async () => {
    const watching = await start(".");
    folder.write("service.yaml", mesh["service.yaml"]);
    folder.write("second.yml", missingSubset.replace("name: website\nspec", "name: second\nspec").replace("- website", "- second"));
    await watching.until(({ reports }) => reports.at(-1)?.files === 4);
    expect(watching.reports.at(-1)?.changes).toMatchObject({ added: ["second.yml"], changed: [] });
    folder.remove("second.yml");
    const { changes } = await watching.untilFindings();
    expect(changes).toMatchObject({ removed: ["second.yml"], changed: [] });
  });

  it("sees folders made, renamed, and made anew under their old name, with what is in them", async () => {
    const watching = await start(".");
    folder.write("new/deep/virtual-service.yaml", missingSubset);
    await watching.untilFindings("new/deep/virtual-service.yaml subset-not-found");
    renameSync(folder.at("new"), folder.at("other"));
    const renamed = await watching.untilFindings("other/deep/virtual-service.yaml subset-not-found");
    expect(renamed.changes).toMatchObject({
      added: ["other/deep/virtual-service.yaml"],
      removed: ["new/deep/virtual-service.yaml"],
    });
    folder.remove("other");
    folder.write("other/deep/virtual-service.yaml", mesh["virtual-service.yaml"]);
    await watching.untilFindings();
    folder.write("other/deep/virtual-service.yaml", missingSubset);
    await watching.untilFindings("other/deep/virtual-service.yaml subset-not-found");
  });

  it("goes on where a folder that is watched is gone, and takes it up again", async () => {
    folder.write("manifests/virtual-service.yaml", missingSubset);
    const watching = await start("manifests");
    const found = findingsOf(watching.reports[0]);
    expect(found).not.toEqual([]);
    folder.remove("manifests");
    await watching.until(({ reports }) => reports.at(-1)?.files === 0);
    expect(watching.err).toContain("warning: No such file or folder: manifests.\n");
    folder.write("manifests/virtual-service.yaml", missingSubset);
    await watching.untilFindings(...found);
    folder.write("manifests/second.yaml", "# nothing\n");
    await watching.until(({ reports }) => reports.at(-1)?.files === 2);
  });

  it("survives 500 changes at once, in a few reports", async () => {
    const watching = await start(".");
    mkdirSync(folder.at("many"));
    for (let at = 0; at < 500; at++) writeFileSync(folder.at(`many/${at}.yaml`), `# ${at}\n`);
    folder.write("virtual-service.yaml", missingSubset);
    await watching.until(({ reports }) => reports.at(-1)?.files === 503 && findingsOf(reports.at(-1))[0] === broken);
    folder.remove("many");
    folder.write("virtual-service.yaml", mesh["virtual-service.yaml"]);
    await watching.until(({ reports }) => reports.at(-1)?.files === 3 && findingsOf(reports.at(-1)).length === 0);
    expect(watching.reports.length).toBeLessThan(20);
    expect(watching.err).toBe("Watching 3 files; Ctrl-C ends.\n");
  });

  it("comes to the right end where a file was read half-written", async () => {
    const watching = await start(".");
    const half = missingSubset.indexOf("subset: v9") + 6;
    folder.write("virtual-service.yaml", missingSubset.slice(0, half));
    await watching.until(({ reports }) => findingsOf(reports.at(-1)).length > 0);
    folder.write("virtual-service.yaml", missingSubset);
    await watching.untilFindings(broken);
  });

  it("reads the project file again, and keeps what it said while it cannot be understood", async () => {
    folder.write("virtual-service.yaml", missingSubset);
    const watching = await start(".");
    folder.write(".istio-traffic.yaml", "rules:\n  subset-not-found: warning\n");
    await watching.until(({ reports }) => reports.at(-1)?.findings[0]?.severity === "warning");
    expect(watching.reports.at(-1)?.changes?.settings).toBe(true);
    folder.write(".istio-traffic.yaml", "rules: [\n");
    await watching.until(({ err }) =>
      err.includes(".istio-traffic.yaml: Line 1: This [ is never closed. What it said before stays in force."),
    );
    folder.write(".istio-traffic.yaml", "rules:\n  subset-not-found: off\n");
    await watching.untilFindings();
    folder.remove(".istio-traffic.yaml");
    await watching.untilFindings(broken);
    expect(watching.reports.at(-1)?.findings[0]?.severity).toBe("error");
  });

  it("follows .gitignore files", async () => {
    folder.write("out/virtual-service.yaml", missingSubset);
    folder.write(".gitignore", "out\n");
    const watching = await start(".");
    expect(findingsOf(watching.reports[0])).toEqual([]);
    folder.write(".gitignore", "other\n");
    await watching.untilFindings("out/virtual-service.yaml subset-not-found");
    folder.write("out/virtual-service.yaml", mesh["virtual-service.yaml"]);
    await watching.untilFindings();
  });

  it("follows kustomizations, which say the namespace of what names none", async () => {
    folder.write("destination-rule.yaml", mesh["destination-rule.yaml"].replace("  name:", "  namespace: shop\n  name:"));
    const watching = await start("--complete", ".");
    expect(findingsOf(watching.reports[0])).not.toEqual([]);
    folder.write("kustomization.yaml", "namespace: shop\n");
    await watching.untilFindings();
  });

  it("goes on where a file named outright is gone, and takes it up again", async () => {
    const watching = await start(...Object.keys(mesh));
    folder.remove("destination-rule.yaml");
    await watching.until(({ err }) => err.includes("warning: No such file or folder: destination-rule.yaml."));
    await watching.until(({ reports }) => reports.at(-1)?.files === 2);
    folder.write("destination-rule.yaml", mesh["destination-rule.yaml"]);
    await watching.until(({ reports }) => reports.at(-1)?.files === 3);
    expect(findingsOf(watching.reports.at(-1))).toEqual([]);
  });
});
