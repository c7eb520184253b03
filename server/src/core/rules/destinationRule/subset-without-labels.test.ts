import { test } from "vitest";
import { expectFindings } from "../../../../../test/helpers/workspaceFixture";

const rule = (subsets: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: website}
spec:
  host: website
  subsets:
${subsets}
`;
const only = ["subset-without-labels"];

test("a subset without labels beside one with labels", () => {
  expectFindings(
    rule(`
    - name: v1
      labels: {version: v1}
    - name: v2
#           ^^ subset-without-labels hint: Subset "v2" has no labels, so it is all pods of website
    - name: v3
#           ^^ subset-without-labels hint
      labels: {}`),
    { only },
  );
});

test("a policy of its own, and labels nowhere, are meant", () => {
  expectFindings(
    rule(`
    - {name: v1, labels: {version: v1}}
    - {name: all, trafficPolicy: {loadBalancer: {simple: RANDOM}}}`),
    { only },
  );
  expectFindings(rule("    - name: all"), { only });
});
