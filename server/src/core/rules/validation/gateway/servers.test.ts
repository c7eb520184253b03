import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";
import { expectFindings } from "../../../../../../test/helpers/workspaceFixture";

describe("gateway-name-not-dns", () => {
  test("a dot would mean the legacy form", () => {
    expectFindings(
      `
      apiVersion: networking.istio.io/v1
      kind: Gateway
      metadata:
        name: shop.example.com
      #       ^^^^^^^^^^^^^^^^ gateway-name-not-dns error: is no name of a Gateway
      spec:
        servers:
        - port: {number: 80, name: http, protocol: HTTP}
          hosts: ["*"]
      `,
    );
  });

  test("what Istio makes from the Gateway API is not held to it", () => {
    expectJudgement(
      "Gateway",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 80, name: http, protocol: HTTP}
        hosts: [~/shop.example.com]
      `,
      "{name: shop.example.com, namespace: shop, annotations: {internal.istio.io/gateway-semantics: gateway}}",
    );
  });
});

describe("gateway-without-servers", () => {
  test("listens nowhere", () => {
    expectFindings(
      `
      apiVersion: networking.istio.io/v1
      kind: Gateway
      metadata: {name: shop}
      spec:
      #<--- gateway-without-servers error: Add one
        selector: {istio: ingressgateway}
      `,
    );
  });
});

describe("duplicate-server", () => {
  test("ports have names of their own", () => {
    expectJudgement(
      "Gateway",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 80, name: http, protocol: HTTP}
        hosts: [a.example.com]
      - port: {number: 8080, name: http, protocol: HTTP}
                                   ^^^^ duplicate-server error: Another server has a port named "http"
        hosts: [b.example.com]
      `,
    );
    expectMended(
      "Gateway",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 80, name: http, protocol: HTTP}
        hosts: [a.example.com]
      - port: {number: 8080, name: http, protocol: HTTP}
        hosts: [b.example.com]
      `,
      "duplicate-server",
      "Change to http-8080",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 80, name: http, protocol: HTTP}
        hosts: [a.example.com]
      - port: {number: 8080, name: http-8080, protocol: HTTP}
        hosts: [b.example.com]
      `,
    );
  });
});

describe("invalid-server", () => {
  test("binds to an address or a socket", () => {
    expectJudgement(
      "Gateway",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 80, name: http, protocol: HTTP}
        bind: localhost
              ^^^^^^^^^ invalid-server error: neither an IP address nor a Unix socket
        hosts: ["*"]
      - port: {number: 0, name: socket, protocol: HTTP}
        bind: unix:///run/socket
        hosts: ["*"]
      - port: {number: 81, name: other, protocol: HTTP}
                       ^^ invalid-server error: write 0
        bind: unix://run/
              ^^^^^^^^^^^ invalid-server error: starts with "/"
        hosts: ["*"]
      `,
    );
  });

  test("a target port means nothing, said once", () => {
    expectJudgement(
      "Gateway",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 80, name: http, protocol: HTTP, targetPort: 8080}
                                                       ^^^^^^^^^^ invalid-server error: its Service says where a port leads
        hosts: ["*"]
      `,
    );
    expectMended(
      "Gateway",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 80, name: http, protocol: HTTP, targetPort: 8080}
        hosts: ["*"]
      `,
      "invalid-server",
      "Remove targetPort",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 80, name: http, protocol: HTTP}
        hosts: ["*"]
      `,
    );
  });
});
