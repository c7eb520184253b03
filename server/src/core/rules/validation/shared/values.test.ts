import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";

describe("invalid-duration", () => {
  test("whole milliseconds", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - timeout: 1.0005s
                 ^^^^^^^ invalid-duration error: whole milliseconds
        route: [{destination: {host: cart}}]
      - timeout: 1h30m
        route: [{destination: {host: cart}}]
      `,
    );
  });

  test("what the schema says is not said again", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - timeout: 0s
                 ^^ schema-constraint error: at least 1ms
        route: [{destination: {host: cart}}]
      `,
    );
  });

  test("0s switches the idle timeout of TCP off; other times are decoded", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        connectionPool:
          tcp: {idleTimeout: 0s}
        retryBudget: {budgetInterval: 10}
                                      ^^ schema-type error: must be a duration
      `,
    );
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        connectionPool:
          tcp: {idleTimeout: 500us}
                             ^^^^^ invalid-duration error: too short
        loadBalancer: {consistentHash: {httpCookie: {name: a, ttl: "10"}}}
                                                                   ^^^^ invalid-duration error: is no duration
      `,
    );
    expectJudgement(
      "RequestAuthentication",
      `
      jwtRules: [{issuer: a, timeout: 5.00001s}]
                                      ^^^^^^^^ invalid-duration error: whole milliseconds
      `,
    );
    expectJudgement(
      "Sidecar",
      `
      inboundConnectionPool: {tcp: {connectTimeout: 1.0001s}}
                                                    ^^^^^^^ invalid-duration error: whole milliseconds
      `,
    );
  });

  test("it is rounded up, and a number becomes seconds", () => {
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - timeout: 1.0005s
        route: [{destination: {host: cart}}]
      `,
      "invalid-duration",
      "Change to 1001ms",
      `
      hosts: [shop.example.com]
      http:
      - timeout: 1001ms
        route: [{destination: {host: cart}}]
      `,
    );
    expectMended(
      "DestinationRule",
      `
      host: cart
      trafficPolicy: {loadBalancer: {consistentHash: {httpCookie: {name: a, ttl: "10"}}}}
      `,
      "invalid-duration",
      "Change to 10s",
      `
      host: cart
      trafficPolicy: {loadBalancer: {consistentHash: {httpCookie: {name: a, ttl: "10s"}}}}
      `,
    );
  });
});

describe("invalid-port-number", () => {
  test("destinations need a number, matches and redirects may have none", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - match: [{port: 0}, {port: 65536}]
                                  ^^^^^ invalid-port-number error: 65536 is no port
        route: [{destination: {host: cart, port: {}}}]
                                           ^^^^ invalid-port-number error: Add "number"
        mirror: {host: cart, port: {number: 0}}
                                            ^ invalid-port-number error: 0 is no port
      - redirect: {port: 70000}
                         ^^^^^ invalid-port-number error: from 1 to 65535
      `,
    );
  });

  test("a server has one, unless it is at a socket", () => {
    expectJudgement(
      "Gateway",
      `
      servers:
      - {port: {number: 0, name: a, protocol: HTTP}, hosts: ["*"]}
                        ^ invalid-port-number error: 0 is no port
      - {port: {number: 0, name: b, protocol: HTTP}, hosts: ["*"], bind: "unix://@b"}
      `,
    );
    expectJudgement(
      "Sidecar",
      `
      ingress: [{port: {protocol: HTTP}, defaultEndpoint: "127.0.0.1:80"}]
                 ^^^^ invalid-port-number error: The number of the port is missing
      `,
    );
  });
});

describe("invalid-subnet", () => {
  test("addresses and ranges of them", () => {
    expectJudgement(
      "ServiceEntry",
      `
      hosts: [a.example.com]
      addresses: [10.0.0.1, 10.0.0.0/33, 2001:db8::/32, db.example.com]
                            ^^^^^^^^^^^ invalid-subnet error: "33" is not between 0 and 32
                                                        ^^^^^^^^^^^^^^ invalid-subnet error: neither an IP address nor a range
      resolution: NONE
      `,
    );
    expectJudgement(
      "VirtualService",
      `
      hosts: [a.example.com]
      tcp:
      - match: [{destinationSubnets: [a.example.com/8]}]
                                      ^^^^^^^^^^^^^^^ invalid-subnet error: "a.example.com" is not an IP address
        route: [{destination: {host: cart}}]
      `,
    );
  });
});

describe("invalid-regex", () => {
  test("RE2, not empty, not too long", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - match:
        - headers: {x-a: {regex: "*"}, x-b: {regex: "a(?=b)"}, x-c: {regex: ""}}
                                 ^^^ invalid-regex error: Any text is ".*"
                                                    ^^^^^^^^ invalid-regex error: no lookahead
                                                                            ^^ invalid-regex error: cannot be empty
          withoutHeaders: {x-a: {regex: "*"}, x-b: {regex: '(a)\\1'}}
                                                           ^^^^^^^ invalid-regex error: no backreferences
          uri: {regex: "/cart/[0-9+"}
                       ^^^^^^^^^^^^^ invalid-regex error: it is not RE2 syntax
        rewrite: {uriRegexRewrite: {match: "(", rewrite: /}}
                                           ^^^ invalid-regex error: missing closing )
        route: [{destination: {host: cart}}]
      `,
    );
  });

  test("a glob becomes an expression", () => {
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - match: [{headers: {x-a: {regex: "*-canary"}}}]
        route: [{destination: {host: cart}}]
      `,
      "invalid-regex",
      "Change to .*-canary",
      `
      hosts: [shop.example.com]
      http:
      - match: [{headers: {x-a: {regex: ".*-canary"}}}]
        route: [{destination: {host: cart}}]
      `,
    );
  });

  test("versions of proxies", () => {
    expectJudgement(
      "EnvoyFilter",
      `
      configPatches:
      - applyTo: CLUSTER
        match: {proxy: {proxyVersion: "^1[.24.*"}}
                                      ^^^^^^^^^^ invalid-regex error: it is not RE2 syntax
        patch: {operation: REMOVE}
      `,
    );
    expectJudgement(
      "EnvoyFilter",
      `configPatches:\n- applyTo: CLUSTER\n  match:\n    proxy:\n      proxyVersion: ${"a".repeat(1025)}\n                    ${"^".repeat(1025)} invalid-regex warning: 1024 bytes\n  patch: {operation: REMOVE}`,
    );
  });
});

describe("unsupported-protocol", () => {
  test("those of Istio, in any case", () => {
    expectJudgement(
      "Gateway",
      `
      servers:
      - {port: {number: 443, name: a, protocol: SSL}, hosts: ["*"]}
                                                ^^^ unsupported-protocol error: Known are HTTP
      - {port: {number: 80, name: b, protocol: ""}, hosts: ["*"]}
                                               ^^ unsupported-protocol error: A server needs a protocol
      - {port: {number: 81, name: c, protocol: grpc-web}, hosts: ["*"]}
      `,
    );
    expectJudgement(
      "ServiceEntry",
      `
      hosts: [a.example.com]
      ports: [{number: 80, name: a, protocol: HTTPX}, {number: 81, name: b, protocol: ""}]
                                              ^^^^^ unsupported-protocol error: Did you mean HTTP
      resolution: DNS
      `,
    );
    expectMended(
      "ServiceEntry",
      `
      hosts: [a.example.com]
      ports: [{number: 80, name: a, protocol: HTPS}]
      `,
      "unsupported-protocol",
      "Change to HTTPS",
      `
      hosts: [a.example.com]
      ports: [{number: 80, name: a, protocol: HTTPS}]
      `,
    );
  });
});
