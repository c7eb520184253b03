import { describe, expect, test } from "vitest";
import { type OpenFixture, openFixture } from "../../../../test/helpers/workspaceFixture";
import { applyEdits } from "../text/edit";
import type { FileSpan } from "./results";

const mesh = (cursorAt: "subset" | "host" | "gateway" | "definition") => `
#### mesh/service.yaml
apiVersion: v1
kind: Service
metadata: {name: website}
spec: {ports: [{port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: ingress}
spec: {servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
#### mesh/rule.yaml
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: website}
spec:
  host: website.default.svc.cluster.local
  subsets:
  - name: ${cursorAt === "definition" ? "$0" : ""}v1
  - name: v2
#### route.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: website}
spec:
  hosts: [website]
  gateways: [${cursorAt === "gateway" ? "$0" : ""}ingress/public]
  http:
  - route:
    - destination: {host: web${cursorAt === "host" ? "$0" : ""}site, subset: v${cursorAt === "subset" ? "$0" : ""}1}
      weight: 90
    - destination: {host: website, subset: "v1"}
      weight: 10
`;

function read(open: OpenFixture, places: readonly FileSpan[]): readonly string[] {
  return places.map(({ file, span }) => {
    const text = open.texts.get(file) ?? "";
    return `${file}:${open.workspace.position(file, span.start).line + 1} ${text.slice(span.start, span.end)}`;
  });
}

describe("definition", () => {
  const definitionFrom = (at: Parameters<typeof mesh>[0]) => {
    const open = openFixture(mesh(at));
    return read(open, open.workspace.definition(open.fixture.cursor?.path ?? "", open.fixture.cursor?.offset ?? 0));
  };

  test("of a subset is its entry in the DestinationRule", () => expect(definitionFrom("subset")).toEqual(["mesh/rule.yaml:7 v1"]));
  test("of a short host is the Service", () => expect(definitionFrom("host")).toEqual(["mesh/service.yaml:3 website"]));
  test("of a gateway in another namespace is the Gateway", () => expect(definitionFrom("gateway")).toEqual(["mesh/service.yaml:8 public"]));
  test("asked for at the definition itself leads to the users", () =>
    expect(definitionFrom("definition")).toEqual(["route.yaml:9 v1", 'route.yaml:11 "v1"']));
});

describe("references and rename", () => {
  test("references of a host join short and fully qualified names", () => {
    const open = openFixture(mesh("host"));
    const { path, offset } = open.fixture.cursor ?? { path: "", offset: 0 };
    expect(read(open, open.workspace.references(path, offset))).toEqual([
      "mesh/service.yaml:3 website",
      "mesh/rule.yaml:5 website.default.svc.cluster.local",
      "route.yaml:5 website",
      "route.yaml:9 website",
      "route.yaml:11 website",
    ]);
  });

  test("renaming a subset changes its definition and every route, and leaves quotes alone", () => {
    const open = openFixture(mesh("subset"));
    const { path, offset } = open.fixture.cursor ?? { path: "", offset: 0 };
    expect(open.workspace.prepareRename(path, offset)?.text).toBe("v1");
    const edits = open.workspace.rename(path, offset, "stable");
    const edited = (file: string) =>
      applyEdits(
        open.texts.get(file) ?? "",
        edits.filter((edit) => edit.file === file),
      );
    expect(edited("mesh/rule.yaml")).toContain("- name: stable\n  - name: v2");
    expect(edited("route.yaml")).toContain("{host: website, subset: stable}");
    expect(edited("route.yaml")).toContain('subset: "stable"');
  });

  test("a Service's host cannot be renamed from here", () => {
    const open = openFixture(mesh("host"));
    expect(open.workspace.prepareRename(open.fixture.cursor?.path ?? "", open.fixture.cursor?.offset ?? 0)).toBeUndefined();
  });
});

test("the outline names rules with their split, and lenses count the routes of a subset", () => {
  const open = openFixture(mesh("subset"));
  expect(open.workspace.symbols("route.yaml")[0]?.children.map((child) => [child.name, child.detail])).toEqual([
    ["http rule 1", "v1 90, v1 10"],
  ]);
  expect(open.workspace.codeLenses("mesh/rule.yaml").map((lens) => lens.title)).toEqual(["2 routes", "0 routes"]);
});
