import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";

describe("invalid-header-name", () => {
  test("names that are matched are tokens, pseudo headers or claims", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      gateways: [public]
      http:
      - match:
        - headers:
            "x version": {exact: v2}
            ^^^^^^^^^^^ invalid-header-name error: "x version" is no name of a header
            "": {exact: v2}
            ^^ invalid-header-name error: cannot be empty
            ":host": {exact: a}
            ^^^^^^^ invalid-header-name error: is no pseudo header
            "@request.auth": {exact: a}
            ^^^^^^^^^^^^^^^ invalid-header-name error: is no claim of a JWT
            ":path": {exact: /}
            "@request.auth.claims.sub": {exact: a}
            X-Version: {exact: v2}
        route: [{destination: {host: cart}}]
      `,
    );
  });

  test("what is set, added and removed, in requests and responses, of rules and destinations", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - headers:
          request:
            set: {":path": /, ":authority": a, host: b}
                  ^^^^^^^ invalid-header-name error: only ":authority" can be set
                                               ^^^^ authority-set-twice error: set already, to "a"
            remove: [Host, x-a]
                     ^^^^ invalid-header-name error: rewrite.authority
        route:
        - destination: {host: cart}
          headers:
            response:
              add: {":status": "200", x-a: b}
                    ^^^^^^^^^ invalid-header-name error: cannot be changed here
      `,
    );
  });

  test("a colon or blanks at the ends are removed", () => {
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - match:
        - headers:
            "x-version:": {exact: v2}
        route: [{destination: {host: cart}}]
      `,
      "invalid-header-name",
      "Change to x-version",
      `
      hosts: [shop.example.com]
      http:
      - match:
        - headers:
            "x-version": {exact: v2}
        route: [{destination: {host: cart}}]
      `,
    );
  });

  test("a probe sends names without underscores, and always a name", () => {
    expectJudgement(
      "WorkloadGroup",
      `
      template: {}
      probe:
        httpGet:
          port: 80
          httpHeaders:
          - {name: x_a, value: b}
                   ^^^ invalid-header-name error: letters, digits and "-" only
          - {value: b}
             ^^^^^ invalid-header-name error: needs a name
          - {name: X-a}
      `,
    );
  });
});

describe("invalid-header-value", () => {
  test("a % starts a variable", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - headers:
          response:
            set:
              x-share: 10%
                       ^^^ invalid-header-value error: a percent sign is written "%%"
              x-host: "%HOSTNAME% at 100%%"
              x-id: "%REQ(x-id)%"
              x-meta: '%DYNAMIC_METADATA(["a", "b"])%'
              x-open: "%HOSTNAME"
                      ^^^^^^^^^^^ invalid-header-value error: has no "%" at its end
        route: [{destination: {host: cart}}]
      `,
    );
  });

  test("it is doubled", () => {
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - route:
        - destination: {host: cart}
          headers: {request: {add: {x-share: "10% of 50%%"}}}
      `,
      "invalid-header-value",
      "Change to 10%% of 50%%",
      `
      hosts: [shop.example.com]
      http:
      - route:
        - destination: {host: cart}
          headers: {request: {add: {x-share: "10%% of 50%%"}}}
      `,
    );
  });
});

describe("authority-set-twice", () => {
  test("by a rewrite and by a header", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - rewrite: {authority: cart.example.com}
        headers:
          request:
            set: {":authority": shop.example.com}
                  ^^^^^^^^^^^^ authority-set-twice error: set already, to "cart.example.com"
        route: [{destination: {host: cart}}]
      - headers: {request: {set: {Host: shop.example.com}}}
        route: [{destination: {host: cart}}]
      `,
    );
  });

  test("the header is removed", () => {
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - rewrite: {authority: cart.example.com}
        headers:
          request:
            set:
              :authority: shop.example.com
              x-a: b
        route: [{destination: {host: cart}}]
      `,
      "authority-set-twice",
      "Remove :authority",
      `
      hosts: [shop.example.com]
      http:
      - rewrite: {authority: cart.example.com}
        headers:
          request:
            set:
              x-a: b
        route: [{destination: {host: cart}}]
      `,
    );
  });
});

describe("empty-prefix", () => {
  test("is no condition, except on the path", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - match:
        - uri: {prefix: ""}
          method: {prefix: ""}
                           ^^ empty-prefix error: leave the condition out
          headers:
            x-a: {prefix: ""}
                          ^^ empty-prefix error: write {}
            x-b: {exact: ""}
            x-c: {}
          queryParams: {q: {prefix: ""}}
                                    ^^ empty-prefix error: matches everything
        route: [{destination: {host: cart}}]
      `,
    );
  });

  test("a header that has to be there is written {}", () => {
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - match:
        - headers:
            x-a:
              prefix: ''
            x-b:
              exact: b
        route: [{destination: {host: cart}}]
      `,
      "empty-prefix",
      "Remove prefix",
      `
      hosts: [shop.example.com]
      http:
      - match:
        - headers:
            x-a: {}
            x-b:
              exact: b
        route: [{destination: {host: cart}}]
      `,
    );
  });
});
