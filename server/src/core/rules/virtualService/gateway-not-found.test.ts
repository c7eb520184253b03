import { expect, test } from "vitest";
import { expectFindings, fixesOf, openFixture } from "../../../../../test/helpers/workspaceFixture";

const gateway = (name: string, namespace: string) => `
#### gateway-${name}.yaml
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: ${name}, namespace: ${namespace}}
spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
`;
const bound = (reference: string, note?: string) => `
#### route.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop, namespace: shop}
spec:
  hosts: [shop.example.com]
  gateways:
  - ${reference}
${note === undefined ? "" : `# ${" ".repeat(2)}${"^".repeat(reference.length)} ${note}\n`}  http:
  - redirect: {uri: /}
`;

test("ns/name, ./name and a bare name find the Gateway where Istio looks for it", () => {
  expectFindings(`${gateway("public", "ingress")}${bound("ingress/public")}`);
  expectFindings(`${gateway("public", "shop")}${bound("./public")}`, { only: ["gateway-not-found"] });
  expectFindings(`${gateway("public", "shop")}${bound("public")}`);
  expectFindings(bound("mesh"));
});

test("a name off by one word is an error with the right name", () => {
  const open = expectFindings(
    `${gateway("bookinfo", "shop")}${bound("bookinfo-gateway", "gateway-not-found error: Did you mean bookinfo?")}`,
  );
  expect(fixesOf(open, "gateway-not-found").fixes.map((fix) => fix.title)).toEqual([
    "Change to bookinfo",
    "Create a Gateway bookinfo-gateway",
  ]);
});

test("a Gateway of another namespace is offered with its namespace", () => {
  const open = openFixture(`${gateway("public", "ingress")}${gateway("x", "shop")}${bound("public")}`);
  expect(fixesOf(open, "gateway-not-found").fixes[0]?.title).toBe("Change to ingress/public");
});

test("a forgotten namespace is a warning, though the own one holds no Gateway", () => {
  const mesh = `${gateway("public", "ingress")}${bound("public", "gateway-not-found warning: A name without a namespace means")}`;
  expect(fixesOf(expectFindings(mesh), "gateway-not-found").fixes.map((fix) => fix.title)).toEqual(["Change to ingress/public"]);
  expectFindings(`${gateway("public", "ingress")}${bound("other/public", "gateway-not-found information: No Gateway of namespace other")}`);
});

test("without any Gateway of the namespace in view it is information", () => {
  expectFindings(bound("public", "gateway-not-found information: If the cluster has none called public there either"));
  expectFindings(bound("public", "gateway-not-found error"), { mesh: { complete: true } });
});

test("gateways of a match are looked up as well", () => {
  const source = `${gateway("public", "shop")}${bound("public")}`.replace(
    "  - redirect: {uri: /}\n",
    "  - match: [{gateways: [publik]}]\n#                       ^^^^^^ gateway-not-found error\n    redirect: {uri: /}\n",
  );
  expectFindings(source);
});
