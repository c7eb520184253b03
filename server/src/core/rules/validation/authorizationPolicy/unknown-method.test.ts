import { describe, expect, test } from "vitest";
import { expectJudgement, expectMended, offeredFixes } from "../../../../../../test/helpers/validation";

describe("unknown-method", () => {
  test("methods are compared as written, with a star for the rest", () => {
    expectJudgement(
      "AuthorizationPolicy",
      `
      rules:
      - to:
        - operation:
            methods: [GET, "*", "PO*", "*E", get, /shop.Cart/Add]
                                             ^^^ unknown-method warning: "get" is no HTTP method, so no request has it. Did you mean GET?
                                                  ^^^^^^^^^^^^^^ unknown-method warning: Names of gRPC methods belong into paths.
            notMethods:
            - GETS*
              ^^^^^ unknown-method warning: "GETS*" is no HTTP method
      `,
    );
  });

  test("the fix writes a method in capitals", () => {
    const spec = (method: string) => `
      rules:
      - to:
        - operation: {methods: ["${method}"]} # as read
      `;
    expectMended("AuthorizationPolicy", spec("Post"), "unknown-method", "Change to POST", spec("POST"));
    expect(offeredFixes("AuthorizationPolicy", spec("/shop.Cart/Add"), "unknown-method")).toEqual([]);
  });
});
