import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";

describe("invalid-cors-policy", () => {
  test("origins, methods, headers and times", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - corsPolicy:
          allowOrigins:
          - exact: ""
                   ^^ invalid-cors-policy error: An origin cannot be empty
          - {}
            ^^ invalid-cors-policy error: An origin cannot be empty
          - regex: "https://.*"
          allowMethods: [GET, get, "*"]
                              ^^^ invalid-cors-policy error: "get" is no method
          allowHeaders: ["*", x-a, "x b"]
                                   ^^^^^ invalid-cors-policy error: "x b" is no name of a header
          exposeHeaders: [""]
                          ^^ invalid-cors-policy error: cannot be empty
          maxAge: 1500ms
                  ^^^^^^ invalid-cors-policy error: whole seconds
        route: [{destination: {host: cart}}]
      `,
    );
  });

  test("methods are written in capitals, times in seconds", () => {
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - corsPolicy: {allowMethods: [post]}
        route: [{destination: {host: cart}}]
      `,
      "invalid-cors-policy",
      "Change to POST",
      `
      hosts: [shop.example.com]
      http:
      - corsPolicy: {allowMethods: [POST]}
        route: [{destination: {host: cart}}]
      `,
    );
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - corsPolicy:
          maxAge: 1500ms
        route: [{destination: {host: cart}}]
      `,
      "invalid-cors-policy",
      "Change to 2s",
      `
      hosts: [shop.example.com]
      http:
      - corsPolicy:
          maxAge: 2s
        route: [{destination: {host: cart}}]
      `,
    );
  });
});

describe("invalid-fault", () => {
  test("aborts and delays", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - fault: {}
        ^^^^^ invalid-fault error: neither aborts nor delays
        route: [{destination: {host: cart}}]
      - fault:
          abort:
            percentage: {value: 120}
                                ^^^ invalid-fault error: 120 is no percentage
            grpcStatus: not_found
                        ^^^^^^^^^ invalid-fault error: Did you mean NOT_FOUND
          delay:
            percentage: {value: 0.00001}
                                ^^^^^^^ invalid-fault error: between 0.0001 and 100
            fixedDelay: 5s
        route: [{destination: {host: cart}}]
      - fault:
          abort: {httpStatus: 199}
                              ^^^ invalid-fault error: between 200 and 599
          delay: {exponentialDelay: 5s}
                  ^^^^^^^^^^^^^^^^ invalid-fault error: not supported
                  ^^^^^^^^^^^^^^^^ schema-deprecated hint: Use \`fixedDelay\`
        route: [{destination: {host: cart}}]
      - fault:
          abort: {percentage: {value: 10}}
          ^^^^^ invalid-fault warning: no request is aborted
        route: [{destination: {host: cart}}]
      `,
    );
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - fault:
          abort: {http2Error: REFUSED_STREAM}
                  ^^^^^^^^^^ invalid-fault error: HTTP/2 is not supported
                  ^^^^^^^^^^ schema-deprecated hint: Use \`httpStatus\`
        route: [{destination: {host: cart}}]
      `,
    );
  });

  test("0, 100 and 0.5 percent are percentages, 200 and 600 pass as statuses", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - fault:
          abort: {percentage: {value: 0}, httpStatus: 600}
          delay: {percentage: {value: 0.5}, fixedDelay: 1ms}
        route: [{destination: {host: cart}}]
      `,
    );
  });

  test("a status in other letters is rewritten", () => {
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - fault: {abort: {grpcStatus: "Not Found"}}
        route: [{destination: {host: cart}}]
      `,
      "invalid-fault",
      "Change to NOT_FOUND",
      `
      hosts: [shop.example.com]
      http:
      - fault: {abort: {grpcStatus: "NOT_FOUND"}}
        route: [{destination: {host: cart}}]
      `,
    );
  });
});

describe("invalid-mirror", () => {
  test("shares are percentages", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - mirror: {host: cart-test}
        mirrorPercentage: {value: 101}
                                  ^^^ invalid-mirror error: 101 is no percentage
        route: [{destination: {host: cart}}]
      - mirrors:
        - destination: {host: cart-test}
          percentage: {value: -1}
                              ^^ invalid-mirror error: -1 is no percentage
        route: [{destination: {host: cart}}]
      - mirror: {host: cart-test}
        mirrorPercent: 200
        ^^^^^^^^^^^^^ schema-deprecated hint: mirrorPercentage.value
                       ^^^ invalid-mirror error: 200 is no percentage
        route: [{destination: {host: cart}}]
      `,
    );
  });

  test("mirrorPercent is deprecated, said once, and rewritten", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - mirror: {host: cart-test}
        mirrorPercent: 10
        ^^^^^^^^^^^^^ invalid-mirror warning: Write "mirrorPercentage"
        route: [{destination: {host: cart}}]
      `,
    );
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - mirror: {host: cart-test}
        mirrorPercent: 10 # a tenth
        route: [{destination: {host: cart}}]
      `,
      "invalid-mirror",
      "Change to mirrorPercentage",
      `
      hosts: [shop.example.com]
      http:
      - mirror: {host: cart-test}
        mirrorPercentage:
          value: 10 # a tenth
        route: [{destination: {host: cart}}]
      `,
    );
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http: [{mirror: {host: a}, mirror_percent: 10, route: [{destination: {host: cart}}]}]
      `,
      "invalid-mirror",
      "Change to mirrorPercentage",
      `
      hosts: [shop.example.com]
      http: [{mirror: {host: a}, mirrorPercentage: {value: 10}, route: [{destination: {host: cart}}]}]
      `,
    );
  });
});
