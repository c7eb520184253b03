import type { MapNode } from "../syntax/node";
import { portNumber } from "./lowerDestination";
import type { Manifest } from "./manifest";
import { entriesOf, listOf, type Mutable, none, selectorOf, spannedString, spannedStrings } from "./read";
import type { Sidecar, SidecarEgress } from "./sidecar";

/** Lowers networking.istio.io Sidecar. */
export function lowerSidecar({ spec }: Manifest): Sidecar {
  const result: Mutable<Sidecar> = {
    kind: "Sidecar",
    workloadSelector: undefined,
    egress: none,
    egressKey: undefined,
    outboundTrafficPolicy: undefined,
    outboundTrafficPolicyKey: undefined,
    egressProxyKey: undefined,
  };
  for (const { name, key, value } of entriesOf(spec?.value)) {
    switch (name) {
      case "workloadSelector":
        result.workloadSelector = selectorOf(value, "labels");
        break;
      case "egress":
        result.egress = listOf(value, lowerEgress);
        result.egressKey = key.span;
        break;
      case "outboundTrafficPolicy":
        result.outboundTrafficPolicyKey = key.span;
        for (const inner of entriesOf(value)) {
          if (inner.name === "mode") result.outboundTrafficPolicy = spannedString(inner.value);
          else if (inner.name === "egressProxy") result.egressProxyKey = inner.key.span;
        }
        break;
    }
  }
  return result;
}

function lowerEgress(node: MapNode): SidecarEgress {
  const result: Mutable<SidecarEgress> = { span: node.span, hosts: none, port: undefined, bind: undefined };
  for (const { name, value } of node.entries) {
    if (name === "hosts") result.hosts = spannedStrings(value);
    else if (name === "port") result.port = portNumber(value);
    else if (name === "bind") result.bind = spannedString(value);
  }
  return result;
}
