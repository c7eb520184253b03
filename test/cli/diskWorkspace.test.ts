import { afterEach, beforeEach, expect, it } from "vitest";
import { DiskWorkspace } from "../../server/src/cli/diskWorkspace";
import { commandIo } from "../helpers/commandLine";
import { TestFolder } from "../helpers/folder";
import { mesh, missingSubset } from "../helpers/mesh";

const services = Object.fromEntries(
  Array.from({ length: 40 }, (_, at) => [`services/${at}.yaml`, mesh["service.yaml"].replaceAll("website", `website-${at}`)]),
);

let folder: TestFolder;
let disk: DiskWorkspace;
beforeEach(async () => {
  folder = new TestFolder({ ...mesh, ...services });
  disk = new DiskWorkspace(["."], new Map([["watch", ["true"]]]), commandIo(folder));
  await disk.read();
  disk.workspace.check();
});
afterEach(() => folder.remove());

async function checkedAfter(change: () => void) {
  change();
  const before = disk.workspace.checkedResources;
  const changes = await disk.read();
  disk.workspace.check();
  return { changes, checked: disk.workspace.checkedResources - before };
}

const nothing = { added: [], changed: [], removed: [], settings: false };

it("checks nothing again where nothing has changed", async () => {
  expect(await checkedAfter(() => {})).toEqual({ changes: nothing, checked: 0 });
});

it("checks what a changed file touches, not everything", async () => {
  const { changes, checked } = await checkedAfter(() => folder.write("virtual-service.yaml", missingSubset));
  expect(changes).toEqual({ ...nothing, changed: ["virtual-service.yaml"] });
  expect(checked).toBeGreaterThan(0);
  expect(checked).toBeLessThan(10);
  expect(disk.workspace.findings("virtual-service.yaml").map(({ code }) => code)).toEqual(["subset-not-found"]);
});

it("checks what a file that has gone leaves behind", async () => {
  const { changes, checked } = await checkedAfter(() => folder.remove("destination-rule.yaml"));
  expect(changes).toEqual({ ...nothing, removed: ["destination-rule.yaml"] });
  expect(checked).toBeLessThan(10);
  expect(disk.workspace.findings("virtual-service.yaml").map(({ code }) => code)).toEqual(["subset-not-found", "subset-not-found"]);
});

it("comes to the same as a workspace read from scratch, whatever happened in between", async () => {
  folder.write("services/kustomization.yaml", "namespace: shop\n");
  folder.remove("services/3.yaml");
  await disk.read();
  folder.write("virtual-service.yaml", missingSubset);
  folder.write(".istio-traffic.yaml", "mesh: {complete: true}\nexclude: [services/1*.yaml]\n");
  await disk.read();
  disk.workspace.check();
  const fresh = new DiskWorkspace(["."], new Map(), commandIo(folder));
  await fresh.read();
  fresh.workspace.check();
  const all = ({ workspace }: DiskWorkspace) => new Map([...workspace.files()].sort().map((file) => [file, workspace.findings(file)]));
  expect(all(disk)).toEqual(all(fresh));
  expect(all(fresh).get("virtual-service.yaml")).toHaveLength(1);
});
