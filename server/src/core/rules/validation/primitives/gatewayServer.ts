import { parseProtocol, type TrafficProtocol } from "../../../model/protocol";
import type { ValidatedObject } from "../../validation";
import type { Field } from "../field";

/** Made from a resource of the Kubernetes Gateway API, which some rules are relaxed for. */
export function isConverted(root: Field): boolean {
  return root.get("metadata")?.get("annotations")?.text("internal.istio.io/gateway-semantics") === "gateway";
}

/** The servers of a Gateway, or the ingress listeners of a Sidecar. */
export function serversOf({ kind, spec }: ValidatedObject): readonly Field[] {
  return spec.items(kind === "Sidecar" ? "ingress" : "servers");
}

/** The mode that holds: PASSTHROUGH where none is given. */
export function modeOf(tls: Field): string {
  return tls.text("mode") === "" ? "PASSTHROUGH" : tls.text("mode");
}

export function isPassthrough(tls: Field): boolean {
  return modeOf(tls) === "PASSTHROUGH" || modeOf(tls) === "AUTO_PASSTHROUGH";
}

/** The protocol of a server or listener; undefined where none is given or known. */
export function protocolOfPort(owner: Field): TrafficProtocol | undefined {
  return parseProtocol(owner.get("port")?.text("protocol") ?? "");
}
