import { test } from "vitest";
import { expectFindings } from "../../../../../test/helpers/workspaceFixture";

const service = `
#### service.yaml
apiVersion: v1
kind: Service
metadata: {name: website, namespace: shop}
spec: {ports: [{name: http, port: 80}]}
`;
const rule = (host: string, note?: string, namespace = "shop") => `
#### rule.yaml
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: website, namespace: ${namespace}}
spec:
  host: ${host}
${note === undefined ? "" : `#       ${"^".repeat(host.length)} ${note}\n`}`;

test("hosts resolve in the rule's own namespace", () => {
  expectFindings(`${service}${rule("website")}`);
  expectFindings(`${service}${rule("website.shop.svc.cluster.local", undefined, "istio-system")}`, {
    only: ["destination-rule-host-not-found"],
  });
  expectFindings(`${service}${rule("websites", "destination-rule-host-not-found warning: Did you mean website?")}`);
});

test("svc.ns is not expanded", () => {
  expectFindings(
    `${service}${rule("website.shop", "destination-rule-host-not-found warning: Did you mean website.shop.svc.cluster.local?")}`,
  );
});

test("what is not in view is information", () => {
  expectFindings(rule("website", "destination-rule-host-not-found information: No file here defines the host"));
});

test("what is not in view is not said again beside a rule that sends there", () => {
  expectFindings(`${rule("website")}
#### virtual-service.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: website, namespace: shop}
spec: {hosts: [website], http: [{route: [{destination: {host: website}}]}]}
#                                                             ^^^^^^^ destination-host-not-found information
`);
});

test("Services that come with Istio are taken to be there, until Services of their namespace are in view", () => {
  const egress = "istio-egressgateway.istio-system.svc.cluster.local";
  expectFindings(rule(egress));
  expectFindings(rule("kubernetes.default.svc.cluster.local"), { mesh: { complete: true }, only: ["destination-rule-host-not-found"] });
  expectFindings(
    `${service.replace("shop", "istio-system")}${rule(egress, `destination-rule-host-not-found warning: the host "${egress}", so`)}`,
  );
});
