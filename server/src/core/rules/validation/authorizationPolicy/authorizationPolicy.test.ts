import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";

describe("policy-without-rules", () => {
  test("never acts", () => {
    expectJudgement(
      "AuthorizationPolicy",
      `
      action: DENY
              ^^^^ policy-without-rules error: DENY never happens
      `,
    );
    expectJudgement(
      "AuthorizationPolicy",
      `
      action: CUSTOM
              ^^^^^^ policy-without-rules error: CUSTOM never happens
      provider: {name: opa}
      `,
    );
    expectJudgement(
      "AuthorizationPolicy",
      `
      action: ALLOW
      `,
    );
    expectMended(
      "AuthorizationPolicy",
      `
      action: DENY
      `,
      "policy-without-rules",
      "Add a rule for every request",
      `
      action: DENY
      rules:
      - {}
      `,
    );
  });
});

describe("invalid-provider", () => {
  test("is asked for CUSTOM only", () => {
    expectJudgement(
      "AuthorizationPolicy",
      `
      action: CUSTOM
              ^^^^^^ invalid-provider error: CUSTOM asks a provider
      rules: [{}]
      `,
    );
    expectJudgement(
      "AuthorizationPolicy",
      `
      provider: {name: opa}
      ^^^^^^^^ invalid-provider error: not for ALLOW (the default)
      `,
    );
    expectJudgement(
      "AuthorizationPolicy",
      `
      action: CUSTOM
      provider: {name: ""}
                       ^^ invalid-provider error: Add "provider" with the name
      rules: [{}]
      `,
    );
  });
});

describe("unsupported-with-custom", () => {
  test("identities are not known yet", () => {
    expectJudgement(
      "AuthorizationPolicy",
      `
      action: CUSTOM
      provider: {name: opa}
      rules:
      - from: [{source: {principals: ["*"], ipBlocks: [10.0.0.0/8]}}]
                         ^^^^^^^^^^ unsupported-with-custom error: "principals" is not supported
      - when: [{key: "request.auth.claims[iss]", values: [a]}, {key: source.ip, values: [10.0.0.1]}]
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^ unsupported-with-custom error: identities are not known yet
      `,
    );
  });
});

describe("empty-policy-part", () => {
  test("what is empty would match everything", () => {
    expectJudgement(
      "AuthorizationPolicy",
      `
      rules:
      - from: []
        ^^^^ empty-policy-part error: it matches everything
      - from: [{}]
               ^^ empty-policy-part error: has no "source"
      - from: [{source: {}}]
                ^^^^^^ empty-policy-part error: Add one of principals
        to: [{operation: {methods: [GET, ""]}}]
                                         ^^ empty-policy-part error: An empty text in "methods"
      `,
    );
    expectMended(
      "AuthorizationPolicy",
      `
      rules:
      - to:
        - operation:
            methods:
            - GET
            - ""
      `,
      "empty-policy-part",
      "Remove the empty text",
      `
      rules:
      - to:
        - operation:
            methods:
            - GET
      `,
    );
  });
});

describe("invalid-source", () => {
  test("blocks, accounts and trust domains", () => {
    expectJudgement(
      "AuthorizationPolicy",
      `
      rules:
      - from:
        - source: {ipBlocks: [10.0.0.0/33, 10.0.0.1], notRemoteIpBlocks: [web]}
                              ^^^^^^^^^^^ invalid-source error: is no range of IP addresses
                                                                          ^^^ invalid-source error: neither an IP address
        - source: {serviceAccounts: [shop/web, "shop/*", a/b/c]}
                                               ^^^^^^^^ invalid-source error: compared exactly
                                                         ^^^^^ invalid-source error: "account" or "namespace/account"
        - source: {trustDomains: ["*.local", a*b, td/ns]}
                                             ^^^ invalid-source error: at its beginning or end
                                                  ^^^^^ invalid-source error: more than a trust domain
      `,
    );
  });
});

describe("invalid-operation", () => {
  test("ports and templates of paths", () => {
    expectJudgement(
      "AuthorizationPolicy",
      `
      rules:
      - to:
        - operation:
            ports: ["80", 8080-8090, "70000"]
                          ^^^^^^^^^ invalid-operation error: is no port
                                     ^^^^^^^ invalid-operation error: is no port
            paths: ["/a/{*}/b", "/a/{**}", "/users/{id}", "/a/{**}/{*}", "/a*", "/{*}/a b"]
                                           ^^^^^^^^^^^^^ invalid-operation error: "{id}" is no template
                                                          ^^^^^^^^^^^^^ invalid-operation error: nothing can follow
                                                                                ^^^^^^^^^^ invalid-operation error: "a b" cannot stand in a template
      `,
    );
    expectMended(
      "AuthorizationPolicy",
      `
      rules: [{to: [{operation: {paths: ["/users/{id}/orders"]}}]}]
      `,
      "invalid-operation",
      "Change to /users/{*}/orders",
      `
      rules: [{to: [{operation: {paths: ["/users/{*}/orders"]}}]}]
      `,
    );
  });
});

describe("invalid-condition", () => {
  test("attributes, and values that they can have", () => {
    expectJudgement(
      "AuthorizationPolicy",
      `
      rules:
      - when:
        - {key: source.ips, values: [10.0.0.1]}
                ^^^^^^^^^^ invalid-condition error: Did you mean "source.ip"
        - {key: request.headers, values: [a]}
                ^^^^^^^^^^^^^^^ invalid-condition error: needs a name in brackets
        - {key: destination.namespace, values: [a]}
                ^^^^^^^^^^^^^^^^^^^^^ invalid-condition error: is gone
        - {key: source.ip, values: [web], notValues: [""]}
                                    ^^^ invalid-condition error: neither an IP address
                                                      ^^ invalid-condition error: A value cannot be empty
        - {key: destination.port, notValues: [http]}
                                              ^^^^ invalid-condition error: is no port
        - key: connection.sni
          ^^^ invalid-condition error: has no values
        - {key: "request.headers[x-a]", values: [a]}
        - {key: "", values: [a]}
                ^^ invalid-condition error: needs an attribute
      `,
    );
    expectMended(
      "AuthorizationPolicy",
      `
      rules: [{when: [{key: "request.header[x-a]", values: [b]}]}]
      `,
      "invalid-condition",
      "Change to request.headers[x-a]",
      `
      rules: [{when: [{key: "request.headers[x-a]", values: [b]}]}]
      `,
    );
  });
});

describe("deny-blocks-tcp", () => {
  test("connections have no methods", () => {
    expectJudgement(
      "AuthorizationPolicy",
      `
      action: DENY
      rules:
      - to: [{operation: {methods: [DELETE]}}]
        ^^ deny-blocks-tcp warning: denies every connection
      - from: [{source: {requestPrincipals: ["*"]}}]
        ^^^^ deny-blocks-tcp warning: Add "ports"
      - from: [{source: {namespaces: [other]}}]
      - to: [{operation: {methods: [DELETE], ports: ["80"]}}]
      - {}
      `,
    );
  });
});
