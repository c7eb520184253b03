import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";
import { expectFix } from "../../../../../test/helpers/workspaceFixture";

test("subset-unused", () => {
  expectRuleFixture("subset-unused");
});

test("the fix removes the subset", () => {
  expectFix(
    `
    #### routes.yaml
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: website}
    spec:
      hosts: [website]
      http: [{route: [{destination: {host: website, subset: v1}}]}]
    #### rule.yaml
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: website}
    spec:
      host: website
      subsets:
        - name: v1 # stays
          labels: {version: v1}
        - name: v2
          labels: {version: v2}
    `,
    "subset-unused",
    "Remove subset v2",
    "rule.yaml",
    `
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: website}
    spec:
      host: website
      subsets:
        - name: v1 # stays
          labels: {version: v1}
    `,
  );
});
