import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { FileSpan } from "../../server/src/core/features/results";
import { splitGatewayName } from "../../server/src/core/index/gateways";
import { defaultMesh, type MeshSettings } from "../../server/src/core/model/mesh";
import { isKind } from "../../server/src/core/model/resource";
import { createSchemas } from "../../server/src/core/schema/bundled";
import { shiftSpan } from "../../server/src/core/text/span";
import { Workspace } from "../../server/src/core/workspace";
import { parseFixture } from "../helpers/fixture";
import { rolloutFiles } from "../helpers/rollouts";
import type { Mesh } from "./manifests";
import { mesh } from "./meshArbitrary";

const schemas = createSchemas();
const fixtures = join(import.meta.dirname, "../fixtures/rules");

/** The rules that say of a destination that its cluster does not exist. */
const codes = [
  "destination-host-not-found",
  "destination-not-exported",
  "destination-port-not-found",
  "destination-port-required",
  "destination-port-differs",
  "subset-not-found",
];

interface Source {
  readonly file: string;
  readonly text: string;
}

test("the picture and the findings agree on the destinations of the rollouts", () => {
  const { broken, judged } = disagreements(rolloutFiles());
  expect(judged).toBeGreaterThan(30);
  expect(broken).toBeGreaterThan(2);
});

test("the picture and the findings agree on the gateways of generated meshes", () => {
  const seen = { broken: 0, fine: 0 };
  fc.assert(
    fc.property(mesh, (generated) => {
      const workspace = open([{ file: "mesh.yaml", text: textOf(generated) }], { complete: true });
      const told = workspace
        .findings("mesh.yaml")
        .filter(({ code }) => ["gateway-not-found", "host-not-in-gateway"].includes(code))
        .map(({ span }) => span.start);
      for (const resource of workspace.resources("mesh.yaml").filter((one) => isKind(one, "VirtualService"))) {
        const start = workspace.documentStart(resource);
        const { graphs } = workspace.routeView("mesh.yaml", start + resource.name.span.start);
        const broken = graphs
          .flatMap((graph) => graph.entries)
          .filter((entry) => / does not exist: | has a host in common | is left out: /.test(entry.problem ?? ""));
        // The webhook refuses "./name", which is then all that is said of it.
        const written = resource.model.gateways.filter(({ value }) => !value.startsWith("."));
        const drawn = written.filter(({ value }) =>
          broken.some(({ title }) => title === `Gateway ${splitGatewayName(value, resource.effectiveNamespace).join("/")}`),
        );
        const found = written.filter((one) => told.includes(start + one.span.start));
        expect(found.filter((one) => !drawn.includes(one))).toEqual([]);
        const leftOut = (value: string): boolean =>
          broken.some(({ title, problem }) => title.endsWith(`/${value}`) && / is left out: /.test(problem ?? ""));
        if (resource.model.hosts.length > 0) {
          const own = drawn.filter(({ value }) => !leftOut(value.slice(value.indexOf("/") + 1)));
          expect(own.filter((one) => !found.includes(one))).toEqual([]);
          seen.broken += own.length;
          seen.fine += resource.model.gateways.length - own.length;
        }
      }
    }),
    { seed: 20261128, numRuns: 100 },
  );
  expect(seen.broken).toBeGreaterThan(30);
  expect(seen.fine).toBeGreaterThan(60);
});

test.each(readdirSync(fixtures))("the picture and the findings agree on %s", (name) => {
  const { files } = parseFixture(readFileSync(join(fixtures, name), "utf8"));
  disagreements(files.map(({ path, text }) => ({ file: path, text })));
});

test("the picture and the findings agree on the destinations of generated meshes", () => {
  const total = { judged: 0, broken: 0 };
  fc.assert(
    fc.property(mesh, (generated) => {
      const { judged, broken } = disagreements([{ file: "mesh.yaml", text: textOf(generated) }], { complete: true });
      total.judged += judged;
      total.broken += broken;
    }),
    { seed: 20261128, numRuns: 100 },
  );
  expect(total.judged).toBeGreaterThan(600);
  expect(total.broken).toBeGreaterThan(120);
});

/**
 * Expects that a destination is drawn as without cluster where an error or a warning says so, and nowhere else; counts what was compared.
 * Rules with the same destination share one node, a delegate's rules are drawn with each of its roots, and mirrors of rules
 * that delegate only where the delegate has none.
 */
function disagreements(files: readonly Source[], mesh: Partial<MeshSettings> = {}): { readonly judged: number; readonly broken: number } {
  const workspace = open(files, mesh);
  const findings = files.flatMap(({ file }) =>
    workspace
      .findings(file)
      .filter((finding) => (finding.level === "error" || finding.level === "warning") && codes.includes(finding.code))
      .map(({ span, message }) => ({ file, span, message })),
  );
  const drawn = new Set<(typeof findings)[number]>();
  const onlyDrawn: string[] = [];
  let judged = 0;
  let broken = 0;
  for (const { file } of files) {
    for (const resource of workspace.resources(file).filter((one) => isKind(one, "VirtualService"))) {
      const start = workspace.documentStart(resource);
      const delegating = resource.model.routes
        .filter((one) => one.delegate !== undefined)
        .map(({ span }) => ({ file, span: shiftSpan(span, start) }));
      for (const one of findings.filter((finding) => delegating.some((place) => isIn(finding, place)))) drawn.add(one);
      const { graphs } = workspace.routeView(file, start + resource.name.span.start);
      for (const { destinations, rules, title } of graphs) {
        judged += destinations.length;
        for (const node of destinations.filter((one) => one.state === "broken" && /no such cluster/.test(one.problem ?? ""))) {
          broken++;
          const places = rules.flatMap((rule) => rule.legs).filter((leg) => leg.destination === node.id);
          const told = findings.filter((finding) => places.some(({ source }) => isIn(finding, source)));
          for (const one of told) drawn.add(one);
          if (told.length === 0) onlyDrawn.push(`${title}: ${node.problem}`);
        }
      }
    }
  }
  expect({ onlyDrawn, onlyTold: findings.filter((one) => !drawn.has(one)) }).toEqual({ onlyDrawn: [], onlyTold: [] });
  return { judged, broken };
}

function open(files: readonly Source[], mesh: Partial<MeshSettings>): Workspace {
  const workspace = new Workspace({ mesh: { ...defaultMesh, ...mesh }, defaultNamespace: () => "default", levels: new Map(), schemas });
  for (const { file, text } of files) workspace.setFile(file, text, true);
  workspace.check();
  return workspace;
}

function textOf({ services, entries, deployments, rules, gateways, virtualServices }: Mesh): string {
  const manifests = [...services, ...entries, ...deployments, ...rules, ...gateways, ...virtualServices];
  return manifests.map((one) => JSON.stringify(one)).join("\n---\n");
}

function isIn(inner: FileSpan, outer: FileSpan): boolean {
  return inner.file === outer.file && outer.span.start <= inner.span.start && inner.span.end <= outer.span.end;
}
