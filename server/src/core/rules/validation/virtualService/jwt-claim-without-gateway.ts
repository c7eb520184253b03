import { rejectedByWebhook, type ValidationRule } from "../../validation";
import { isJwtClaim } from "../primitives/header";
import { isGatewayBound } from "../primitives/virtualService";

/** Source: pkg/config/validation/validation.go ValidateVirtualService, validateJWTClaimRoute. */
export const jwtClaimWithoutGateway: ValidationRule = {
  code: "jwt-claim-without-gateway",
  docs: {
    what: "A claim of a JWT is matched in a VirtualService that is not for gateways only.",
    why: "Claims are known where a RequestAuthentication checks the token before routing, which only gateways do; the webhook rejects it for the mesh.",
    bad: "gateways: [mesh]\nhttp:\n- match: [{headers: {'@request.auth.claims.group': {exact: qa}}}]",
    good: "gateways: [website-gateway]\nhttp:\n- match: [{headers: {'@request.auth.claims.group': {exact: qa}}}]",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-5"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    if (isGatewayBound(spec)) return;
    for (const match of spec.select("http[].match[]")) {
      for (const field of ["headers", "withoutHeaders"]) {
        for (const [name, { path }] of match.entries(field)) {
          if (!isJwtClaim(name)) continue;
          report(
            path,
            `Claims of a JWT are known at gateways only, and this VirtualService is for the mesh. Bind it to gateways without "mesh".`,
            {
              on: "key",
              missing: true,
            },
          );
        }
      }
    }
  },
};
