import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";
import { expectFix } from "../../../../../test/helpers/workspaceFixture";

test("sidecar-host-not-found", () => {
  expectRuleFixture("sidecar-host-not-found");
});

test.each([
  ["./website.shop", "Change to ./website.shop.svc.cluster.local", "./website.shop.svc.cluster.local"],
  ["default/website.shop.svc.cluster.local", "Change to shop/website.shop.svc.cluster.local", "shop/website.shop.svc.cluster.local"],
])("%s is mended", (before, title, after) => {
  const manifest = (host: string) => `
    apiVersion: v1
    kind: Service
    metadata: {name: website, namespace: shop}
    spec: {ports: [{name: http, port: 80}]}
    ---
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: default, namespace: shop}
    spec:
      egress:
        - hosts: [istio-system/*, '${host}'] # all there is
    `;
  expectFix(manifest(before), "sidecar-host-not-found", title, "test.yaml", manifest(after));
});
