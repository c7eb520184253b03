import { test } from "vitest";
import { expectFix } from "../../../../../test/helpers/workspaceFixture";

const website = (http: string, spec = "") => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: website}
spec:
  hosts: [website]${spec}
  http:
${http}`;
const services = `
#### services.yaml
apiVersion: v1
kind: Service
metadata: {name: website}
spec: {ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: beta}
spec: {ports: [{name: http, port: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: website}
spec: {selector: {matchLabels: {app: website}}, template: {metadata: {labels: {app: website, version: v2}}, spec: {containers: [{name: a, image: b}]}}}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public}
spec: {servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com]}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart-paths}
spec: {http: [{route: [{destination: {host: beta}}]}]}
`;
const route = "    route: [{destination: {host: website}}]\n";

test.each([
  [
    "destination-port-differs",
    "Add port 8080",
    website("  - route:\n    - destination:\n        host: beta # new\n"),
    website("  - route:\n    - destination:\n        host: beta # new\n        port:\n          number: 8080\n"),
  ],
  [
    "lone-weight",
    "Change the weight to 100",
    website("  - route:\n    - {destination: {host: website}, weight: 10} # soon more\n"),
    website("  - route:\n    - {destination: {host: website}, weight: 100} # soon more\n"),
  ],
  [
    "redirect-code-without-effect",
    "Change to 302",
    website("  - redirect: {uri: /a, redirectCode: 305}\n"),
    website("  - redirect: {uri: /a, redirectCode: 302}\n"),
  ],
  [
    "timeout-shorter-than-retries",
    "Change to 6s",
    website(`  - timeout: "1s"\n    retries: {attempts: 3, perTryTimeout: 2s}\n${route}`),
    website(`  - timeout: "6s"\n    retries: {attempts: 3, perTryTimeout: 2s}\n${route}`),
  ],
  [
    "delegate-not-found",
    "Change to cart-paths",
    website("  - delegate: {name: cart-path}\n"),
    website("  - delegate: {name: cart-paths}\n"),
  ],
  [
    "source-labels-match-nothing",
    "Change to v2",
    website(`  - match:\n    - sourceLabels: {version: 'v22'}\n${route}`),
    website(`  - match:\n    - sourceLabels: {version: 'v2'}\n${route}`),
  ],
  [
    "export-to-unknown-namespace",
    "Change to shop",
    website(`  -${route.slice(3)}`, "\n  exportTo: [shpo]"),
    website(`  -${route.slice(3)}`, "\n  exportTo: [shop]"),
  ],
  [
    "host-not-in-gateway",
    "Change to shop.example.com",
    website(`  -${route.slice(3)}`, "\n  gateways: [public]").replace("hosts: [website]", "hosts: [shops.example.com]"),
    website(`  -${route.slice(3)}`, "\n  gateways: [public]").replace("hosts: [website]", "hosts: [shop.example.com]"),
  ],
])("%s: %s", (code, title, before, after) => {
  expectFix(`${services}#### website.yaml\n${before}`, code, title, "website.yaml", after);
});

test("mixed-versions: Change to v1", () => {
  const rules = ["api", "website"]
    .map(
      (host) => `
#### rule-${host}.yaml
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${host}}
spec: {host: ${host}, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]}
`,
    )
    .join("");
  const shop = (subset: string) =>
    website(
      `  - match: [{uri: {prefix: /api}, headers: {tester: {exact: "1"}}}]
    route: [{destination: {host: api, subset: v1}}]
  - match: [{headers: {tester: {exact: "1"}}}]
    route: [{destination: {host: website, subset: ${subset}}}]
`,
    );
  expectFix(`${rules}#### website.yaml\n${shop("v2")}`, "mixed-versions", "Change to v1", "website.yaml", shop("v1"));
});
