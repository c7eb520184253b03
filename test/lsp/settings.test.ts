import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { novelVirtualService, ownCrds } from "../helpers/crds";
import { TestFolder } from "../helpers/folder";
import { type ClientOptions, TestClient } from "../helpers/languageClient";
import { mesh, missingSubset } from "../helpers/mesh";

const broken = { ...mesh, "virtual-service.yaml": missingSubset };
/** Namespace `shop` pinned for everything but the VirtualService, whose short host then finds nothing unless it is in `shop` too. */
const inShop = Object.fromEntries(
  Object.entries(mesh).map(([name, text]) => [
    `app/${name}`,
    name === "virtual-service.yaml" ? text : text.replaceAll(/^metadata:$/gm, "metadata:\n  namespace: shop"),
  ]),
);

let folder: TestFolder;
let client: TestClient;

beforeEach(() => {
  folder = new TestFolder();
});
afterEach(async () => {
  await client.stop();
  folder.remove();
});

async function start(files: Readonly<Record<string, string>>, options: ClientOptions = {}): Promise<void> {
  for (const [name, text] of Object.entries(files)) folder.write(name, text);
  client = await TestClient.start({ folder, ...options });
  await client.settled();
}

async function changeFile(name: string, type: 1 | 2 | 3): Promise<void> {
  await client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: client.uri(name), type }] });
  await client.settled();
}

describe("levels of rules", () => {
  it("come from the settings and follow them", async () => {
    await start(broken, { settings: { rules: { "subset-not-found": "information" } } });
    expect(client.diagnostics("virtual-service.yaml")?.map(({ severity }) => severity)).toEqual([3]);
    client.settings = { rules: { "subset-not-found": "off" } };
    await client.notify("workspace/didChangeConfiguration", { settings: null });
    await client.settled();
    expect(client.diagnostics("virtual-service.yaml")).toEqual([]);
  });

  it("come from the project file, and the settings go before it", async () => {
    await start(
      { ...broken, ".istio-traffic.yaml": "rules:\n  subset-not-found: off\n" },
      { settings: { rules: { "subset-not-found": "warning" } } },
    );
    expect(client.diagnostics("virtual-service.yaml")?.map(({ severity }) => severity)).toEqual([2]);
    client.settings = {};
    await client.notify("workspace/didChangeConfiguration", { settings: null });
    await client.settled();
    expect(client.diagnostics("virtual-service.yaml")).toEqual([]);
  });

  it("follow the project file when it goes", async () => {
    await start({ ...broken, ".istio-traffic.yaml": "rules:\n  subset-not-found: off\n" });
    expect(client.published).toEqual([]);
    folder.remove(".istio-traffic.yaml");
    await changeFile(".istio-traffic.yaml", 3);
    expect(client.codes("virtual-service.yaml")).toEqual(["subset-not-found"]);
  });
});

it("tells what of the project file it does not understand", async () => {
  await start({ ".istio-traffic.yaml": "rules:\n  subset-not-found: loud\nsurprise: 1\n" });
  expect(client.statuses.at(-1)?.message).toContain("subset-not-found");
  expect(client.statuses.at(-1)?.message).toContain("surprise");
});

describe("the default namespace", () => {
  it("is that of the nearest kustomization, and follows it", async () => {
    await start({ ...inShop, "app/kustomization.yaml": "namespace: shop\n" });
    expect(client.diagnostics("app/virtual-service.yaml")).toBeUndefined();
    folder.write("app/kustomization.yaml", "namespace: elsewhere\n");
    await changeFile("app/kustomization.yaml", 2);
    expect(client.codes("app/virtual-service.yaml")).toContain("destination-host-not-found");
    await client.open("app/kustomization.yaml", "namespace: shop\n");
    await client.until(() => client.diagnostics("app/virtual-service.yaml")?.length === 0);
  });

  it("is that of the overlay of its base, and follows it", async () => {
    const overlay = (namespace: string) => `namespace: ${namespace}\nresources: [../app]\n`;
    await start({ ...inShop, "app/kustomization.yaml": "resources: [virtual-service.yaml]\n", "prod/kustomization.yaml": overlay("shop") });
    expect(client.diagnostics("app/virtual-service.yaml")).toBeUndefined();
    folder.write("prod/kustomization.yaml", overlay("elsewhere"));
    await changeFile("prod/kustomization.yaml", 2);
    expect(client.codes("app/virtual-service.yaml")).toContain("destination-host-not-found");
  });

  it("is otherwise that of the settings", async () => {
    await start(inShop, { settings: { defaultNamespace: "shop" } });
    expect(client.published).toEqual([]);
    client.settings = { defaultNamespace: "elsewhere" };
    await client.notify("workspace/didChangeConfiguration", { settings: null });
    await client.settled();
    expect(client.codes("app/virtual-service.yaml")).toContain("destination-host-not-found");
  });
});

it("leaves excluded files out, also when they change, and takes them back", async () => {
  await start(
    { ...mesh, "vendor/x/copy.yaml": missingSubset, "node_modules/y/copy.yaml": missingSubset },
    { settings: { files: { exclude: ["vendor"] } } },
  );
  await changeFile("vendor/x/copy.yaml", 2);
  await changeFile("node_modules/y/copy.yaml", 2);
  expect(client.published).toEqual([]);
  client.settings = { files: { exclude: [] } };
  await client.notify("workspace/didChangeConfiguration", { settings: null });
  await client.settled();
  expect(client.codes("vendor/x/copy.yaml")).toEqual(["subset-not-found"]);
});

it("says that the files are the whole mesh", async () => {
  const lonely = mesh["virtual-service.yaml"];
  await start({ "virtual-service.yaml": lonely });
  expect(client.diagnostics("virtual-service.yaml")?.every(({ severity }) => severity === 3)).toBe(true);
  client.settings = { mesh: { complete: true } };
  await client.notify("workspace/didChangeConfiguration", { settings: null });
  await client.settled();
  expect(client.diagnostics("virtual-service.yaml")?.some(({ severity }) => severity === 1)).toBe(true);
});

it("reads settings that come with the notification from clients that are not asked", async () => {
  await start(broken, { capabilities: {}, initializationOptions: { settings: { rules: { "subset-not-found": "off" } } } });
  expect(client.published).toEqual([]);
  await client.notify("workspace/didChangeConfiguration", { settings: { istioTraffic: { rules: {} } } });
  await client.settled();
  expect(client.codes("virtual-service.yaml")).toEqual(["subset-not-found"]);
});

describe("CRDs of the user's own Istio version", () => {
  const files = { "novel.yaml": novelVirtualService, "deploy/crds.yaml": ownCrds };
  const isUnknownField = () => client.codes("novel.yaml").includes("schema-unknown-field");

  it("come from the settings, follow them, and are named in the status", async () => {
    await start(files, { settings: { crds: "deploy/crds.yaml" } });
    expect(isUnknownField()).toBe(false);
    expect(client.statuses.at(-1)?.schemas).toBe("crds.yaml");
    client.settings = {};
    await client.notify("workspace/didChangeConfiguration", { settings: null });
    await client.settled();
    expect(isUnknownField()).toBe(true);
    await client.until(() => client.statuses.at(-1)?.schemas.startsWith("Istio ") === true);
  });

  it("come from the project file, and follow a change of their file", async () => {
    await start({ ...files, ".istio-traffic.yaml": "crds: deploy/crds.yaml\n" });
    expect(isUnknownField()).toBe(false);
    folder.write("deploy/crds.yaml", ownCrds.replace("novelty", "other"));
    await changeFile("deploy/crds.yaml", 2);
    expect(isUnknownField()).toBe(true);
  });

  it("that cannot be found are told, and the bundled ones are used", async () => {
    await start(files, { settings: { crds: "nowhere.yaml" } });
    expect(isUnknownField()).toBe(true);
    expect(client.statuses.at(-1)?.message).toContain("nowhere.yaml are not used: there is no such file");
  });
});
