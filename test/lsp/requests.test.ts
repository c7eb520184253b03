import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  CodeActionTriggerKind,
  CodeLensRequest,
  type CompletionItem,
  CompletionRequest,
  DefinitionRequest,
  DocumentSymbolRequest,
  HoverRequest,
  type InlayHint,
  InlayHintRequest,
  type Range,
  RenameRequest,
  type TextDocumentEdit,
} from "vscode-languageserver/node";
import { explainRuleRequest, objectsRequest } from "../../server/src/protocol/requests";
import { TestFolder } from "../helpers/folder";
import { TestClient } from "../helpers/languageClient";
import { mesh, missingSubset } from "../helpers/mesh";

/** The subset of the first destination of the VirtualService. */
const subset: Range = { start: { line: 11, character: 20 }, end: { line: 11, character: 22 } };

let folder: TestFolder;
let client: TestClient;

beforeEach(() => {
  folder = new TestFolder({ ...mesh });
});
afterEach(async () => {
  await client.stop();
  folder.remove();
});

async function start(): Promise<void> {
  client = await TestClient.start({ folder });
  await client.settled();
}

function document(file: string) {
  return { uri: client.uri(file) };
}

describe("code actions", () => {
  async function quickFixes(range: Range, only = ["quickfix"]): Promise<CodeAction[]> {
    const params = { textDocument: document("virtual-service.yaml"), range, context: { diagnostics: [], only } };
    return ((await client.request(CodeActionRequest.type, params)) ?? []) as CodeAction[];
  }

  /** The edit of the first file that an action changes. */
  function editOf(action: CodeAction | undefined): TextDocumentEdit {
    const [first] = action?.edit?.documentChanges ?? [];
    if (first === undefined || !("edits" in first)) throw new Error("the action has no edits");
    return first;
  }

  it("mend a finding at the cursor, in another file and with the version of an open document", async () => {
    await start();
    await client.open("virtual-service.yaml", missingSubset);
    await client.until(() => client.codes("virtual-service.yaml").length === 1);
    const actions = await quickFixes(subset);
    const add = actions.find(({ title }) => title.includes("Add subset v9"));
    const change = actions.find(({ title }) => title.startsWith("Change to"));
    expect(editOf(add).textDocument).toEqual({ ...document("destination-rule.yaml"), version: null });
    expect(editOf(change).textDocument).toEqual({ ...document("virtual-service.yaml"), version: 1 });
    expect(editOf(change).edits).toMatchObject([{ range: subset }]);
    expect(actions.every(({ diagnostics }) => diagnostics?.[0]?.code === "subset-not-found")).toBe(true);
  });

  describe("that fix all", () => {
    /** Numbers that lack quotes or have some, and a duration without unit, of which nobody knows what is meant. */
    const text = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: website
  namespace: shop
spec:
  hosts: [website]
  http:
    - timeout: 5
      match: [{headers: {version: {exact: 2}}}]
      route:
        - destination: {host: website, port: {number: "80"}}
          weight: "100" # all
`;

    async function fixAll(only: string, triggerKind: CodeActionTriggerKind): Promise<CodeAction[]> {
      const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
      const params = { textDocument: document("own.yaml"), range, context: { diagnostics: [], only: [only], triggerKind } };
      return ((await client.request(CodeActionRequest.type, params)) ?? []) as CodeAction[];
    }

    const newTexts = (action: CodeAction | undefined) => editOf(action).edits.map((edit) => ("newText" in edit ? edit.newText : ""));

    it.each(["source.fixAll", "source.fixAll.istioTraffic", "source"])(
      "take the safe fixes of the file and nothing else: %s",
      async (only) => {
        await start();
        await client.open("own.yaml", text);
        const [action, ...more] = await fixAll(only, CodeActionTriggerKind.Invoked);
        expect(more).toEqual([]);
        expect(action?.kind).toBe("source.fixAll.istioTraffic");
        expect(newTexts(action)).toEqual(['"2"', "80", "100"]);
        expect(await fixAll("source.organizeImports", CodeActionTriggerKind.Invoked)).toEqual([]);
      },
    );

    it("fit the text as it is, also right behind an edit", async () => {
      await start();
      await client.open("own.yaml", mesh["virtual-service.yaml"].replace("subset: v1", "subset: v1\n            port: {number: 81}"));
      await client.until(() => client.codes("own.yaml").includes("destination-port-not-found"));
      const top = { line: 0, character: 0 };
      const version = await client.change("own.yaml", { start: top, end: top }, "# one\n# two\n");
      const [action] = await fixAll("source.fixAll", CodeActionTriggerKind.Automatic);
      expect(editOf(action).textDocument.version).toBe(version);
      expect(editOf(action).edits).toEqual([
        { range: { start: { line: 14, character: 27 }, end: { line: 14, character: 29 } }, newText: "80" },
      ]);
    });

    it("leave other files alone on saving", async () => {
      folder.write("destination-rule.yaml", mesh["destination-rule.yaml"].split("    - name: v2")[0] ?? "");
      await start();
      await client.open("own.yaml", mesh["virtual-service.yaml"]);
      const [asked] = await fixAll("source.fixAll", CodeActionTriggerKind.Invoked);
      expect(editOf(asked).textDocument.uri).toBe(client.uri("destination-rule.yaml"));
      expect(await fixAll("source.fixAll", CodeActionTriggerKind.Automatic)).toEqual([]);
    });
  });

  it("are not offered elsewhere, nor when others are asked for", async () => {
    folder.write("virtual-service.yaml", missingSubset);
    await start();
    expect(await quickFixes({ start: { line: 0, character: 0 }, end: { line: 0, character: 0 } })).toEqual([]);
    expect(await quickFixes(subset, ["refactor"])).toEqual([]);
  });
});

describe("completion", () => {
  const head = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: website\nspec:\n";

  async function complete(text: string, capabilities?: ClientCapabilities): Promise<readonly CompletionItem[]> {
    const [before = "", after = ""] = text.split("$0");
    client = await TestClient.start({ folder, ...(capabilities === undefined ? {} : { capabilities }) });
    await client.settled();
    await client.open("new.yaml", before + after);
    const lines = before.split("\n");
    const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    const list = await client.request(CompletionRequest.type, { textDocument: document("new.yaml"), position });
    return list === null || Array.isArray(list) ? [] : [...list.items].sort((a, b) => ((a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1));
  }

  function newTextOf({ textEdit }: CompletionItem): string {
    return textEdit?.newText ?? "";
  }

  it("offers the subsets of exactly that host, in place of what is typed", async () => {
    const items = await complete(
      `${head}  hosts: [website]\n  http:\n    - route:\n        - destination:\n            host: website\n            subset: v$0\n`,
    );
    expect(items.map(({ label }) => label)).toEqual(["v1", "v2"]);
    expect(items[0]?.textEdit).toEqual({ range: { start: { line: 10, character: 20 }, end: { line: 10, character: 21 } }, newText: "v1" });
  });

  it("offers whole blocks with tab stops", async () => {
    const items = await complete(`${head}  hosts: [website]\n  $0\n`);
    const blocks = items.filter((item) => newTextOf(item).includes("\n"));
    expect(blocks.some(({ insertTextFormat }) => insertTextFormat === 2)).toBe(true);
  });

  it("offers plain text, indented as the line is, to editors that know neither tab stops nor indentation", async () => {
    const items = await complete(`${head}  hosts: [website]\n  $0\n`, { textDocument: { completion: { completionItem: {} } } });
    const blocks = items.filter((item) => newTextOf(item).includes("\n"));
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) {
      expect(newTextOf(block)).not.toMatch(/\$\{|\$\d/);
      expect(block.insertTextFormat).toBeUndefined();
      for (const line of newTextOf(block).split("\n").slice(1)) expect(line).toMatch(/^ {2}/);
    }
  });
});

it("tells on hover what a host resolves to, as Markdown at its exact place", async () => {
  await start();
  await client.open("virtual-service.yaml", mesh["virtual-service.yaml"]);
  const hover = await client.request(HoverRequest.type, {
    textDocument: document("virtual-service.yaml"),
    position: { line: 10, character: 21 },
  });
  expect(hover?.contents).toMatchObject({ kind: "markdown", value: expect.stringContaining("website.default.svc.cluster.local") });
  expect(hover?.range).toEqual({ start: { line: 10, character: 18 }, end: { line: 10, character: 25 } });
});

describe("inlay hints", () => {
  const uneven = mesh["virtual-service.yaml"].replace("weight: 20", "weight: 30");
  const everywhere: Range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

  async function hints(range: Range): Promise<readonly InlayHint[]> {
    return (await client.request(InlayHintRequest.type, { textDocument: document("virtual-service.yaml"), range })) ?? [];
  }

  it("stand behind what they explain, and only in the range that was asked for", async () => {
    await start();
    await client.open("virtual-service.yaml", uneven);
    expect((await hints(everywhere)).map(({ position }) => position.line)).toEqual([12, 16]);
    expect(
      (await hints({ start: { line: 14, character: 0 }, end: { line: 99, character: 0 } })).map(({ position }) => position.line),
    ).toEqual([16]);
  });

  it("can be switched off", async () => {
    client = await TestClient.start({ folder, settings: { inlayHints: false } });
    await client.settled();
    await client.open("virtual-service.yaml", uneven);
    expect(await hints(everywhere)).toEqual([]);
  });
});

it("leads from a subset to its definition", async () => {
  await start();
  await client.open("virtual-service.yaml", mesh["virtual-service.yaml"]);
  const places = await client.request(DefinitionRequest.type, { textDocument: document("virtual-service.yaml"), position: subset.start });
  expect(places).toEqual([
    { uri: client.uri("destination-rule.yaml"), range: { start: { line: 7, character: 12 }, end: { line: 7, character: 14 } } },
  ]);
});

it("renames a subset in all files", async () => {
  await start();
  await client.open("virtual-service.yaml", mesh["virtual-service.yaml"]);
  const edit = await client.request(RenameRequest.type, {
    textDocument: document("virtual-service.yaml"),
    position: subset.start,
    newName: "stable",
  });
  const changes = (edit?.documentChanges ?? []) as TextDocumentEdit[];
  expect(changes.map(({ textDocument }) => textDocument.uri).sort()).toEqual([
    client.uri("destination-rule.yaml"),
    client.uri("virtual-service.yaml"),
  ]);
  expect(changes.flatMap(({ edits }) => edits).every((one) => "newText" in one && one.newText === "stable")).toBe(true);
});

it("lists symbols as a tree", async () => {
  await start();
  const symbols = await client.request(DocumentSymbolRequest.type, { textDocument: document("service.yaml") });
  expect(symbols?.map(({ name }) => name)).toHaveLength(3);
});

it("offers code lenses of commands that the client has", async () => {
  await start();
  const lenses = await client.request(CodeLensRequest.type, { textDocument: document("virtual-service.yaml") });
  expect(lenses?.map(({ command }) => command?.command)).toContain("istioTraffic.showRouting");
  expect(lenses?.every(({ command }) => command?.command.startsWith("istioTraffic."))).toBe(true);
});

describe("the objects of a file", () => {
  it("are those of the editor, with its version and their places", async () => {
    await start();
    await client.open("service.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: unsaved\nspec:\n  enabled: on\n");
    const answer = await client.connection.sendRequest(objectsRequest.method, document("service.yaml"));
    expect(answer).toEqual({
      version: 1,
      problems: [],
      objects: [
        {
          apiVersion: "v1",
          kind: "Service",
          name: "unsaved",
          object: { apiVersion: "v1", kind: "Service", metadata: { name: "unsaved" }, spec: { enabled: true } },
          range: { start: { line: 0, character: 0 }, end: { line: 5, character: 13 } },
        },
      ],
    });
  });

  it("are those that a selection touches", async () => {
    await start();
    await client.open("service.yaml", mesh["service.yaml"]);
    const params = { ...document("service.yaml"), range: { start: { line: 12, character: 0 }, end: { line: 14, character: 3 } } };
    expect(await client.connection.sendRequest(objectsRequest.method, params)).toMatchObject({
      objects: [{ kind: "Deployment", name: "website-v1" }],
    });
  });

  it("are none where the text is broken or a template, with the reason and its line", async () => {
    await start();
    await client.open("broken.yaml", "a: 1\n---\nkind: [\n");
    const broken = await client.connection.sendRequest<{ problems: string[] }>(objectsRequest.method, document("broken.yaml"));
    expect(broken.problems[0]).toMatch(/^Line 1: The object lacks apiVersion or kind/);
    expect(broken.problems[1]).toMatch(/^Line [34]: /);
    await client.open("chart.yaml", "kind: Service\nmetadata:\n  name: {{ .Values.name }}\n");
    const chart = await client.connection.sendRequest<{ problems: string[] }>(objectsRequest.method, document("chart.yaml"));
    expect(chart.problems).toEqual(["Line 1: The document is a template; render it first."]);
  });
});

it("explains rules by their code", async () => {
  await start();
  expect(await client.connection.sendRequest(explainRuleRequest.method, { code: "subset-not-found" })).toMatch(/^# subset-not-found\n/);
  expect(await client.connection.sendRequest(explainRuleRequest.method, { code: "no-such-rule" })).toBeNull();
});

it("checks against resources of a cluster, which it shows nowhere, until they are taken back", async () => {
  folder.remove("destination-rule.yaml");
  await start();
  expect(client.codes("virtual-service.yaml")).toContain("subset-not-found");
  const rule = {
    apiVersion: "networking.istio.io/v1",
    kind: "DestinationRule",
    metadata: { name: "website", namespace: "default" },
    spec: {
      host: "website",
      subsets: [
        { name: "v1", labels: { version: "v1" } },
        { name: "v2", labels: { version: "nope" } },
      ],
    },
  };
  await client.connection.sendRequest("istioTraffic/clusterResources", { context: "kind", objects: [rule] });
  expect(client.codes("virtual-service.yaml")).not.toContain("subset-not-found");
  expect(client.published.every(({ uri }) => uri.startsWith("file:"))).toBe(true);
  await client.connection.sendRequest("istioTraffic/clusterResources", { context: "kind", objects: [] });
  expect(client.codes("virtual-service.yaml")).toContain("subset-not-found");
});
