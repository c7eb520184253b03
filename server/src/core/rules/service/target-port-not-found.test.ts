import { expect, test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";
import { expectFix, fixesOf } from "../../../../../test/helpers/workspaceFixture";

test("target-port-not-found", () => {
  const { fixes } = fixesOf(expectRuleFixture("target-port-not-found"), "target-port-not-found");
  expect(fixes.map((fix) => fix.title)).toEqual(["Change to http"]);
});

test("the fix takes the only name there is", () => {
  const before = `
    apiVersion: v1
    kind: Service
    metadata: {name: website}
    spec:
      selector: {app: website}
      ports: [{name: http, port: 80, targetPort: "serve"}] # the pods' port
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: website, labels: {app: website}}
    spec: {containers: [{name: app, ports: [{name: web, containerPort: 8080}]}]}
    `;
  expectFix(before, "target-port-not-found", "Change to web", "test.yaml", before.replace('"serve"', '"web"'));
});
