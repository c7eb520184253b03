import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { FileSpan } from "../../server/src/core/features/results";
import { defaultMesh, type MeshSettings } from "../../server/src/core/model/mesh";
import { isKind } from "../../server/src/core/model/resource";
import { createSchemas } from "../../server/src/core/schema/bundled";
import { shiftSpan } from "../../server/src/core/text/span";
import { Workspace } from "../../server/src/core/workspace";
import { parseFixture } from "../helpers/fixture";
import { rolloutFiles } from "../helpers/rollouts";
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

test.each(readdirSync(fixtures))("the picture and the findings agree on %s", (name) => {
  const { files } = parseFixture(readFileSync(join(fixtures, name), "utf8"));
  disagreements(files.map(({ path, text }) => ({ file: path, text })));
});

test("the picture and the findings agree on the destinations of generated meshes", () => {
  const total = { judged: 0, broken: 0 };
  fc.assert(
    fc.property(mesh, ({ services, entries, deployments, rules, gateways, virtualServices }) => {
      const manifests = [...services, ...entries, ...deployments, ...rules, ...gateways, ...virtualServices];
      const text = manifests.map((one) => JSON.stringify(one)).join("\n---\n");
      const { judged, broken } = disagreements([{ file: "mesh.yaml", text }], { complete: true });
      total.judged += judged;
      total.broken += broken;
    }),
    { seed: 20261128, numRuns: 150 },
  );
  expect(total.judged).toBeGreaterThan(1_000);
  expect(total.broken).toBeGreaterThan(200);
});

/**
 * Expects that a destination is drawn as without cluster where an error or a warning says so, and nowhere else; counts what was compared.
 * Rules with the same destination share one node, a delegate's rules are drawn with each of its roots, and mirrors of rules
 * that delegate only where the delegate has none.
 */
function disagreements(files: readonly Source[], mesh: Partial<MeshSettings> = {}): { readonly judged: number; readonly broken: number } {
  const workspace = new Workspace({ mesh: { ...defaultMesh, ...mesh }, defaultNamespace: () => "default", levels: new Map(), schemas });
  for (const { file, text } of files) workspace.setFile(file, text, true);
  workspace.check();
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

function isIn(inner: FileSpan, outer: FileSpan): boolean {
  return inner.file === outer.file && outer.span.start <= inner.span.start && inner.span.end <= outer.span.end;
}
