import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";
import { expectFindings } from "../../../../../../test/helpers/workspaceFixture";

describe("invalid-delegate", () => {
  test("without hosts there are http rules only, no gateways, no tls and no tcp", () => {
    expectJudgement(
      "VirtualService",
      `
      gateways: [public]
      ^^^^^^^^ invalid-delegate error: has the gateways of its root
      tls:
      ^^^ invalid-delegate error: has http rules only
      - match: [{sniHosts: [a.example.com]}]
        route: [{destination: {host: a}}]
      tcp:
      ^^^ invalid-delegate error: has http rules only
      - route: [{destination: {host: a}}]
      `,
    );
  });

  test("a delegate does not delegate, and a rule that delegates does nothing itself", () => {
    expectJudgement(
      "VirtualService",
      `
      http:
      - delegate: {name: cart}
        ^^^^^^^^ invalid-delegate error: cannot delegate once more
      `,
    );
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - delegate: {name: cart}
        redirect: {uri: /}
        ^^^^^^^^ invalid-delegate error: remove "redirect", or "delegate"
      - delegate: {name: cart}
        route: [{destination: {host: cart}}]
        ^^^^^ invalid-delegate error: its delegate decides
      `,
    );
  });

  test("a root and its delegate are fine", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      gateways: [public]
      http:
      - delegate: {name: cart, namespace: cart}
      `,
    );
    expectJudgement(
      "VirtualService",
      `
      http:
      - route: [{destination: {host: cart}}]
      `,
    );
  });

  test("what the delegate cannot have is removed", () => {
    expectMended(
      "VirtualService",
      `
      gateways: [public] # not here
      http:
      - route: [{destination: {host: cart}}]
      `,
      "invalid-delegate",
      "Remove gateways",
      `
      http:
      - route: [{destination: {host: cart}}]
      `,
    );
  });

  test("hosts of another type are for the schema alone", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: shop.example.com
             ^^^^^^^^^^^^^^^^ schema-type error: must be a list
      gateways: [public]
      http:
      - route: [{destination: {host: cart}}]
      `,
    );
  });
});

describe("invalid-gateway-name", () => {
  test("wildcards, empty parts and URLs name no Gateway", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      gateways:
      - ingress/*
        ^^^^^^^^^ invalid-gateway-name error: Wildcards are not possible
      - /public
        ^^^^^^^ invalid-gateway-name error: cannot be empty
      - "*/public"
        ^^^^^^^^^^ invalid-gateway-name error: Each gateway is named by itself
      - ingress/public
      http:
      - route: [{destination: {host: cart}}]
      `,
    );
  });

  test("behind a name without a slash the webhook does not look, but nothing is bound there either", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      gateways:
      - mesh
      - ./public
      - ingress/*
        ^^^^^^^^^ invalid-gateway-name warning: is no name of a Gateway
      http:
      - route: [{destination: {host: cart}}]
      `,
    );
  });

  test("the own namespace is written out", () => {
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      gateways: ["./public"]
      http:
      - route: [{destination: {host: cart}}]
      `,
      "invalid-gateway-name",
      "Change to shop/public",
      `
      hosts: [shop.example.com]
      gateways: ["shop/public"]
      http:
      - route: [{destination: {host: cart}}]
      `,
    );
  });

  test("the legacy form is a warning, in matches too, and rewritten", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - match:
        - gateways: [public.ingress.svc.cluster.local]
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid-gateway-name warning: Istio takes it for "ingress/public"
        route: [{destination: {host: cart}}]
      `,
    );
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      gateways: [public.ingress]
      tls:
      - match: [{sniHosts: [shop.example.com]}]
        route: [{destination: {host: cart}}]
      `,
      "invalid-gateway-name",
      "Change to ingress/public",
      `
      hosts: [shop.example.com]
      gateways: [ingress/public]
      tls:
      - match: [{sniHosts: [shop.example.com]}]
        route: [{destination: {host: cart}}]
      `,
    );
  });
});

describe("jwt-claim-without-gateway", () => {
  test("claims are known at gateways only", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      gateways: [public, mesh]
      http:
      - match:
        - headers:
            "@request.auth.claims.group": {exact: qa}
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ jwt-claim-without-gateway error: known at gateways only
        - withoutHeaders:
            "@Request.Auth.Claims[group]": {exact: qa}
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ jwt-claim-without-gateway error: Bind it to gateways
        route: [{destination: {host: cart}}]
      `,
    );
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      gateways: [public]
      http:
      - match: [{headers: {"@request.auth.claims.group": {exact: qa}}}]
        route: [{destination: {host: cart}}]
      `,
    );
  });
});

describe("overlapping-hosts", () => {
  test("the same host, and a host that a wildcard covers, in either order", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts:
      - shop.example.com
      - cart.example.com
      - shop.example.com
        ^^^^^^^^^^^^^^^^ overlapping-hosts error: is given twice
      - "*.example.com"
        ^^^^^^^^^^^^^^^ overlapping-hosts error: "shop.example.com" and "*.example.com" overlap
      - a.b.example.com
        ^^^^^^^^^^^^^^^ overlapping-hosts error: Keep the wider one
      - example.com
      http:
      - route: [{destination: {host: cart}}]
      `,
    );
  });

  test("a repetition is removed", () => {
    expectMended(
      "VirtualService",
      `
      hosts:
      - shop.example.com # ours
      - shop.example.com # again
      http:
      - route: [{destination: {host: cart}}]
      `,
      "overlapping-hosts",
      "Remove shop.example.com",
      `
      hosts:
      - shop.example.com # ours
      http:
      - route: [{destination: {host: cart}}]
      `,
    );
    expectMended(
      "VirtualService",
      `
      hosts: [a.example.com, "*.example.com", b.org]
      http:
      - route: [{destination: {host: cart}}]
      `,
      "overlapping-hosts",
      "Remove *.example.com",
      `
      hosts: [a.example.com, b.org]
      http:
      - route: [{destination: {host: cart}}]
      `,
    );
  });
});

describe("virtual-service-without-rules", () => {
  test("there has to be a rule", () => {
    expectFindings(
      `
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: shop}
      spec:
      #<--- virtual-service-without-rules error: Add http, tls or tcp rules
        hosts: [shop.example.com]
        http: []
      `,
    );
  });
});
