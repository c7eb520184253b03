import { test } from "vitest";
import { expectFindings, expectFix } from "../../../../../test/helpers/workspaceFixture";

const hosts = (host: string, note?: string, gateways = "[mesh]") => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop}
spec:
  hosts:
  - ${host}
${note === undefined ? "" : `#   ${"^".repeat(host.length)} ${note}\n`}  gateways: ${gateways}
  http:
  - redirect: {uri: /}
`;

test.each(["shop", "shop.example.com", '"*.example.com"', "192.168.0.1", '"2001:db8::1"', "xn--bcher-kva.example"])(
  "%s is a host",
  (host) => {
    expectFindings(hosts(host), { only: ["host-not-dns"] });
  },
);

test.each([
  ["http://shop.example.com/cart", "it is a URL"],
  ["shop.example.com/cart", "it contains a path"],
  ["shop.example.com:8080", "it contains a port"],
  ["shop_1.example.com", '"shop_1" may hold'],
  ["shop..example.com", "an empty label"],
])("%s is none", (host, why) => {
  expectFindings(hosts(host, `host-not-dns error: ${why}`), { only: ["host-not-dns"] });
});

test("the fix keeps the host of a URL", () => {
  expectFix(hosts("http://shop.example.com/cart"), "host-not-dns", "Change to shop.example.com", "test.yaml", hosts("shop.example.com"));
});

test("* is for gateways only", () => {
  expectFindings(hosts('"*"', 'wildcard-host-on-mesh error: The gateway "mesh" means every sidecar'), { only: ["wildcard-host-on-mesh"] });
  expectFindings(hosts('"*"', undefined, "[public]"), { only: ["wildcard-host-on-mesh"] });
});
