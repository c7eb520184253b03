import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";

describe("conflicting-actions", () => {
  test("a redirect ends the request", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - redirect: {uri: /new}
        route: [{destination: {host: cart}}]
        ^^^^^ conflicting-actions error: "route" and "redirect" exclude each other
        fault: {abort: {httpStatus: 500}}
        ^^^^^ conflicting-actions error: "fault" and "redirect"
        rewrite: {uri: /}
        ^^^^^^^ conflicting-actions error: "rewrite" and "redirect"
      `,
    );
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - redirect: {uri: /new}
        directResponse: {status: 503}
        ^^^^^^^^^^^^^^ conflicting-actions error: "directResponse" and "redirect"
      - directResponse: {status: 503}
        route: [{destination: {host: cart}}]
        ^^^^^ conflicting-actions error: "route" and "directResponse"
      `,
    );
  });

  test("mirror and mirrors say the same", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - route: [{destination: {host: cart}}]
        mirror: {host: cart-test}
        mirrors: [{destination: {host: cart-test}}]
        ^^^^^^^ conflicting-actions error: "mirrors" and "mirror"
      `,
    );
  });

  test("an empty list is none, and a rule that delegates is judged elsewhere", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - redirect: {uri: /new}
        route: []
      - delegate: {name: cart}
        mirror: {host: a}
        mirrors: [{destination: {host: b}}]
      `,
    );
  });

  test("either can be removed", () => {
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - name: old
        redirect:
          uri: /new
        route:
        - destination: {host: cart}
        timeout: 5s
      `,
      "conflicting-actions",
      "Remove route",
      `
      hosts: [shop.example.com]
      http:
      - name: old
        redirect:
          uri: /new
        timeout: 5s
      `,
    );
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - redirect:
          uri: /new
        route:
        - destination: {host: cart}
      `,
      "conflicting-actions",
      "Remove redirect",
      `
      hosts: [shop.example.com]
      http:
      - route:
        - destination: {host: cart}
      `,
    );
  });
});

describe("rule-without-action", () => {
  test("an http rule does something", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - name: cart
        ^^^^ rule-without-action error: The http rule "cart" has no action
        match: [{uri: {prefix: /cart}}]
      - route: []
        ^^^^^ rule-without-action error: The http rule 2 has no action
      - {}
        ^^ rule-without-action error: The http rule 3
      - delegate: {name: cart}
      - redirect: {uri: /}
      - directResponse: {status: 503}
      `,
    );
  });

  test("tls and tcp rules route", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      tls:
      - match: [{sniHosts: [shop.example.com]}]
        ^^^^^ rule-without-action error: The tls rule 1 has no destination
      tcp:
      - match: [{port: 3306}]
        ^^^^^ rule-without-action error: The tcp rule 1 has no destination
      `,
    );
  });

  test("a misspelt field says enough", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - rout: [{destination: {host: cart}}]
        ^^^^ schema-unknown-field error: Did you mean "route"
      `,
    );
  });
});
