import { rejectedByWebhook, type ValidationRule } from "../../validation";
import { isEmptyList } from "../primitives/virtualService";

/** Source: pkg/config/validation/validation.go ValidateGateway. */
export const gatewayWithoutServers: ValidationRule = {
  code: "gateway-without-servers",
  docs: {
    what: "A Gateway has no server.",
    why: "It would listen nowhere; the webhook rejects it.",
    bad: "spec:\n  selector: {istio: ingressgateway}",
    good: "spec:\n  selector: {istio: ingressgateway}\n  servers:\n  - port: {number: 80, name: http, protocol: HTTP}\n    hosts: [shop.example.com]",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["GW-2"],
  kinds: ["Gateway"],
  check({ spec }, report) {
    if (isEmptyList(spec, "servers")) report(spec.path, "The Gateway has no server. Add one.", { on: "key", missing: true });
  },
};
