import { type Report, rejectedByWebhook, type ValidationRule } from "../../validation";
import { jwksProblem } from "../primitives/jwks";

/** Source: pkg/config/validation/validation.go validateJwtRule (empty texts, URLs and headers: in the schema). */
export const invalidJwtRule: ValidationRule = {
  code: "invalid-jwt-rule",
  docs: {
    what: "A JWT rule has neither issuer nor `jwksUri`, or keys that are no JSON Web Key Set or are private.",
    why: "The webhook rejects the former. Private keys pass with a warning, but whoever reads the manifest can sign tokens with them: only public keys are needed.",
    bad: "jwtRules:\n- jwks: '{\"keys\": []'",
    good: "jwtRules:\n- issuer: https://accounts.example.com\n  jwksUri: https://accounts.example.com/keys",
  },
  level: "error",
  istio: [...rejectedByWebhook, "IST0133"],
  kiali: [],
  numbers: ["RA-3", "RA-5", "RA-6"],
  kinds: ["RequestAuthentication"],
  check({ spec }, report) {
    for (const rule of spec.items("jwtRules")) {
      if (rule.set(["issuer", "jwksUri", "jwks_uri"]).length === 0) {
        report(rule.path, 'The rule says neither who issues tokens nor where the keys are. Add "issuer" or "jwksUri".', {
          on: "key",
          missing: true,
        });
      }
      checkKeys(rule.text("jwks"), [...rule.path, "jwks"], report);
    }
  },
};

function checkKeys(text: string, path: readonly (string | number)[], report: Report): void {
  if (text === "") return;
  const { problem, secret } = jwksProblem(text);
  if (problem !== undefined) report(path, `This is no JSON Web Key Set: ${problem} Write {"keys": […]}, or name its address in "jwksUri".`);
  else if (secret) {
    report(path, "The set holds private keys: whoever reads this manifest can sign tokens. Keep the public part of each key only.", {
      level: "warning",
    });
  }
}
