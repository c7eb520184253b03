import { isDnsLabel } from "../../../model/dnsName";
import { rejectedByWebhook, type ValidationRule } from "../../validation";
import { isConverted } from "../primitives/gatewayServer";

/** Source: pkg/config/validation/validation.go ValidateGateway. */
export const gatewayNameNotDns: ValidationRule = {
  code: "gateway-name-not-dns",
  docs: {
    what: "The name of a Gateway is no DNS label.",
    why: "The webhook rejects it: VirtualServices name Gateways as `namespace/name`, in which a dot would mean the legacy form.",
    bad: "kind: Gateway\nmetadata: {name: shop.example.com}",
    good: "kind: Gateway\nmetadata: {name: shop-example-com}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["GW-1"],
  kinds: ["Gateway"],
  check(object, report) {
    if (object.name === "" || isDnsLabel(object.name) || isConverted(object.root)) return;
    report(["metadata", "name"], `"${object.name}" is no name of a Gateway: letters, digits and inner dashes, at most 63.`);
  },
};
