import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";

describe("invalid-redirect", () => {
  test("leads somewhere, once", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - redirect: {uri: ""}
        ^^^^^^^^ invalid-redirect error: leads nowhere
      - redirect: {uri: /a, prefixRewrite: /b}
                            ^^^^^^^^^^^^^ invalid-redirect error: Remove one of them
      - match: [{uri: {exact: /a}}]
        redirect: {prefixRewrite: /b}
                   ^^^^^^^^^^^^^ invalid-redirect error: matches no prefix
      - match: [{uri: {prefix: /a}}, {headers: {x: {}}}]
        redirect: {prefixRewrite: /b}
      - redirect: {derivePort: FROM_REQUEST_PORT}
      `,
    );
  });

  test("codes and schemes", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - redirect: {uri: /a, redirectCode: 200}
                                          ^^^ invalid-redirect error: 200 is no code of a redirect
      - redirect: {uri: /a, redirectCode: 305}
      - redirect: {uri: /a, redirectCode: 307, scheme: HTTPS}
                                                       ^^^^^ invalid-redirect error: is no scheme
      `,
    );
  });

  test("a scheme is written in small letters", () => {
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - redirect: {scheme: HTTPS}
      `,
      "invalid-redirect",
      "Change to https",
      `
      hosts: [shop.example.com]
      http:
      - redirect: {scheme: https}
      `,
    );
  });
});

describe("invalid-direct-response", () => {
  test("a status that exists", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - directResponse: {status: 1000}
                                 ^^^^ invalid-direct-response error: 1000 is no status
      - directResponse: {status: 503, body: {string: later}}
      `,
    );
  });

  test("a body that every proxy can hold, measured in bytes", () => {
    const rule = (body: string) => `hosts: [a.example.com]\nhttp:\n- directResponse:\n    status: 200\n    body:\n${body}`;
    expectJudgement("VirtualService", rule(`      string: ${"é".repeat(51_200)}`));
    expectJudgement("VirtualService", rule(`    ^^^^ invalid-direct-response warning: 101 KiB\n      string: ${"é".repeat(51_201)}`));
    expectJudgement("VirtualService", rule(`    ^^^^ invalid-direct-response warning: 1024 KiB\n      bytes: ${"A".repeat(1_398_100)}`));
    expectJudgement(
      "VirtualService",
      rule(`    ^^^^ invalid-direct-response error: The limit is 1024 KiB\n      bytes: ${"A".repeat(1_398_104)}`),
    );
  });
});

describe("invalid-retry", () => {
  test("attempts come first", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - retries: {perTryTimeout: 2s}
        ^^^^^^^ invalid-retry error: "perTryTimeout" has no effect
        route: [{destination: {host: cart}}]
      - retries: {attempts: 0, retryOn: 5xx}
                            ^ invalid-retry error: "retryOn" has no effect
        route: [{destination: {host: cart}}]
      - retries: {attempts: -1}
                            ^^ invalid-retry error: are not possible
        route: [{destination: {host: cart}}]
      - retries: {attempts: 0}
        route: [{destination: {host: cart}}]
      `,
    );
  });

  test("conditions are those of Envoy, or statuses", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - retries: {attempts: 1, retryOn: "5xx, reset"}
                                        ^^^^^^^^^^^^ invalid-retry error: Blanks around commas count
        route: [{destination: {host: cart}}]
      - retries: {attempts: 1, retryOn: "503,gateway-error,retriable-status-codes"}
        route: [{destination: {host: cart}}]
      - retries: {attempts: 1, retryOn: "503,600"}
                                        ^^^^^^^^^ invalid-retry error: "600" is no condition
        route: [{destination: {host: cart}}]
      `,
    );
  });

  test("blanks are removed, words corrected, attempts set", () => {
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - retries: {attempts: 1, retryOn: "5xx, reset"}
        route: [{destination: {host: cart}}]
      `,
      "invalid-retry",
      "Change to 5xx,reset",
      `
      hosts: [shop.example.com]
      http:
      - retries: {attempts: 1, retryOn: "5xx,reset"}
        route: [{destination: {host: cart}}]
      `,
    );
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - retries: {attempts: 1, retryOn: gateway-eror}
        route: [{destination: {host: cart}}]
      `,
      "invalid-retry",
      "Change to gateway-error",
      `
      hosts: [shop.example.com]
      http:
      - retries: {attempts: 1, retryOn: gateway-error}
        route: [{destination: {host: cart}}]
      `,
    );
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - retries:
          perTryTimeout: 2s # each
        route: [{destination: {host: cart}}]
      `,
      "invalid-retry",
      "Set attempts to 2, as without a policy",
      `
      hosts: [shop.example.com]
      http:
      - retries:
          perTryTimeout: 2s # each
          attempts: 2
        route: [{destination: {host: cart}}]
      `,
    );
  });
});

describe("invalid-rewrite", () => {
  test("changes the path once, or the authority", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - rewrite: {}
        ^^^^^^^ invalid-rewrite error: changes nothing
        route: [{destination: {host: cart}}]
      - rewrite: {uri: /, uriRegexRewrite: {match: ^/a, rewrite: /b}}
                          ^^^^^^^^^^^^^^^ invalid-rewrite error: both rewrite the path
        route: [{destination: {host: cart}}]
      - rewrite: {uriRegexRewrite: {match: ^/a}}
                  ^^^^^^^^^^^^^^^ invalid-rewrite error: "rewrite" is empty
        route: [{destination: {host: cart}}]
      - rewrite: {uriRegexRewrite: {match: ^/a, rewrite: /b}, authority: a.example.com}
        route: [{destination: {host: cart}}]
      `,
    );
  });
});

describe("invalid-weight", () => {
  test("several destinations share by weights", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - route: [{destination: {host: a}}, {destination: {host: b}}]
        ^^^^^ invalid-weight error: The weights of http rule 1 add up to 0
      - route: [{destination: {host: a}, weight: -1}, {destination: {host: b}, weight: 1}]
        ^^^^^ invalid-weight error: The weights of http rule 2 add up to 0
                                                 ^^ invalid-weight error: cannot be negative
      tcp:
      - route: [{destination: {host: a}}]
      `,
    );
  });

  test("shares are even at first", () => {
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - route:
        - destination:
            host: cart
            subset: v1
        - destination: {host: cart, subset: v2} # new
        - destination: {host: cart, subset: v3}
      `,
      "invalid-weight",
      "Share evenly: 34, 33, 33",
      `
      hosts: [shop.example.com]
      http:
      - route:
        - destination:
            host: cart
            subset: v1
          weight: 34
        - destination: {host: cart, subset: v2} # new
          weight: 33
        - destination: {host: cart, subset: v3}
          weight: 33
      `,
    );
  });
});

describe("invalid-tls-match", () => {
  test("TLS is told by the server name, which is one of the hosts", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com, "*.example.org"]
      tls:
      - match: []
        ^^^^^ invalid-tls-match error: The tls rule 1 matches nothing
        route: [{destination: {host: a}}]
      - match:
        - sniHosts: []
          ^^^^^^^^ invalid-tls-match error: matches by server name
        - sniHosts:
          - shop.example.com
          - a.example.org
          - cart.example.com
            ^^^^^^^^^^^^^^^^ invalid-tls-match error: none of the hosts of the VirtualService, "shop.example.com" or "*.example.org"
          - a_b
            ^^^ invalid-tls-match error: is no server name
          - 10.0.0.1
            ^^^^^^^^ invalid-tls-match warning: no IP addresses
        route: [{destination: {host: a}}]
      `,
    );
  });

  test("names that Istio makes for clusters are for gateways", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [outbound_.80_._.cart.shop.svc.cluster.local]
      gateways: [mesh]
      tls:
      - match: [{sniHosts: [outbound_.80_._.cart.shop.svc.cluster.local]}]
                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid-tls-match error: is no server name
        route: [{destination: {host: a}}]
      `,
    );
    expectJudgement(
      "VirtualService",
      `
      hosts: [outbound_.80_._.cart.shop.svc.cluster.local]
      gateways: [public]
      tls:
      - match: [{sniHosts: [outbound_.80_._.cart.shop.svc.cluster.local]}]
        route: [{destination: {host: a}}]
      `,
    );
  });
});

describe("invalid-source-namespace", () => {
  test("is one namespace", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - match:
        - sourceNamespace: shop-*
                           ^^^^^^ invalid-source-namespace error: Name one exactly
        - sourceNamespace: shop
        route: [{destination: {host: cart}}]
      `,
    );
  });
});
