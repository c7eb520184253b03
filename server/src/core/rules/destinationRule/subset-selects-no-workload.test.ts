import { expect, test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";
import { expectFindings, fixesOf } from "../../../../../test/helpers/workspaceFixture";

const service = `
#### service.yaml
apiVersion: v1
kind: Service
metadata: {name: website}
spec: {selector: {app: website}, ports: [{name: http, port: 80}]}
`;
const workload = (kind: string, apiVersion: string, spec: string) => `
#### ${kind}.yaml
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: web}
spec: ${spec}
`;
const template = (labels: string) => `{template: {metadata: {labels: ${labels}}}}`;
const rule = (value: string, note?: string) => `
#### rule.yaml
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: website}
spec:
  host: website
  subsets:
  - name: v1
    labels:
      version: ${value}
${note === undefined ? "" : `#              ${"^".repeat(value.length)} ${note}\n`}`;
const deployment = (labels: string) => workload("Deployment", "apps/v1", template(labels));

test("subset-selects-no-workload", () => {
  const open = expectRuleFixture("subset-selects-no-workload");
  expect(fixesOf(open, "subset-selects-no-workload").fixes.map((fix) => fix.title)).toEqual(["Change to version"]);
});

test("a subset that gets no requests yet waits for its pods", () => {
  const route = (more: string) => `
#### virtual-service.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: website}
spec: {hosts: [website], http: [{route: [{destination: {host: website, subset: stable}, weight: 90}${more}]}]}
#### stable.yaml
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: stable}
spec: {host: website, subsets: [{name: stable, labels: {version: v2}}]}
`;
  const canary = (weight: number) => route(`, {destination: {host: website, subset: v1}, weight: ${weight}}`);
  const mesh = (level: string) =>
    `${service}${deployment("{app: website, version: v2}")}${rule("v1", `subset-selects-no-workload ${level}`)}`;
  const only = ["subset-selects-no-workload", "subset-unused"];
  expectFindings(`${mesh("information: no rule sends any yet")}${route("")}`, { only });
  expectFindings(`${mesh("information")}${canary(0)}`, { only });
  expectFindings(`${mesh("warning: Requests routed to it get 503")}${canary(10)}`, { only });
});

test("a label that no pod template carries", () => {
  const open = expectFindings(
    `${service}${deployment("{app: website, version: v2}")}${rule("v1", "subset-selects-no-workload warning: The host's pods carry version=v2")}`,
  );
  expect(fixesOf(open, "subset-selects-no-workload").fixes.map((fix) => fix.title)).toEqual(["Change to v2"]);
});

test("the Service's selector must hold as well, which istioctl forgets", () => {
  expectFindings(
    `${service}${deployment("{app: other, version: v1}")}${rule("v1", "subset-selects-no-workload warning: selects no pods")}`,
  );
});

test.each([
  ["Deployment", "apps/v1", template("{app: website, version: v1}")],
  ["Deployment", "apps/v1beta1", template("{app: website, version: v1}")],
  ["StatefulSet", "apps/v1", template("{app: website, version: v1}")],
  ["DaemonSet", "apps/v1", template("{app: website, version: v1}")],
  ["ReplicaSet", "apps/v1", template("{app: website, version: v1}")],
  ["Job", "batch/v1", template("{app: website, version: v1}")],
  ["CronJob", "batch/v1", `{schedule: "@daily", jobTemplate: {spec: ${template("{app: website, version: v1}")}}}`],
  ["Rollout", "argoproj.io/v1alpha1", template("{app: website, version: v1}")],
])("pods of a %s (%s) count", (kind, apiVersion, spec) => {
  expectFindings(`${service}${workload(kind, apiVersion, spec)}${rule("v1")}`);
});

test("a Pod counts", () => {
  expectFindings(
    `${service}${workload("Pod", "v1", "{}").replace("{name: web}", "{name: web, labels: {app: website, version: v1}}")}${rule("v1")}`,
  );
});

test("without workloads in view it is information that says what would settle it", () => {
  expectFindings(`${service}${rule("v1", "subset-selects-no-workload information: Add the Deployments")}`);
  expectFindings(`${service}${rule("v1", "subset-selects-no-workload warning: selects no pods")}`, { mesh: { complete: true } });
});

test("a Service without a selector has endpoints that files do not show", () => {
  expectFindings(`${service.replace("selector: {app: website}, ", "")}${deployment("{app: x}")}${rule("v1")}`);
});

test("labels of the topology are added by the control plane", () => {
  expectFindings(`${service}${deployment("{app: website}")}${rule("eu").replace("version: eu", "topology.kubernetes.io/region: eu")}`);
});

test("a subset that no rule names yet is information", () => {
  const routing = (subset: string) => `
#### routing.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: website}
spec:
  hosts: [website]
  http: [{route: [{destination: {host: website, subset: ${subset}}}]}]
`;
  const files = `${service}${deployment("{app: website, version: v2}")}`;
  const only = ["subset-selects-no-workload"];
  expectFindings(`${files}${routing("other")}${rule("v1", "subset-selects-no-workload information: selects no pods")}`, { only });
  expectFindings(`${files}${routing("v1")}${rule("v1", "subset-selects-no-workload warning: selects no pods")}`, { only });
});
