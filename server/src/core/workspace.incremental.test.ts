import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ruleFixtures } from "../../../test/helpers/fixtureCorpus";
import { rolloutFiles } from "../../../test/helpers/rollouts";
import { defaultMesh, type MeshSettings } from "./model/mesh";
import type { LevelSetting } from "./rules/levels";
import { createSchemas } from "./schema/bundled";
import { splitDocuments } from "./syntax/split";
import { Workspace } from "./workspace";

const schemas = createSchemas();

/** Everything that a host may have told a workspace. */
interface World {
  readonly files: Map<string, { readonly text: string; readonly open: boolean }>;
  mesh: Partial<MeshSettings>;
  levels: ReadonlyMap<string, LevelSetting>;
  defaultNamespace: string;
}

/** An edit by numbers, which stand for whatever the world has that many of. */
interface Step {
  readonly kind: (typeof kinds)[number];
  readonly file: number;
  readonly at: number;
  readonly other: number;
}

/** Those that keep most of the meaning come more often: an edit that breaks everything shows little. */
const kinds = [
  ...["word", "word", "word", "word", "word", "namespace", "namespace", "comment", "comment", "delete", "insert"],
  ...["remove-document", "add-document", "turn-documents", "copy-file", "remove-file", "close", "open"],
  ...["mesh", "levels", "default-namespace"],
] as const;
const insertions = ["x", "\n", "---\n", "  ", ": ", "- ", "#", '"', "subset: v1\n", "namespace: other\n", "kind: Service\n", "&a ", "*a "];
/** Names, values and keys: what stands at one place may be written at another. */
const word = /[A-Za-z*][\w.*/-]*/g;
const meshes: readonly Partial<MeshSettings>[] = [
  { complete: true },
  { domain: "mesh.example" },
  { rootNamespace: "shop" },
  { autoMtls: false },
  {},
];
const levels: readonly (readonly [string, LevelSetting])[] = [
  ["subset-not-found", "off"],
  ["destination-host-not-found", "hint"],
  ["schema-type", "warning"],
];
const namespaces = ["default", "shop", "other"];
const step: fc.Arbitrary<Step> = fc.record({ kind: fc.constantFrom(...kinds), file: fc.nat(), at: fc.nat(), other: fc.nat() });

const everything: ReadonlyMap<string, string> = new Map([
  ...rolloutFiles().map(({ file, text }) => [`rollouts/${file}`, text] as const),
  ...ruleFixtures().flatMap(({ name, files }) => files.map(({ path, text }) => [`${name}/${path}`, text] as const)),
]);
const folders = [...new Set([...everything.keys()].map(folderOf))];

describe("after any edit a workspace says what one that is read from scratch says", () => {
  test("some fixtures, compared after every edit", () => {
    fc.assert(
      fc.property(fc.subarray(folders, { minLength: 1, maxLength: 3 }), fc.array(step, { minLength: 3, maxLength: 8 }), (some, steps) => {
        follow(new Map([...everything].filter(([file]) => some.includes(folderOf(file)))), steps, 1);
      }),
      { seed: 20261128, numRuns: 40 },
    );
  });

  test("all fixtures in one workspace, compared now and then", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 24, maxLength: 24 }), (steps) => follow(everything, steps, 8)),
      { seed: 20261128, numRuns: 1, endOnFailure: true },
    );
  });

  test("each document of each rule's fixture taken out, and put back", () => {
    for (const { files } of ruleFixtures()) {
      const world = worldOf(new Map(files.map(({ path, text }) => [path, text])));
      const workspace = fromScratch(world);
      const before = answersOf(workspace);
      for (const { path, text } of files) {
        for (const at of documentsOf(text).keys()) {
          const without = join(documentsOf(text).toSpliced(at, 1));
          workspace.setFile(path, without, true);
          workspace.check();
          world.files.set(path, { text: without, open: true });
          expect(findingsOf(workspace)).toEqual(findingsOf(fromScratch(world)));
          world.files.set(path, { text, open: true });
          workspace.setFile(path, text, true);
        }
      }
      workspace.check();
      expect(answersOf(workspace)).toEqual(before);
    }
  });

  test("another subset of a route: the DestinationRule knows what is used", () => {
    const texts = new Map(serviceFiles("a").map(([file, text]) => [file, text] as const));
    const world = worldOf(texts);
    const workspace = fromScratch(world);
    const text = (texts.get("routes.yaml") ?? "").replace("subset: v2", "subset: v1");
    world.files.set("routes.yaml", { text, open: true });
    workspace.setFile("routes.yaml", text, true);
    workspace.check();
    expect(workspace.findings("rule.yaml").map(({ code }) => code)).toContain("subset-unused");
    expect(answersOf(workspace)).toEqual(answersOf(fromScratch(world)));
  });
});

function worldOf(texts: ReadonlyMap<string, string>): World {
  const files = new Map([...texts].map(([file, text]) => [file, { text, open: true }] as const));
  return { files, mesh: {}, levels: new Map(), defaultNamespace: "default" };
}

function findingsOf(workspace: Workspace): unknown {
  return [...workspace.files()].sort().map((file) => [file, workspace.findings(file)]);
}

/** Makes the edits one after another, and compares behind every so many of them. */
function follow(texts: ReadonlyMap<string, string>, steps: readonly Step[], every: number): void {
  const world = worldOf(texts);
  const workspace = fromScratch(world);
  for (const [at, one] of steps.entries()) {
    make(one, world, workspace);
    if (at % every !== every - 1) continue;
    workspace.check();
    expect(answersOf(workspace)).toEqual(answersOf(fromScratch(world)));
  }
}

function fromScratch(world: World): Workspace {
  const workspace = new Workspace(optionsOf(world));
  for (const [file, { text, open }] of world.files) workspace.setFile(file, text, open);
  workspace.check();
  return workspace;
}

function optionsOf({ files, mesh, levels: set, defaultNamespace }: World) {
  return {
    mesh: { ...defaultMesh, ...mesh },
    defaultNamespace: () => defaultNamespace,
    levels: set,
    schemas,
    textOf: (file: string) => files.get(file)?.text,
  };
}

/** Findings with their fixes, and pictures, by file. */
function answersOf(workspace: Workspace): unknown {
  const answers = [...workspace.files()].sort().map((file) => {
    const findings = workspace.findings(file).map((finding) => ({ finding, fixes: workspace.fixes(file, finding) }));
    return [file, { findings, picture: workspace.routeView(file, undefined) }] as const;
  });
  return Object.fromEntries(answers);
}

function make(one: Step, world: World, workspace: Workspace): void {
  const names = [...world.files.keys()];
  const name = names[one.file % Math.max(1, names.length)];
  const state = name === undefined ? undefined : world.files.get(name);
  if (name === undefined || state === undefined) return;
  const text = edited(one, state.text, world);
  if (text !== undefined || one.kind === "open" || one.kind === "close") {
    const next = { text: text ?? state.text, open: text === undefined ? one.kind === "open" : state.open };
    world.files.set(name, next);
    workspace.setFile(name, next.text, next.open);
  } else if (one.kind === "remove-file") {
    world.files.delete(name);
    workspace.removeFile(name);
  } else configure(one, world, workspace);
}

/** The text of a file after an edit of it; undefined for what is no edit. */
function edited({ kind, at, other }: Step, text: string, world: World): string | undefined {
  const place = at % (text.length + 1);
  const documents = documentsOf(text);
  const anyFile = () => pick([...world.files.values()], other).text;
  switch (kind) {
    case "delete":
      return text.slice(0, place) + text.slice(place + 1 + (other % 40));
    case "insert":
      return text.slice(0, place) + pick(insertions, other) + text.slice(place);
    case "word":
      return replaceOne(text, word, at, pick(anyFile().match(word) ?? ["x"], at + other));
    case "comment":
      return replaceOne(text, /^/gm, at, "# a comment\n");
    case "namespace":
      return replaceOne(text, /(?<=namespace: )[\w-]+/g, at, pick(namespaces, other));
    case "remove-document":
      return join(documents.toSpliced(at % documents.length, 1));
    case "add-document":
      return join(documents.toSpliced(at % documents.length, 0, pick(documentsOf(anyFile()), at)));
    case "turn-documents":
      return join([...documents.slice(at % documents.length), ...documents.slice(0, at % documents.length)]);
    case "copy-file":
      return anyFile();
    default:
      return undefined;
  }
}

/** Other settings. Files that were read under another default namespace are read anew, as hosts have to. */
function configure({ kind, other }: Step, world: World, workspace: Workspace): void {
  if (kind === "mesh") world.mesh = pick(meshes, other);
  if (kind === "levels") world.levels = new Map([pick(levels, other)]);
  if (kind === "default-namespace") world.defaultNamespace = pick(namespaces, other);
  workspace.configure(optionsOf(world));
  if (kind !== "default-namespace") return;
  for (const [file, { text, open }] of world.files) {
    workspace.removeFile(file);
    workspace.setFile(file, text, open);
  }
}

function folderOf(file: string): string {
  return file.split("/", file.startsWith("rollouts/") ? 2 : 1).join("/");
}

function pick<T>(list: readonly T[], at: number): T {
  return list[at % list.length] as T;
}

function replaceOne(text: string, pattern: RegExp, at: number, by: string): string {
  const matches = [...text.matchAll(pattern)];
  const match = matches[at % Math.max(1, matches.length)];
  return match === undefined ? text : text.slice(0, match.index) + by + text.slice(match.index + match[0].length);
}

function documentsOf(text: string): readonly string[] {
  return splitDocuments(text).map(({ start, end }) => text.slice(start, end).replace(/^---.*\n/, ""));
}

function join(documents: readonly string[]): string {
  return documents.map((one) => (one === "" || one.endsWith("\n") ? one : `${one}\n`)).join("---\n");
}

describe("what an edit costs beside 300 services in 30 namespaces", () => {
  /** Namespace by namespace ten services, each with two Deployments, a DestinationRule and a VirtualService. */
  const perNamespace = 10;
  const names = Array.from({ length: 300 }, (_, at) => ({ name: `svc-${at}`, folder: `ns-${Math.floor(at / perNamespace)}/svc-${at}` }));
  const texts = new Map<string, string>(
    names.flatMap(({ name, folder }) => serviceFiles(name).map(([file, text]) => [`${folder}/${file}`, text] as const)),
  );
  const workspace = new Workspace({
    mesh: defaultMesh,
    defaultNamespace: (file) => file.split("/")[0] ?? "",
    levels: new Map(),
    schemas,
  });
  for (const [file, text] of texts) workspace.setFile(file, text, true);
  workspace.check();

  /** How many resources are checked after an edit of a file; the edit is taken back afterwards. */
  function checksFor(file: string, edit: (text: string) => string): number {
    const text = texts.get(file) ?? "";
    expect(edit(text), "the edit changes the text").not.toBe(text);
    const before = workspace.checkedResources;
    workspace.setFile(file, edit(text), true);
    workspace.check();
    const count = workspace.checkedResources - before;
    workspace.setFile(file, text, true);
    workspace.check();
    return count;
  }

  test.each([
    ["a comment in one of two Deployments", "ns-4/svc-42/deployments.yaml", (text: string) => `# old\n${text}`],
    ["a weight", "ns-4/svc-42/routes.yaml", (text: string) => text.replace("weight: 90", "weight: 80")],
    ["a timeout", "ns-4/svc-42/routes.yaml", (text: string) => text.replace("- route", "- timeout: 3s\n    route")],
  ])("%s: the resource alone", (_, file, edit) => {
    expect(checksFor(file, edit)).toBe(1);
  });

  test("a subset's name: the DestinationRule, and the VirtualService that sends to its host", () => {
    expect(checksFor("ns-4/svc-42/rule.yaml", (text) => text.replace("name: v2", "name: v3"))).toBe(2);
  });

  test("a port of a Service: what names its host", () => {
    const checks = checksFor("ns-4/svc-42/service.yaml", (text) => text.replace("port: 80", "port: 81"));
    expect(checks).toBeGreaterThanOrEqual(3);
    expect(checks).toBeLessThanOrEqual(3 + 2 * perNamespace);
  });

  test("a label of a Deployment: what asks for the workloads of its namespace", () => {
    const checks = checksFor("ns-4/svc-42/deployments.yaml", (text) => text.replaceAll("version: v2", "version: v3"));
    expect(checks).toBeGreaterThan(2);
    expect(checks).toBeLessThanOrEqual(1 + 2 * perNamespace);
  });
});

function serviceFiles(name: string): readonly (readonly [string, string])[] {
  const deployment = (version: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}-${version}}\nspec: {template: {metadata: {labels: {app: ${name}, version: ${version}}}, spec: {containers: [{name: a, image: a}]}}}\n`;
  const istio = (kind: string, spec: string) =>
    `apiVersion: networking.istio.io/v1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec:\n${spec}`;
  const destination = (version: string, weight: number) => `    - {destination: {host: ${name}, subset: ${version}}, weight: ${weight}}\n`;
  return [
    [
      "service.yaml",
      `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {selector: {app: ${name}}, ports: [{name: http, port: 80}]}\n`,
    ],
    ["deployments.yaml", `${deployment("v1")}---\n${deployment("v2")}`],
    [
      "rule.yaml",
      istio("DestinationRule", `  host: ${name}\n  subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]\n`),
    ],
    ["routes.yaml", istio("VirtualService", `  hosts: [${name}]\n  http:\n  - route:\n${destination("v1", 90)}${destination("v2", 10)}`)],
  ];
}
