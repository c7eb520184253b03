import { isHttpFamily } from "../../../model/protocol";
import { removal, type ValidationRule, warnedByWebhook } from "../../validation";
import { protocolOfPort } from "../primitives/gatewayServer";

/** Source: pkg/config/validation/validation.go ValidateGateway. */
export const httpsRedirectNotHttp: ValidationRule = {
  code: "https-redirect-not-http",
  docs: {
    what: "A server that does not speak HTTP redirects to HTTPS.",
    why: "Only requests of plain HTTP can be redirected, so the setting has no effect. It belongs to the server for HTTP.",
    bad: "port: {number: 443, name: https, protocol: HTTPS}\ntls: {mode: SIMPLE, credentialName: shop, httpsRedirect: true}",
    good: "port: {number: 80, name: http, protocol: HTTP}\ntls: {httpsRedirect: true}",
  },
  level: "warning",
  istio: warnedByWebhook,
  kiali: [],
  numbers: ["GW-5"],
  kinds: ["Gateway"],
  check({ spec }, report) {
    for (const server of spec.items("servers")) {
      const tls = server.get("tls");
      const protocol = protocolOfPort(server);
      if (tls === undefined || protocol === undefined || !tls.flag("httpsRedirect") || isHttpFamily(protocol)) continue;
      const path = [...tls.path, "httpsRedirect"];
      report(
        path,
        `Only plain HTTP is redirected to HTTPS, and this server speaks ${protocol.toUpperCase()}: the setting has no effect. Set it at the server for HTTP.`,
        {
          on: "key",
          fixes: [removal(path)],
        },
      );
    }
  },
};
