import { expect, test } from "vitest";
import { expectFindings, expectFix, fixesOf, openFixture } from "../../../../../test/helpers/workspaceFixture";

const mesh = `
#### mesh.yaml
apiVersion: v1
kind: Service
metadata: {name: website}
spec:
  selector: {app: website}
  ports: [{name: http, port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web-v1}
spec: {template: {metadata: {labels: {app: website, version: website-version-1}}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web-v2}
spec: {template: {metadata: {labels: {app: website, version: website-version-2}}}}
`;
const rule = `
#### rule.yaml
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: website}
spec:
  host: website
  subsets:
    # the stable version
    - name: version-1
      labels:
        version: website-version-1
`;
const route = (subset: string, host = "website") => `
#### route.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: website}
spec:
  hosts: [website]
  http:
  - route:
    - destination:
        host: ${host}
        subset: ${subset}
`;
const marked = (note: string) => `${route("version-2")}#               ^^^^^^^^^ ${note}\n`;

test("a subset that the DestinationRule lacks is an error on its exact word", () => {
  expectFindings(
    `${mesh}${rule}${marked('subset-not-found error: DestinationRule website has no subset "version-2" (it defines version-1)')}`,
  );
});

test("a defined subset is fine, by short and by fully qualified host", () => {
  expectFindings(`${mesh}${rule}${route("version-1")}`);
  expectFindings(`${mesh}${rule}${route("version-1", "website.default.svc.cluster.local")}`);
});

test("a wildcard DestinationRule defines subsets for the hosts it covers", () => {
  expectFindings(`${mesh}${rule.replace("host: website", 'host: "*.default.svc.cluster.local"')}${route("version-1")}`);
});

test("without any DestinationRule in view it is information that says what would settle it", () => {
  expectFindings(`${mesh}${marked("subset-not-found information: No DestinationRule for website is in view")}`);
  expectFindings(`${mesh}${marked("subset-not-found error: No DestinationRule defines subsets for website")}`, {
    mesh: { complete: true },
  });
});

test("a DestinationRule for a misspelt host is named", () => {
  expectFindings(
    `${mesh}${rule.replace("host: website", "host: websit")}${route("version-1")}#               ^^^^^^^^^ subset-not-found error: is defined by DestinationRule default/website, but for the host "websit", which does not exist\n`,
    { only: ["subset-not-found"] },
  );
});

test("a DestinationRule in a namespace that is never consulted does not count", () => {
  const elsewhere = rule
    .replace("{name: website}", "{name: website, namespace: other}")
    .replace("host: website", "host: website.default.svc.cluster.local");
  const { workspace } = expectFindings(
    `${mesh}${elsewhere}${marked("subset-not-found error: never").replace("version-2", "version-1").replace("version-2", "version-1")}`.replace(
      "error: never",
      "error: never consulted",
    ),
  );
  expect(workspace.findings("rule.yaml")).toEqual([]);
});

test("a DestinationRule tells the subsets of a host that is not in view", () => {
  const outside = rule.replace("host: website", "host: website.shop.svc.cluster.local");
  const [, text = ""] = route("version-2", "website.shop.svc.cluster.local").split("#### route.yaml\n");
  const own = `#### route.yaml\n${text}#               ^^^^^^^^^ subset-not-found error: it defines version-1\n`;
  expectFindings(`${outside}${own}`, { only: ["subset-not-found"] });
  expectFindings(`${outside}#### route.yaml\n${text.replace("version-2", "version-1")}`, { only: ["subset-not-found"] });
});

test("pods of a gateway ask in their own namespace, the service's and the root namespace", () => {
  const gateway = `
#### gateway.yaml
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: ingress}
spec: {selector: {istio: ingress}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ingress, namespace: ingress}
spec: {template: {metadata: {labels: {istio: ingress}}}}
`;
  const service = mesh
    .replace("{name: website}", "{name: website, namespace: shop}")
    .replaceAll("{name: web-", "{namespace: shop, name: web-");
  const host = "website.shop.svc.cluster.local";
  const bound = (note: string) =>
    `${route("version-1", host).replace("hosts: [website]", "hosts: [www.example.com]\n  gateways: [ingress/public]")}${note}`;
  const beside = rule.replace("host: website", `host: ${host}`).replace("{name: website}", "{name: website, namespace: default}");
  const refused = bound("#               ^^^^^^^^^ subset-not-found error: rules of that namespace are never consulted\n");
  expectFindings(`${service}${gateway}${beside}${refused}`, { only: ["subset-not-found"] });
  const moved = beside.replace("namespace: default", "namespace: ingress");
  expectFindings(`${service}${gateway}${moved}${bound("")}`, { only: ["subset-not-found"] });
});

test("the fix takes the labels of the Deployment that no subset covers yet, and keeps comments and indentation", () => {
  expectFix(
    `${mesh}${rule}${route("version-2")}`,
    "subset-not-found",
    "Add subset version-2 to DestinationRule website",
    "rule.yaml",
    `
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: website}
    spec:
      host: website
      subsets:
        # the stable version
        - name: version-1
          labels:
            version: website-version-1
        - name: version-2
          labels:
            version: website-version-2

`,
  );
});

test("a misspelt subset is offered the nearest name", () => {
  const open = openFixture(`${mesh}${rule}${route("verison-1")}`);
  expect(fixesOf(open, "subset-not-found").fixes.map((fix) => fix.title)).toContain("Change to version-1");
});

test("without a DestinationRule one is created behind the VirtualService", () => {
  expectFix(
    `${mesh}${route("version-2")}`,
    "subset-not-found",
    "Create a DestinationRule for website with subset version-2",
    "route.yaml",
    `${route("version-2").replace("\n#### route.yaml\n", "")}---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: website
spec:
  host: website
  subsets:
  - name: version-2
    labels:
      version: website-version-2
`,
  );
});
