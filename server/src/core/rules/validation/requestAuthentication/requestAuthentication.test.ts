import { describe, test } from "vitest";
import { expectJudgement } from "../../../../../../test/helpers/validation";

describe("invalid-jwt-rule", () => {
  test("says who issues, with public keys", () => {
    expectJudgement(
      "RequestAuthentication",
      `
      jwtRules:
      - audiences: [a]
        ^^^^^^^^^ invalid-jwt-rule error: Add "issuer" or "jwksUri"
      - issuer: a
        jwks: '{"keys": ['
              ^^^^^^^^^^^^ invalid-jwt-rule error: it is not JSON
      - issuer: a
        jwks: '{"keys": [{"kty": "RSA", "n": "x"}]}'
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid-jwt-rule error: key 1 lacks "e"
      - issuer: a
        jwks: '{"kty": "RSA", "n": "x", "e": "AQAB", "d": "y"}'
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid-jwt-rule warning: private keys
      - jwksUri: https://example.com/keys
      `,
    );
  });
});
