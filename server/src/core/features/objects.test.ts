import { describe, expect, it } from "vitest";
import { readObjects } from "./objects";

const service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: shop\n";
const config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {flag: 'on', port: \"0x10\", real: on}\n";

describe("readObjects", () => {
  it("reads every document of any kind as kubectl does", () => {
    const { objects, problems } = readObjects(`${service}---\n${config}---\n# nothing\n`);
    expect(problems).toEqual([]);
    expect(objects.map(({ kind, namespace, name }) => [kind, namespace, name])).toEqual([
      ["Service", "shop", "web"],
      ["ConfigMap", undefined, "settings"],
    ]);
    expect(objects[1]?.object.data).toEqual({ flag: "on", port: "0x10", real: true });
  });

  it("reads the items of a list one by one", () => {
    const list =
      'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: "a"}}\n- {apiVersion: v1, kind: Pod, metadata: {name: "b"}}\n';
    const { objects } = readObjects(list);
    expect(objects.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(objects.map(({ span }) => list.slice(span.start, span.start + 4))).toEqual(["{api", "{api"]);
  });

  it("reads only what a selection touches, and overlooks what is wrong elsewhere", () => {
    const text = `${service}---\nkind: [\n---\n${config}`;
    const at = text.indexOf("settings");
    const { objects, problems } = readObjects(text, { start: at, end: at + 3 });
    expect(problems).toEqual([]);
    expect(objects.map(({ name }) => name)).toEqual(["settings"]);
  });

  it.each([
    ["- a\n", "The document is not a mapping, so it is no Kubernetes object."],
    ["kind: Service\nmetadata: {name: a}\n", "The object lacks apiVersion or kind."],
    ["apiVersion: v1\nkind: Service\n", "The Service lacks metadata.name."],
    ["apiVersion: v1\nkind: Service\nmetadata: {name: 7}\n", "The Service lacks metadata.name."],
    ["apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\n", "The document is a template; render it first."],
  ])("says what is wrong with %j", (text, message) => {
    const { objects, problems } = readObjects(text);
    expect(objects).toEqual([]);
    expect(problems.map((problem) => problem.message)).toEqual([message]);
  });

  it("takes nothing from a document whose YAML is broken", () => {
    const { objects, problems } = readObjects("apiVersion: v1\nkind: Service\nmetadata: {name: a\n");
    expect(objects).toEqual([]);
    expect(problems.length).toBeGreaterThan(0);
  });
});
