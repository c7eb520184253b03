import { expect, test } from "vitest";
import { openFixture } from "../../../../test/helpers/workspaceFixture";

/** The hints of a file as `line text<hint>`, the hint in its place. */
function hinted(source: string): readonly string[] {
  const { workspace, texts } = openFixture(source);
  const text = texts.get("test.yaml") ?? "";
  return workspace.inlayHints("test.yaml", { start: 0, end: text.length }).map(({ offset, label }) => {
    const start = text.lastIndexOf("\n", offset - 1) + 1;
    return `${text.slice(start, offset).trim()}<${label}>`;
  });
}

const rule = (weights: readonly number[]) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a}
spec:
  http:
  - route:
${weights.map((weight) => `    - destination: {host: a}\n      weight: ${weight}`).join("\n")}
`;

test("shares behind weights that do not add up to 100", () =>
  expect(hinted(rule([90, 30]))).toEqual(["weight: 90<75 %>", "weight: 30<25 %>"]));
test("nothing where the weights are the shares", () => expect(hinted(rule([90, 10]))).toEqual([]));
test("the only weight counts as 100", () => expect(hinted(rule([30]))).toEqual(["weight: 30<100 %>"]));
test("nothing where all weights are 0", () => expect(hinted(rule([0, 0]))).toEqual([]));

const subsets = `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: a}
spec:
  host: a
  subsets:
  - name: v1
    labels: {version: v1}
  - name: v2
    labels: {version: v2}
`;
const service = "---\napiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selector: {app: a}, ports: [{port: 80}]}\n";
const deployment =
  "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a-v1}\nspec: {replicas: 3, template: {metadata: {labels: {app: a, version: v1}}}}\n";

test("pods behind the names of subsets", () =>
  expect(hinted(subsets + service + deployment)).toEqual(["- name: v1<3 pods>", "- name: v2<0 pods>"]));
test("nothing where no workload is in view", () => expect(hinted(subsets + service)).toEqual([]));
test("only hints of the part that is asked for", () => {
  const { workspace, texts } = openFixture(rule([90, 30]));
  const at = (texts.get("test.yaml") ?? "").indexOf("weight: 30");
  expect(workspace.inlayHints("test.yaml", { start: at, end: at + 20 }).map((hint) => hint.label)).toEqual(["25 %"]);
});
