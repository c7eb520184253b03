import { describe, expect, test } from "vitest";
import { expectJudgement, expectMended, offeredFixes } from "../../../../../../test/helpers/validation";

describe("invalid-label", () => {
  test("keys and values that no label has", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - match:
        - sourceLabels: {app: web*, "my app": a, example.com/version: v1, -a: "", empty: ""}
                              ^^^^ invalid-label error: "web*" is no value of a label
                                    ^^^^^^^^ invalid-label error: "my app" is no key of a label
                                                                          ^^ invalid-label error: "-a" is no key
        route: [{destination: {host: cart}}]
      `,
    );
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      subsets: [{name: v1, labels: {version: v1.0_a}}, {name: v2, labels: {version: .v2}}]
                                                                                    ^^^ invalid-label error: starting and ending with a letter or digit
      `,
    );
  });
});

describe("invalid-subset-name", () => {
  test("dots separate in names of clusters", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      subsets: [{name: v1.2}, {name: ""}]
                       ^^^^ invalid-subset-name error: is no name of a subset
                                     ^^ invalid-subset-name error: A subset needs a name
      `,
    );
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - route: [{destination: {host: cart, subset: v1_2}}]
                                                   ^^^^ invalid-subset-name error: letters, digits and inner dashes
        mirror: {host: cart, subset: ""}
      `,
    );
    expectMended(
      "DestinationRule",
      `
      host: cart
      subsets: [{name: v1.2}]
      `,
      "invalid-subset-name",
      "Change to v1-2",
      `
      host: cart
      subsets: [{name: v1-2}]
      `,
    );
  });
});

describe("invalid-port-name", () => {
  test("ports have names", () => {
    expectJudgement(
      "ServiceEntry",
      `
      hosts: [a.example.com]
      ports: [{number: 80, name: http_api, protocol: HTTP}, {number: 81, name: "", protocol: HTTP}]
                                 ^^^^^^^^ invalid-port-name error: is no name of a port
                                                                               ^^ invalid-port-name error: A port needs a name
      `,
    );
    expectJudgement(
      "Gateway",
      `
      servers:
      - {port: {number: 80, name: http_api, protocol: HTTP}, hosts: ["*"]}
      - {port: {number: 81, name: "", protocol: HTTP}, hosts: ["*"]}
                                  ^^ invalid-port-name error: A port needs a name
      `,
    );
    expectMended(
      "ServiceEntry",
      `
      hosts: [a.example.com]
      ports: [{number: 80, name: http_api, protocol: HTTP}]
      `,
      "invalid-port-name",
      "Change to http-api",
      `
      hosts: [a.example.com]
      ports: [{number: 80, name: http-api, protocol: HTTP}]
      `,
    );
  });
});

describe("invalid-namespaced-host", () => {
  test("a Gateway may leave the namespace out", () => {
    expectJudgement(
      "Gateway",
      `
      servers:
      - port: {number: 80, name: http, protocol: HTTP}
        hosts:
        - "*"
        - shop/*.example.com
        - ./shop.example.com
        - 10.0.0.1
        - shop
          ^^^^ invalid-namespaced-host error: short names are not possible
        - "*-shop.example.com"
          ^^^^^^^^^^^^^^^^^^^^ invalid-namespaced-host error: stands for whole labels
        - shop/
          ^^^^^ invalid-namespaced-host error: lacks the host
        - shop_1/shop.example.com
          ^^^^^^^^^^^^^^^^^^^^^^^ invalid-namespaced-host error: "shop_1" is no namespace
        - https://shop.example.com
          ^^^^^^^^^^^^^^^^^^^^^^^^ invalid-namespaced-host error: it is a URL
      - port: {number: 81, name: none, protocol: HTTP}
        hosts: []
        ^^^^^ invalid-namespaced-host error: For any host write "*"
      `,
    );
  });

  test("a Sidecar may not, and can leave namespaces out", () => {
    expectJudgement(
      "Sidecar",
      `
      egress:
      - hosts:
        - "*/*"
        - ~shop/*
        - ~/*
        - cart.shop.svc.cluster.local
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid-namespaced-host error: has no namespace
      `,
    );
    expect(
      offeredFixes(
        "Sidecar",
        `
        egress: [{hosts: [cart.shop.svc.cluster.local]}]
        `,
        "invalid-namespaced-host",
      ),
    ).toEqual(["Change to */cart.shop.svc.cluster.local", "Change to ./cart.shop.svc.cluster.local"]);
  });

  test("schemes and half labels are taken away", () => {
    expectMended(
      "Gateway",
      `
      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["https://shop.example.com"]}]
      `,
      "invalid-namespaced-host",
      "Change to shop.example.com",
      `
      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["shop.example.com"]}]
      `,
    );
    expectMended(
      "Gateway",
      `
      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["shop/*shop.example.com"]}]
      `,
      "invalid-namespaced-host",
      "Change to shop/*.shop.example.com",
      `
      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["shop/*.shop.example.com"]}]
      `,
    );
  });
});

describe("invalid-export-to", () => {
  test("namespaces, each once, * and ~ alone", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - redirect: {uri: /}
      exportTo: [".", shop, a_b, "~", "*"]
                      ^^^^ invalid-export-to error: "shop" is named twice
                            ^^^ invalid-export-to error: "a_b" is no namespace
                                 ^^^ invalid-export-to error: is possible for a ServiceEntry only
                                      ^^^ invalid-export-to error: means every namespace
      `,
    );
    expectJudgement(
      "ServiceEntry",
      `
      hosts: [a.example.com]
      exportTo: ["~"]
      `,
    );
    expectJudgement(
      "ServiceEntry",
      `
      hosts: [a.example.com]
      exportTo: ["~", shop]
                 ^^^ invalid-export-to error: means no namespace at all
      `,
    );
  });

  test("a rule for selected workloads is for its own namespace", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      workloadSelector: {matchLabels: {app: web}}
      exportTo: ["*"]
      ^^^^^^^^ invalid-export-to error: "." is all that can stand here
      `,
    );
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      workloadSelector: {matchLabels: {app: web}}
      exportTo: [shop]
      `,
    );
  });

  test("a repetition is removed", () => {
    expectMended(
      "DestinationRule",
      `
      host: cart
      exportTo:
      - .
      - shop # the same
      - other
      `,
      "invalid-export-to",
      "Remove shop",
      `
      host: cart
      exportTo:
      - .
      - other
      `,
    );
  });
});
