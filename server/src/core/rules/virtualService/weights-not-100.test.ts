import { expect, test } from "vitest";
import { expectFindings, expectFix, fixesOf, openFixture } from "../../../../../test/helpers/workspaceFixture";

const mesh = `
#### mesh.yaml
apiVersion: v1
kind: Service
metadata: {name: website}
spec: {ports: [{name: http, port: 80}]}
`;
const split = (...weights: string[]) => `
#### route.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: website}
spec:
  hosts: [website]
  http:
  - route:
${weights.map((weight) => `    - destination: {host: website}\n${weight}`).join("")}`;

const only = { only: ["weights-not-100"] };

test("the shares that result are told, on the last weight", () => {
  expectFindings(
    `${mesh}${split("      weight: 90\n", "      weight: 20\n#             ^^ weights-not-100 warning: add up to 110, not 100: they are relative, so the shares are website 81.8 %, website 18.2 %\n")}`,
    only,
  );
});

test("100 is fine, one destination is fine whatever its weight, and weights of zero are somebody else's finding", () => {
  expectFindings(`${mesh}${split("      weight: 90\n", "      weight: 10\n")}`, only);
  expectFindings(`${mesh}${split("      weight: 7\n")}`, only);
  expectFindings(`${mesh}${split("      weight: 0\n", "      weight: 0\n")}`, { only: ["weights-not-100"] });
});

test("the last weight takes the rest, or all keep their proportions", () => {
  const source = `${mesh}${split("      weight: 90 # most\n", "      weight: 20\n")}`;
  const after = (a: number, b: number) => split(`      weight: ${a} # most\n`, `      weight: ${b}\n`).replace("\n#### route.yaml\n", "");
  expectFix(source, "weights-not-100", "Change the last weight to 10", "route.yaml", after(90, 10));
  expectFix(source, "weights-not-100", "Normalise the weights to 82, 18", "route.yaml", after(82, 18));
});

test("no last weight makes 100 when the others exceed it", () => {
  const open = openFixture(`${mesh}${split("      weight: 90\n", "      weight: 30\n", "      weight: 30\n")}`);
  expect(fixesOf(open, "weights-not-100").fixes.map((fix) => fix.title)).toEqual(["Normalise the weights to 60, 20, 20"]);
});
