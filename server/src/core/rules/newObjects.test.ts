import { expect, test } from "vitest";
import { expectFix, fixesOf, openFixture } from "../../../../test/helpers/workspaceFixture";

const virtualService = (spec: string, metadata = "{name: website}") =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: ${metadata}\nspec:\n${spec}`;
const rules = (destination: string, spec = "  hosts: [website]\n") =>
  virtualService(`${spec}  http:\n  - route:\n    - destination: ${destination}\n`);
const deployment = `
#### deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec: {template: {metadata: {labels: {app.kubernetes.io/name: cart, version: v1}}, spec: {containers: [{name: a, ports: [{containerPort: 8080}]}]}}}
`;

test("a Service as its workload and its callers want it", () => {
  const before = rules("{host: cart}");
  expectFix(
    `${deployment}#### own.yaml\n${before}`,
    "destination-host-not-found",
    "Create a Service cart",
    "own.yaml",
    `${before}---
apiVersion: v1
kind: Service
metadata:
  name: cart
spec:
  selector:
    app.kubernetes.io/name: cart
  ports:
  - name: http
    port: 8080
`,
  );
});

test("a Service with the ports that are asked for, in the namespace that the host names", () => {
  const before = rules(
    "{host: cart.shop.svc.cluster.local, port: {number: 80}}\n  - route:\n    - destination: {host: cart.shop.svc.cluster.local, port: {number: 81}}",
  );
  expectFix(
    before,
    "destination-host-not-found",
    "Create a Service cart",
    "test.yaml",
    `${before}---
apiVersion: v1
kind: Service
metadata:
  name: cart
  namespace: shop
spec:
  selector:
    app: cart
  ports:
  - name: http
    port: 80
  - name: http-81
    port: 81
`,
  );
});

test("the target port is told where the container has another one", () => {
  const before = rules("{host: cart, port: {number: 80}}");
  expectFix(
    `${deployment}#### own.yaml\n${before}`,
    "destination-host-not-found",
    "Create a Service cart",
    "own.yaml",
    `${before}---
apiVersion: v1
kind: Service
metadata:
  name: cart
spec:
  selector:
    app.kubernetes.io/name: cart
  ports:
  - name: http
    port: 80
    targetPort: 8080
`,
  );
});

test("a ServiceEntry for a host outside", () => {
  const before = rules("{host: api.example.com, port: {number: 443}}");
  expectFix(
    before,
    "destination-host-not-found",
    "Create a ServiceEntry for api.example.com",
    "test.yaml",
    `${before}---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api-example-com
spec:
  hosts:
  - api.example.com
  location: MESH_EXTERNAL
  ports:
  - number: 443
    name: https
    protocol: HTTPS
  resolution: DNS
`,
  );
});

test("no ServiceEntry for what is half a name of a Service", () => {
  const open = openFixture(`${rules("{host: cart.shop}")}---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n`);
  expect(fixesOf(open, "destination-host-not-found").fixes.map(({ title }) => title)).toEqual([]);
});

test("a Service for the host of a DestinationRule", () => {
  const before = "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a, namespace: shop}\nspec:\n  host: cart";
  expectFix(
    before,
    "destination-rule-host-not-found",
    "Create a Service cart",
    "test.yaml",
    `${before}
---
apiVersion: v1
kind: Service
metadata:
  name: cart
  namespace: shop
spec:
  selector:
    app: cart
  ports:
  - name: http
    port: 80
`,
  );
});

test("the Service of another namespace in full", () => {
  const service = "apiVersion: v1\nkind: Service\nmetadata: {name: cart, namespace: shop}\nspec: {ports: [{name: http, port: 80}]}\n";
  const text = (host: string) => rules(`{host: '${host}'} # of the shop`);
  expectFix(
    `#### service.yaml\n${service}#### own.yaml\n${text("cart")}`,
    "destination-host-not-found",
    "Change to cart.shop.svc.cluster.local",
    "own.yaml",
    text("cart.shop.svc.cluster.local"),
  );
});

test("a Gateway for the hosts of a VirtualService, on the pods that other Gateways are for", () => {
  const other =
    "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: other, namespace: shop}\nspec: {selector: {istio: edge}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]}\n";
  const before = rules("{host: website}", "  hosts:\n    - shop.example.com\n    - website\n  gateways: [ingress/public]\n");
  expectFix(
    `#### own.yaml\n${before}#### other.yaml\n${other}`,
    "gateway-not-found",
    "Create a Gateway public",
    "own.yaml",
    `${before}---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: public
  namespace: ingress
spec:
  selector:
    istio: edge
  servers:
    - port:
        number: 80
        name: http
        protocol: HTTP
      hosts:
        - shop.example.com
        - website.default.svc.cluster.local
`,
  );
});

test("a Gateway that passes TLS through, with a server for each port", () => {
  const before = virtualService(
    "  hosts: [db.example.com]\n  gateways: [db]\n  tls:\n  - match: [{port: 443, sniHosts: [db.example.com]}, {port: 5432, sniHosts: [db.example.com]}]\n    route: [{destination: {host: db}}]\n",
  );
  expectFix(
    before,
    "gateway-not-found",
    "Create a Gateway db",
    "test.yaml",
    `${before}---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: db
spec:
  selector:
    istio: ingressgateway
  servers:
  - port:
      number: 443
      name: tls
      protocol: TLS
    hosts:
    - db.example.com
    tls:
      mode: PASSTHROUGH
  - port:
      number: 5432
      name: tls-5432
      protocol: TLS
    hosts:
    - db.example.com
    tls:
      mode: PASSTHROUGH
`,
  );
});

const gateway = (hosts: string) =>
  `apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: public}\nspec:\n  servers:\n  - port: {number: 80, name: http, protocol: HTTP}\n    hosts:${hosts}`;

test.each([
  ["\n    - 'shop.example.com' # the shop\n", "\n    - 'shop.example.com' # the shop\n    - 'website.example.com'\n"],
  ["\n    - ./shop.example.com\n", "\n    - ./shop.example.com\n    - default/website.example.com\n"],
  [" [shop.example.com]\n", " [shop.example.com, website.example.com]\n"],
])("an entry of a Gateway for a host that it does not take: %s", (before, after) => {
  const own = rules("{host: website}", "  hosts: [website.example.com]\n  gateways: [public]\n");
  expectFix(
    `#### gateway.yaml\n${gateway(before)}#### own.yaml\n${own}`,
    "host-not-in-gateway",
    "Add website.example.com to Gateway public",
    "gateway.yaml",
    gateway(after),
  );
});

test("where a Gateway has several servers each is offered", () => {
  const two = `${gateway(" [a.example.com]\n")}  - {port: {number: 8080, name: http-8080, protocol: HTTP}, hosts: [b.example.com]}\n`;
  const own = rules("{host: website}", "  hosts: [website.example.org]\n  gateways: [public]\n");
  expectFix(
    `#### gateway.yaml\n${two}#### own.yaml\n${own}`,
    "host-not-in-gateway",
    "Add website.example.org to Gateway public, port 8080",
    "gateway.yaml",
    two.replace("[b.example.com]", "[b.example.com, website.example.org]"),
  );
});
