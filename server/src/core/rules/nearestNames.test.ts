import { test } from "vitest";
import { expectFix } from "../../../../test/helpers/workspaceFixture";

const istio = (kind: string, spec: string, name = "a") =>
  `apiVersion: networking.istio.io/v1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec:\n${spec}`;
const service = (name: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {selector: {app: ${name}}, ports: [{name: http, port: 80}]}\n`;
const around = `#### around.yaml
${service("website")}---
${service("mqtt")}---
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
${istio("Gateway", "  servers: [{port: {number: 31400, name: tcp, protocol: TCP}, hosts: ['*']}]\n", "public")}---
${istio("DestinationRule", "  host: website\n  subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]\n", "website")}---
${istio("DestinationRule", "  host: mqtt\n  subsets: [{name: v2, labels: {version: v2}}]\n", "mqtt")}#### own.yaml
`;

/** [code, title, kind, spec before, spec after] */
test.each([
  [
    "destination-host-differs",
    "Change to website",
    "VirtualService",
    "  hosts: [website]\n  http:\n  - match: [{headers: {qa: {exact: a}}}]\n    route: [{destination: {host: 'mqtt', subset: v2}}] # testers\n  - route: [{destination: {host: website, subset: v1}}]\n",
    "  hosts: [website]\n  http:\n  - match: [{headers: {qa: {exact: a}}}]\n    route: [{destination: {host: 'website', subset: v2}}] # testers\n  - route: [{destination: {host: website, subset: v1}}]\n",
  ],
  [
    "destination-rule-host-not-found",
    "Change to website",
    "DestinationRule",
    '  host: "websit" # the page\n',
    '  host: "website" # the page\n',
  ],
  [
    "export-to-unknown-namespace",
    "Remove shpo",
    "VirtualService",
    "  hosts: [website]\n  exportTo:\n    - shop # ours\n    - shpo\n  http: [{route: [{destination: {host: website}}]}]\n",
    "  hosts: [website]\n  exportTo:\n    - shop # ours\n  http: [{route: [{destination: {host: website}}]}]\n",
  ],
  [
    "gateway-not-found",
    "Change to public",
    "VirtualService",
    "  hosts: [a.example.com]\n  gateways: ['publik']\n  tcp: [{route: [{destination: {host: website}}]}]\n",
    "  hosts: [a.example.com]\n  gateways: ['public']\n  tcp: [{route: [{destination: {host: website}}]}]\n",
  ],
  [
    "schema-type",
    "Change to 10s",
    "VirtualService",
    "  hosts: [website]\n  http: [{timeout: 10, route: [{destination: {host: website}}]}]\n",
    "  hosts: [website]\n  http: [{timeout: 10s, route: [{destination: {host: website}}]}]\n",
  ],
  [
    "schema-unknown-field",
    "Change to timeout",
    "VirtualService",
    '  hosts: [website]\n  http:\n  - "timeuot": 1s # soon\n    route: [{destination: {host: website}}]\n',
    '  hosts: [website]\n  http:\n  - "timeout": 1s # soon\n    route: [{destination: {host: website}}]\n',
  ],
  [
    "schema-unknown-field",
    "Remove colour",
    "VirtualService",
    "  hosts: [website]\n  http:\n  - route: [{destination: {host: website}}]\n    colour:\n      name: red\n    timeout: 1s\n",
    "  hosts: [website]\n  http:\n  - route: [{destination: {host: website}}]\n    timeout: 1s\n",
  ],
  [
    "sidecar-host-not-found",
    "Remove ./website.default",
    "Sidecar",
    "  egress:\n  - hosts:\n    - ./website.default.svc.cluster.local # the page\n    - ./website.default\n",
    "  egress:\n  - hosts:\n    - ./website.default.svc.cluster.local # the page\n",
  ],
  [
    "tcp-match-port-not-served",
    "Change to port 31400",
    "VirtualService",
    "  hosts: [a.example.com]\n  gateways: [public]\n  tcp:\n  - match: [{port: 3140}] # mqtt\n    route: [{destination: {host: website}}]\n",
    "  hosts: [a.example.com]\n  gateways: [public]\n  tcp:\n  - match: [{port: 31400}] # mqtt\n    route: [{destination: {host: website}}]\n",
  ],
])("%s: %s", (code, title, kind, before, after) => {
  expectFix(`${around}${istio(kind, before)}`, code, title, "own.yaml", istio(kind, after));
});

test("an API version that is served", () => {
  const text = (apiVersion: string) =>
    istio("VirtualService", "  hosts: [a]\n  http: [{route: [{destination: {host: a}}]}]\n").replace("networking.istio.io/v1", apiVersion);
  expectFix(
    text("'networking.istio.io/v2' # new"),
    "unknown-api-version",
    "Change to networking.istio.io/v1",
    "test.yaml",
    text("'networking.istio.io/v1' # new"),
  );
});

test("a label that pods carry", () => {
  const rule = (version: string) =>
    istio("DestinationRule", `  host: website\n  subsets:\n  - name: v2\n    labels: {version: "${version}"} # canary\n`, "website");
  const deployment =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: website}\nspec: {template: {metadata: {labels: {app: website, version: v2}}, spec: {containers: [{name: a, image: a}]}}}\n";
  expectFix(
    `#### service.yaml\n${service("website")}---\n${deployment}#### own.yaml\n${rule("v22")}`,
    "subset-selects-no-workload",
    "Change to v2",
    "own.yaml",
    rule("v2"),
  );
});

test("a DestinationRule that opens TLS", () => {
  const entry = istio(
    "ServiceEntry",
    "  hosts: [api.example.com]\n  resolution: DNS\n  ports: [{number: 443, name: https, protocol: HTTPS}]\n",
    "api",
  );
  const before = istio(
    "VirtualService",
    "  hosts: [api.example.com]\n  http:\n  - route:\n    - destination: {host: api.example.com, port: {number: 443}}\n",
  );
  expectFix(
    `#### entry.yaml\n${entry}#### own.yaml\n${before}`,
    "tls-origination-missing",
    "Create a DestinationRule that opens TLS to api.example.com",
    "own.yaml",
    `${before}---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: api-example-com
spec:
  host: api.example.com
  trafficPolicy:
    portLevelSettings:
    - port:
        number: 443
      tls:
        mode: SIMPLE
        sni: api.example.com
        caCertificates: system
`,
  );
});
