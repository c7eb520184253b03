import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defaultMesh } from "../../server/src/core/model/mesh";
import { createSchemas } from "../../server/src/core/schema/bundled";
import type { MapEntry, Node } from "../../server/src/core/syntax/node";
import { parseDocument } from "../../server/src/core/syntax/parse";
import { splitDocuments } from "../../server/src/core/syntax/split";
import { Workspace } from "../../server/src/core/workspace";
import { afterCompletion, type Completed } from "../helpers/completionFixture";

/*
 * The manifests of the rollouts are written a second time: each key and each name of the mesh is cut off and taken from
 * completion. The file must then be what it was.
 */

const folder = join(import.meta.dirname, "../fixtures/rollouts");
const schemas = createSchemas();
const rollouts = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** Fields whose values name something of the workspace or of the schema. */
const names = /^(?:apiVersion|kind|host|subset|number|simple|protocol|mode|weight)$/;

/** What completion does not offer, and why that is right. */
const explained: Readonly<Record<string, string>> = {
  "4-website-canary/workloads.yaml:2 apiVersion: apps/v1beta1": "Kubernetes 1.16 removed this version.",
  "4-website-canary/workloads.yaml:20 apiVersion: apps/v1beta1": "Kubernetes 1.16 removed this version.",
  "4-website-canary/stage-c/virtual-service.yaml:19 subset: version-2": "The rollout's mistake: no DestinationRule defines the subset.",
  "5-versions-that-must-not-mix/destination-rules.yaml:24 host: mqtt-server.default.svc.cluster.local":
    "In its own namespace a host is offered by its short name; the whole one comes when a dot is typed.",
};

interface Cut {
  readonly what: string;
  /** What is typed already stays in front of the cut. */
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

describe.each(rollouts)("%s", (rollout) => {
  const files = readdirSync(join(folder, rollout), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".yaml") && !entry.parentPath.includes("mistakes"))
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));

  test("every key", () => expect(retype(texts, keyCuts)).toEqual([]));
  test("every name of the mesh", () => {
    const known = Object.keys(explained).filter((place) => place.startsWith(`${rollout}/`));
    expect([...retype(texts, valueCuts)].sort()).toEqual(known.sort());
  });
});

/** The cuts that completion does not mend. */
function retype(texts: ReadonlyMap<string, string>, cutsOf: (text: string) => readonly Cut[]): readonly string[] {
  const workspace = new Workspace({ mesh: defaultMesh, defaultNamespace: () => "default", levels: new Map(), schemas });
  for (const [file, text] of texts) workspace.setFile(file, text, true);
  const wrong: string[] = [];
  let count = 0;
  for (const [file, text] of texts) {
    for (const { what, start, end, label } of cutsOf(text)) {
      count++;
      const cut = text.slice(0, start) + text.slice(end);
      workspace.setFile(file, cut, true);
      const completed = { path: file, offset: start, text: cut, items: workspace.completion(file, start) };
      const item = completed.items.find((one) => one.label === label && one.kind !== "snippet");
      const after = item === undefined ? undefined : afterCompletion(completed as Completed, item);
      if (after !== text) wrong.push(`${file.slice(folder.length + 1)}:${text.slice(0, start).split("\n").length} ${what}`);
    }
    workspace.setFile(file, text, true);
  }
  expect(count).toBeGreaterThan(15);
  return wrong;
}

/** Each key that a schema knows, all but its first letter cut off; the colon stays. */
function keyCuts(text: string): readonly Cut[] {
  return entriesOf(text).flatMap(({ entry, at, path }) => {
    const { start, end } = entry.key.span;
    const free = /(?:labels|matchLabels|selector|annotations|headers)$/i.test(path.at(-1) ?? "");
    return free ? [] : [{ what: entry.name, start: at + start + 1, end: at + end, label: entry.name }];
  });
}

/** The value of each field that names something, cut off as a whole. */
function valueCuts(text: string): readonly Cut[] {
  return entriesOf(text).flatMap(({ entry, at, path }) => {
    const { value } = entry;
    const isLabel = path.at(-1) === "labels" && path.includes("subsets");
    const isRoute = path.includes("spec") || entry.name === "kind" || entry.name === "apiVersion";
    if (value.kind !== "scalar" || value.value === null || !isRoute || !(isLabel || names.test(entry.name))) return [];
    if (entry.name === "weight" || (entry.name === "number" && path.includes("servers"))) return [];
    const { start, end } = value.span;
    return [{ what: `${entry.name}: ${value.source}`, start: at + start, end: at + end, label: value.source }];
  });
}

interface Located {
  readonly entry: MapEntry;
  /** Where its document starts in the file. */
  readonly at: number;
  readonly path: readonly string[];
}

function entriesOf(text: string): readonly Located[] {
  const found: Located[] = [];
  const visit = (node: Node, at: number, path: readonly string[]) => {
    if (node.kind === "seq") for (const item of node.items) visit(item, at, path);
    if (node.kind !== "map") return;
    for (const entry of node.entries) {
      found.push({ entry, at, path });
      visit(entry.value, at, [...path, entry.name]);
    }
  };
  for (const { start, end } of splitDocuments(text)) {
    const { root } = parseDocument(text.slice(start, end));
    if (root !== undefined) visit(root, start, []);
  }
  return found;
}
