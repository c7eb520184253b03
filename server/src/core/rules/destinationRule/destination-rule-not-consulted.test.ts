import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";
import { expectFindings, expectFix } from "../../../../../test/helpers/workspaceFixture";

const service = `
#### service.yaml
apiVersion: v1
kind: Service
metadata: {name: website, namespace: shop}
spec: {ports: [{name: http, port: 80}]}
`;
const rule = (namespace: string, note = "") => `
#### rule.yaml
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: website
  namespace: ${namespace}
${note}spec:
  host: website.shop.svc.cluster.local
`;
const only = ["destination-rule-not-consulted"];

test("destination-rule-not-consulted", () => {
  expectRuleFixture("destination-rule-not-consulted");
});

test("where the files are the whole mesh it is certain", () => {
  expectFindings(
    `${service}${rule("config", "#            ^^^^^^ destination-rule-not-consulted warning: This rule is without effect.\n")}`,
    {
      mesh: { complete: true },
      only,
    },
  );
});

test("the root namespace is a setting", () => {
  expectFindings(`${service}${rule("config")}`, { mesh: { rootNamespace: "config" }, only });
});

test("the fix moves the rule beside its Service", () => {
  expectFix(
    `${service}${rule("config")}`,
    "destination-rule-not-consulted",
    "Move to namespace shop",
    "rule.yaml",
    rule("shop").replace("#### rule.yaml\n", ""),
  );
});
