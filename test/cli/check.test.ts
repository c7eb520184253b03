import { spawn, spawnSync } from "node:child_process";
import { chmodSync, readFileSync, symlinkSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { version } from "../../package.json";
import { type CommandOptions, type CommandResult, runIn } from "../helpers/commandLine";
import { novelVirtualService, ownCrds } from "../helpers/crds";
import { TestFolder } from "../helpers/folder";
import { mesh, missingSubset } from "../helpers/mesh";

const broken = { ...mesh, "virtual-service.yaml": missingSubset };

interface JsonReport {
  readonly version: string;
  readonly files: number;
  readonly resources: number;
  readonly findings: readonly { readonly code: string; readonly file: string; readonly severity: string }[];
}

let folder: TestFolder;
beforeEach(() => {
  folder = new TestFolder();
});
afterEach(() => folder.remove());

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) folder.write(name, content);
}

function check(args: readonly string[], options?: CommandOptions): Promise<CommandResult> {
  return runIn(folder, ["check", ...args], options);
}

async function checkJson(args: readonly string[], options?: CommandOptions): Promise<JsonReport> {
  return JSON.parse((await check(["--format", "json", ...args], options)).out) as JsonReport;
}

async function filesWithFindings(args: readonly string[]): Promise<readonly string[]> {
  return [...new Set((await checkJson(args)).findings.map(({ file }) => file))];
}

describe("the JSON report", () => {
  it("has the documented shape", async () => {
    write(broken);
    const { code, out, err } = await check(["--format", "json", "."]);
    expect(code).toBe(1);
    expect(err).toBe("");
    expect(JSON.parse(out)).toEqual({
      version,
      files: 3,
      resources: 5,
      findings: [
        {
          code: "subset-not-found",
          istio: ["IST0101"],
          kiali: ["KIA1107"],
          severity: "error",
          message: expect.stringContaining('no subset "v9"'),
          file: "virtual-service.yaml",
          range: { start: { line: 11, character: 20 }, end: { line: 11, character: 22 } },
          resource: { apiVersion: "networking.istio.io/v1", kind: "VirtualService", namespace: "default", name: "website" },
          related: [
            {
              file: "destination-rule.yaml",
              range: { start: { line: 3, character: 8 }, end: { line: 3, character: 15 } },
              message: "DestinationRule for website",
            },
          ],
          fixes: expect.arrayContaining([
            {
              title: "Change to v1",
              kind: "suggestion",
              edits: [
                {
                  file: "virtual-service.yaml",
                  range: { start: { line: 11, character: 20 }, end: { line: 11, character: 22 } },
                  newText: "v1",
                },
              ],
            },
          ]),
        },
      ],
    });
  });

  it("names files relative to the working directory, also those above it", async () => {
    write({ ...broken, "sub/empty.txt": "" });
    const inner = { path: folder.at("sub") } as TestFolder;
    const { out } = await runIn(inner, ["check", "--format=json", ".."]);
    expect((JSON.parse(out) as JsonReport).findings.map(({ file }) => file)).toEqual(["../virtual-service.yaml"]);
  });
});

describe("the exit status", () => {
  const unevenWeights = { ...mesh, "virtual-service.yaml": mesh["virtual-service.yaml"].replace("weight: 20", "weight: 30") };

  it("is 0 without findings", async () => {
    write(mesh);
    expect(await check(["."])).toEqual({ code: 0, out: "No findings in 3 files (5 resources).\n", err: "" });
  });

  it.each([
    ["error", 0],
    ["warning", 1],
    ["information", 1],
  ])("for a warning with --fail-on %s is %i", async (level, expected) => {
    write(unevenWeights);
    expect((await check(["--fail-on", level, "."])).code).toBe(expected);
  });

  it("follows the levels of rules", async () => {
    write(unevenWeights);
    expect((await check(["--rule", "weights-not-100=error", "."])).code).toBe(1);
    expect((await check(["--rule", "weights-not-100=off", "--fail-on", "information", "."])).code).toBe(0);
  });

  it.each([
    [["check"], '"check" needs PATH.'],
    [["check", "nowhere.yaml"], "No such file or folder: nowhere.yaml"],
    [["check", "nowhere/*.yaml"], "No manifest matches nowhere/*.yaml"],
    [["check", "--fail-on", "hint", "."], "--fail-on must be one of error, warning, information"],
    [["check", "--format", "xml", "."], "--format must be one of"],
    [["check", "--format"], "--format needs FORMAT"],
    [["check", "--complete=yes", "."], "--complete takes no value"],
    [["check", "--complete", "--complete", "."], "--complete is given twice"],
    [["check", "--completed", "."], 'Unknown option "--completed". Did you mean "--complete"?'],
    [["check", "-x", "."], 'Unknown option "-x"'],
    [["check", "--rule", "weights-not-100", "."], "--rule must be CODE=LEVEL"],
    [["check", "--rule", "weights-not-10=off", "."], 'Did you mean "weights-not-100"?'],
    [["check", ""], "One of the arguments is empty"],
    [["check", "--watch", "-"], "--watch cannot follow standard input"],
    [["check", "--watch", "--context", "-", "."], "--watch cannot follow standard input"],
    [["check", "--watch", "--fix", "."], "--watch and --fix exclude one another"],
    [["check", "--watch", "--format", "sarif", "."], "--format sarif does not go with it"],
    [["help", "chekc"], 'Unknown command "chekc". Did you mean "check"?'],
    [["check", "--fix", "-"], "--fix cannot write to standard input"],
    [["chekc", "."], 'Unknown command "chekc". Did you mean "check"?'],
    [["explain", "weights"], 'No rule has the code "weights"'],
    [["rules", "extra"], '"rules" takes no "extra"'],
  ])("is 2 for %j", async (args, message) => {
    const { code, out, err } = await runIn(folder, args);
    expect(err).toContain(message);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });
});

describe("paths", () => {
  const copies = {
    ...mesh,
    "a/one.yaml": missingSubset,
    "a/two.yml": missingSubset,
    "a/b/three.yaml": missingSubset,
    "a/other.txt": missingSubset,
  };

  it("may be files, folders and globs, each file counted once", async () => {
    write(copies);
    const shared = ["service.yaml", "destination-rule.yaml"];
    expect(await filesWithFindings([...shared, "a/one.yaml", "./a/one.yaml"])).toEqual(["a/one.yaml"]);
    expect(await filesWithFindings([...shared, "a"])).toEqual(["a/b/three.yaml", "a/one.yaml", "a/two.yml"]);
    expect(await filesWithFindings([...shared, "a/*.yaml"])).toEqual(["a/one.yaml"]);
    expect(await filesWithFindings([...shared, "**/t*.{yaml,yml}"])).toEqual(["a/b/three.yaml", "a/two.yml"]);
  });

  it("leave out what .gitignore files say, unless a file is named outright", async () => {
    write({ ...copies, ".gitignore": "a/b\n*.yml\n", "a/.gitignore": "!two.yml\none.yaml\n" });
    expect(await filesWithFindings(["."])).toEqual(["a/two.yml"]);
    expect(await filesWithFindings([".", "a/one.yaml"])).toEqual(["a/one.yaml", "a/two.yml"]);
  });

  it("never lead into node_modules", async () => {
    write({ ...mesh, "node_modules/x/one.yaml": missingSubset });
    expect(await filesWithFindings(["."])).toEqual([]);
  });

  it("may be standard input", async () => {
    write(mesh);
    const { findings } = await checkJson(["service.yaml", "destination-rule.yaml", "-"], { stdin: missingSubset });
    expect(findings.map(({ file, code }) => [file, code])).toEqual([["<stdin>", "subset-not-found"]]);
  });

  it("with files that are too large or no text are told, and the rest is checked", async () => {
    write({ ...broken, "big.yaml": "#".repeat(6 * 1024 * 1024), "image.yaml": Uint8Array.from([0, 1, 2]) });
    const { code, err, out } = await check(["--format", "json", "."]);
    expect(err).toBe(
      "warning: big.yaml is left out: it is 6 MB large (limit 5 MB).\nwarning: image.yaml is left out: it is not UTF-8 text.\n",
    );
    expect(code).toBe(1);
    expect((JSON.parse(out) as JsonReport).files).toBe(3);
  });

  it.each([
    ["too large", "#".repeat(6 * 1024 * 1024), "named.yaml cannot be checked: it is 6 MB large (limit 5 MB)."],
    ["binary", Uint8Array.from([0, 1, 2]), "named.yaml cannot be checked: it is not UTF-8 text."],
  ])("may not name a file outright that is %s: to call it clean would be wrong", async (_, content, message) => {
    write({ ...mesh, "named.yaml": content });
    const refused = { code: 2, out: "", err: `istio-traffic: ${message}\n` };
    expect(await check(["named.yaml", "."])).toEqual(refused);
    expect(await check([".", "named.yaml"])).toEqual(refused);
  });

  it("with a folder that holds no manifest are told", async () => {
    write({ ".gitignore": "out\n", "out/one.yaml": missingSubset });
    const { code, err } = await check(["out"]);
    expect([code, err]).toEqual([0, "warning: There is no manifest in out, or all are left out by .gitignore or an exclude.\n"]);
  });

  it.skipIf(process.platform === "win32")("may be pipes and links; folders that are links are not entered, unless named", async () => {
    write(broken);
    spawnSync("sh", ["-c", "mkfifo piped"], { cwd: folder.path });
    symlinkSync(".", folder.at("loop"));
    symlinkSync("virtual-service.yaml", folder.at("link.yaml"));
    symlinkSync("nowhere.yaml", folder.at("dangling.yaml"));
    const writer = spawn("sh", ["-c", `cat virtual-service.yaml > piped`], { cwd: folder.path });
    expect(await filesWithFindings(["service.yaml", "destination-rule.yaml", "piped"])).toEqual(["piped"]);
    writer.kill();
    expect(await filesWithFindings(["."])).toEqual(["link.yaml", "virtual-service.yaml"]);
    expect(await filesWithFindings(["loop"])).toEqual(["loop/link.yaml", "loop/virtual-service.yaml"]);
  });

  it.skipIf(process.getuid?.() === 0)("with files that may not be read are told", async () => {
    write(mesh);
    chmodSync(folder.at("service.yaml"), 0);
    expect((await check(["."])).err).toContain("service.yaml is left out: EACCES");
  });
});

describe("what is not in view", () => {
  it("is information, and an error where the files are the whole mesh", async () => {
    write({ "virtual-service.yaml": mesh["virtual-service.yaml"] });
    const partial = await checkJson(["."]);
    expect(new Set(partial.findings.map(({ severity }) => severity))).toEqual(new Set(["information"]));
    const complete = await checkJson(["--complete", "."]);
    expect(complete.findings.some(({ severity }) => severity === "error")).toBe(true);
  });
});

describe("the default namespace", () => {
  const pinned = mesh["destination-rule.yaml"].replace("  name:", "  namespace: shop\n  name:");
  const files = { ...mesh, "destination-rule.yaml": pinned };
  const usesOfWebsite = async (args: readonly string[]) => (await checkJson(args)).findings.map(({ code }) => code);

  it("is default, or as --default-namespace says", async () => {
    write(files);
    expect(await usesOfWebsite(["--complete", "."])).not.toEqual([]);
    expect(await usesOfWebsite(["--complete", "--default-namespace", "shop", "."])).toEqual([]);
  });

  it("is that of the kustomization above a file, even where that is not checked itself", async () => {
    write({ ...files, "kustomization.yaml": "resources: [service.yaml]\nnamespace: shop # the shop\n" });
    expect(await usesOfWebsite(["--complete", "--default-namespace", "other", ...Object.keys(files)])).toEqual([]);
  });

  it("is that of the project file, unless an option says otherwise", async () => {
    write({ ...files, ".istio-traffic.yaml": "defaultNamespace: shop\nmesh:\n  complete: true\n" });
    expect(await usesOfWebsite(["."])).toEqual([]);
    expect(await usesOfWebsite(["--default-namespace", "other", "."])).not.toEqual([]);
  });
});

describe("the project file", () => {
  it("sets levels and excludes, from a folder above too", async () => {
    write({
      ...broken,
      "vendor/copy.yaml": missingSubset,
      ".istio-traffic.yaml": "rules:\n  subset-not-found: warning\nexclude: [vendor]\n",
    });
    expect((await checkJson(["."])).findings.map(({ file, severity }) => [file, severity])).toEqual([["virtual-service.yaml", "warning"]]);
    const inner = { path: folder.at("vendor") } as TestFolder;
    const { out } = await runIn(inner, ["check", "--format", "json", ".."]);
    expect((JSON.parse(out) as JsonReport).findings.map(({ file }) => file)).toEqual(["../virtual-service.yaml"]);
  });

  it("that cannot be understood is wrong usage", async () => {
    write({ ...mesh, ".istio-traffic.yaml": "rules:\n  subset-not-found: loud\n" });
    const { code, err } = await check(["."]);
    expect(code).toBe(2);
    expect(err).toContain('.istio-traffic.yaml: "rules.subset-not-found" must be one of off, error, warning, information, hint.');
  });

  it("may not name a rule that does not exist", async () => {
    write({ ...mesh, ".istio-traffic.yaml": "rules:\n  subset-not-fund: off\n" });
    const { code, err } = await check(["."]);
    expect([code, err]).toEqual([
      2,
      'istio-traffic: .istio-traffic.yaml: No rule has the code "subset-not-fund". Did you mean "subset-not-found"?\n',
    ]);
  });

  it("is a file: folders of its name, and of the name of a .gitignore or kustomization, are passed by", async () => {
    write({ ...mesh, ".istio-traffic.yaml/a": "", ".gitignore/a": "", "kustomization.yaml/a": "" });
    expect((await check(["."])).err).toBe("");
  });
});

describe("CRDs of the user's own Istio version", () => {
  const codes = async (args: readonly string[]) => (await checkJson([...args, "novel.yaml"])).findings.map(({ code }) => code);

  it("take the place of the bundled ones, by option or by project file", async () => {
    write({ "novel.yaml": novelVirtualService, "deploy/crds.yaml": ownCrds });
    expect(await codes([])).toContain("schema-unknown-field");
    expect(await codes(["--crds", "deploy/crds.yaml"])).not.toContain("schema-unknown-field");
    write({ ".istio-traffic.yaml": "crds: deploy/crds.yaml\n" });
    expect(await codes([])).not.toContain("schema-unknown-field");
  });

  it.each([
    ["nowhere.yaml", "No such file with CRDs: nowhere.yaml"],
    ["novel.yaml", "novel.yaml: it holds no CustomResourceDefinition"],
  ])("are wrong usage when the file is %s", async (file, message) => {
    write({ "novel.yaml": novelVirtualService });
    const { code, err } = await check(["--crds", file, "novel.yaml"]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe("--context", () => {
  const withoutV2 = mesh["destination-rule.yaml"].replace(/ {4}- name: v2\n(.|\n)*/, "");
  const codes = async (args: readonly string[]) =>
    (await checkJson(args)).findings.map(({ file, code, severity }) => [file, code, severity].join(" "));

  it("is read, but only findings that concern the paths are reported", async () => {
    write({ ...mesh, "other.yaml": missingSubset.replace("name: website\nspec", "name: other\nspec").replace("- website", "- other") });
    expect(await codes(["--context", ".", "virtual-service.yaml"])).toEqual([]);
    expect(await codes(["--context", ".", "other.yaml"])).toContain("other.yaml subset-not-found error");
    expect(await codes(["."])).toContain("other.yaml subset-not-found error");
  });

  it("shows in other files what refers to a place in the paths", async () => {
    write({ ...mesh, "destination-rule.yaml": withoutV2 });
    expect(await codes(["--context", ".", "destination-rule.yaml"])).toEqual(["virtual-service.yaml subset-not-found error"]);
    const { out } = await check(["--context", ".", "destination-rule.yaml"]);
    expect(out).toContain("1 error in 2 files (2 resources), read together with 1 other file.\n");
  });

  it("leaves out named files that the project excludes", async () => {
    write({ ...broken, ".istio-traffic.yaml": "exclude: [virtual-service.yaml]\n" });
    expect(await codes(["--context", ".", "virtual-service.yaml"])).toEqual([]);
    expect(await codes([".", "virtual-service.yaml"])).toEqual(["virtual-service.yaml subset-not-found error"]);
  });

  it("is not mended by --fix", async () => {
    const odd = (name: string) => mesh[`${name}.yaml` as keyof typeof mesh].replace("networking.istio.io/v1", ".NETworking.istio.io/v1");
    write({ ...mesh, "destination-rule.yaml": odd("destination-rule"), "virtual-service.yaml": odd("virtual-service") });
    expect((await check(["--fix", "--context", ".", "virtual-service.yaml"])).err).toBe("Made 1 edit in 1 file.\n");
    expect(readFileSync(folder.at("destination-rule.yaml"), "utf8")).toBe(odd("destination-rule"));
  });
});

describe("--fix", () => {
  it("applies safe fixes, keeps comments and the byte order mark, and reports what is left", async () => {
    const text = `\ufeff# keep me\n${mesh["virtual-service.yaml"].replace("networking.istio.io/v1", ".NETworking.istio.io/v1")}`;
    write({ ...mesh, "virtual-service.yaml": text });
    const { code, out, err } = await check(["--fix", "."]);
    expect(err).toBe("Made 1 edit in 1 file.\n");
    expect(out).toContain("No findings");
    expect(code).toBe(0);
    expect(readFileSync(folder.at("virtual-service.yaml"), "utf8")).toBe(`\ufeff# keep me\n${mesh["virtual-service.yaml"]}`);
  });

  it("leaves suggestions alone", async () => {
    const uneven = mesh["virtual-service.yaml"].replace("weight: 20", "weight: 30");
    write({ ...mesh, "virtual-service.yaml": uneven });
    const { out, err } = await check(["--fix", "--format", "json", "."]);
    expect(err).toBe("Nothing to fix.\n");
    expect((JSON.parse(out) as JsonReport).findings.map(({ code }) => code)).toEqual(["weights-not-100"]);
    expect(readFileSync(folder.at("virtual-service.yaml"), "utf8")).toBe(uneven);
  });
});
