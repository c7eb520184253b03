import { afterEach, beforeEach, expect, it } from "vitest";
import { requestDefaultsRequest, type SimulateAnswer, simulateRequest } from "../../server/src/protocol/requests";
import { TestFolder } from "../helpers/folder";
import { TestClient } from "../helpers/languageClient";
import { mesh } from "../helpers/mesh";

let folder: TestFolder;
let client: TestClient;

beforeEach(async () => {
  folder = new TestFolder({ ...mesh, "stage/virtual-service.yaml": mesh["virtual-service.yaml"].replace("subset: v1", "subset: v2") });
  client = await TestClient.start({ folder });
  await client.settled();
});
afterEach(async () => {
  await client.stop();
  folder.remove();
});

const request = { from: { namespace: "default", labels: {} }, scheme: "http", host: "website" };

function document(file: string) {
  return { uri: client.uri(file) };
}

function simulate(params: unknown): Promise<SimulateAnswer> {
  return client.connection.sendRequest<SimulateAnswer>(simulateRequest.method, params);
}

it("answers with the place of each step, from the file's side, unsaved text included", async () => {
  const { uri } = document("virtual-service.yaml");
  const { outcome, trace, notes } = await simulate({ request, uri });
  expect(outcome.destinations.map(({ subset, share }) => [subset, share])).toEqual([
    ["v1", 80],
    ["v2", 20],
  ]);
  expect(trace.map(({ file, matched, range }) => [file, matched, range.start.line])).toEqual([[uri, true, 8]]);
  expect(notes.map(({ text }) => text)).toContain(
    "VirtualService default/website is written in several files; that in virtual-service.yaml is taken.",
  );
  const other = await simulate({ request, uri: document("stage/virtual-service.yaml").uri });
  expect(other.outcome.destinations[0]?.subset).toBe("v2");
  await client.open("virtual-service.yaml", mesh["virtual-service.yaml"].replace("subset: v1", "subset: v2"));
  expect((await simulate({ request, uri })).outcome.destinations[0]?.subset).toBe("v2");
});

it("refuses what is no request, with the reason", async () => {
  await expect(simulate({ request: { ...request, host: "" } })).rejects.toThrow('needs a "host"');
  await expect(simulate({ request: { scheme: "http", host: "website" } })).rejects.toThrow('needs a "from"');
});

it("fills a form from the VirtualService", async () => {
  const params = document("virtual-service.yaml");
  expect(await client.connection.sendRequest(requestDefaultsRequest.method, params)).toEqual({
    subject: "VirtualService default/website",
    request: { ...request, port: 80 },
    examples: [{ rule: "http rule 1", when: "everything else", request: { ...request, port: 80 } }],
    gateways: [],
    workloads: ["default/website-v1", "default/website-v2"],
  });
});
