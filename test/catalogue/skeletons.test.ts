import { describe, expect, test } from "vitest";
import { bundledKinds } from "../../server/src/core/schema/bundled";
import type { KindSchema } from "../../server/src/core/schema/schemaNode";
import { afterCompletion, completeFixture } from "../helpers/completionFixture";
import { expandSnippet } from "../helpers/expandSnippet";
import { openFixture } from "../helpers/workspaceFixture";

/*
 * Every block that completion writes at once is written here, its defaults taken. What is there then must be a manifest that the
 * schema has nothing against.
 */

const kinds = bundledKinds as unknown as readonly KindSchema[];
const istio = kinds.filter((kind) => kind.group.endsWith("istio.io"));

/** Complaints about what a single document lacks beside the block: other objects, and fields that the block does not touch. */
const aboutOthers = /^delegate-|not-found|no-workload|missing|not-in-view|without/;

/** A block for one field of a new list item leaves the others to be written. */
const unfinishedItem = /^schema-required: This entry of/;

/** Where blocks are offered, with what has to stand around them. */
const places: Readonly<Record<string, readonly string[]>> = {
  VirtualService: [
    "hosts: [a]\n  $0",
    "hosts: [a]\n  http:\n  - $0",
    "hosts: [a]\n  http:\n  - route: [{destination: {host: a}}]\n    $0",
    "hosts: [a]\n  http:\n  - route:\n    - $0",
    "hosts: [a]\n  http:\n  - match:\n    - $0\n    route: [{destination: {host: a}}]",
    "hosts: [a]\n  http:\n  - retries:\n      $0\n    route: [{destination: {host: a}}]",
    "hosts: [a]\n  http:\n  - fault:\n      $0\n    route: [{destination: {host: a}}]",
    "hosts: [a]\n  http:\n  - mirrors:\n    - $0\n    route: [{destination: {host: a}}]",
    "hosts: [a]\n  tcp:\n  - $0",
    "hosts: [a]\n  tls:\n  - $0",
  ],
  DestinationRule: [
    "host: a\n  $0",
    "host: a\n  subsets:\n  - $0",
    "host: a\n  trafficPolicy:\n    $0",
    "host: a\n  trafficPolicy:\n    portLevelSettings:\n    - $0",
    "host: a\n  trafficPolicy:\n    loadBalancer:\n      $0",
  ],
  Gateway: ["selector: {istio: a}\n  $0", "selector: {istio: a}\n  servers:\n  - $0"],
  AuthorizationPolicy: ["$0", "rules:\n  - $0", "rules:\n  - from:\n    - $0", "rules:\n  - to:\n    - $0", "rules:\n  - when:\n    - $0"],
  ServiceEntry: ["hosts: [a.example.com]\n  resolution: STATIC\n  $0", "hosts: [a.example.com]\n  resolution: STATIC\n  ports:\n  - $0"],
  Sidecar: ["$0", "egress:\n  - $0"],
  RequestAuthentication: ["$0"],
  PeerAuthentication: ["$0"],
  Telemetry: ["$0"],
};

describe.each(Object.entries(places))("blocks of %s", (kind, around) => {
  const group = istio.find((one) => one.kind === kind);
  const header = `apiVersion: ${group?.group}/${group?.versions[0]}\nkind: ${kind}\nmetadata:\n  name: a\nspec:\n  `;

  test.each(around)("%j", (place) => {
    const completed = completeFixture(`${header}${place}\n`);
    const blocks = completed.items.filter((item) => item.kind === "snippet");
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) {
      const found = complaints(afterCompletion(completed, block));
      expect(place.endsWith("- $0") ? found.filter((one) => !unfinishedItem.test(one)) : found, block.label).toEqual([]);
    }
  });
});

test("whole documents: one for each kind of Istio, and nothing against them", () => {
  const completed = completeFixture("$0\n");
  const documents = completed.items.filter((item) => item.kind === "snippet");
  const labels = documents.map((item) => item.label);
  expect(labels).toEqual(expect.arrayContaining(istio.map((kind) => kind.kind)));
  for (const item of documents) expect(complaints(afterCompletion(completed, item)), item.label).toEqual([]);
});

test("the tab key stops at everything that has to be decided, in the order of the text", () => {
  const { items } = completeFixture("$0\n");
  for (const item of items.filter((one) => one.snippet)) {
    const { stops, empty } = expandSnippet(item.insertText);
    expect(stops, item.label).toEqual(stops.map((_, at) => at + 1));
    expect(empty, item.label).toEqual([]);
  }
});

function complaints(text: string): readonly string[] {
  const { workspace } = openFixture(text);
  return workspace
    .findings("test.yaml")
    .filter(({ code }) => !aboutOthers.test(code))
    .map(({ code, message }) => `${code}: ${message}`);
}
