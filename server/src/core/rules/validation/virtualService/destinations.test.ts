import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";

describe("invalid-destination", () => {
  test("names one service, wherever it stands", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - route: [{destination: {host: "*"}}]
                                     ^^^ invalid-destination error: not every one
      - route: [{destination: {host: cart.*.svc}}]
                                     ^^^^^^^^^^ invalid-destination error: may only stand at the very start
        mirror: {host: ""}
                       ^^ invalid-destination error: it is empty
      - route: [{destination: {host: "*.example.com"}}]
        mirrors: [{destination: {host: cart:8080}}]
                                       ^^^^^^^^^ invalid-destination error: it contains a port
      tcp:
      - route: [{destination: {host: a_b}}]
                                     ^^^ invalid-destination error: letters, digits and inner dashes
      `,
    );
  });

  test("of a URL the host is kept", () => {
    expectMended(
      "VirtualService",
      `
      hosts: [shop.example.com]
      http:
      - route: [{destination: {host: "http://cart.shop.svc:8080/a"}}]
      `,
      "invalid-destination",
      "Change to cart.shop.svc",
      `
      hosts: [shop.example.com]
      http:
      - route: [{destination: {host: "cart.shop.svc"}}]
      `,
    );
  });
});
