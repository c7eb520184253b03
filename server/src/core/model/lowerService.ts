import type { MapEntry, MapNode } from "../syntax/node";
import { labelValue, noLabels } from "./labels";
import type { Manifest } from "./manifest";
import { entriesOf, labelMap, listOf, type Mutable, none, spannedNumber, spannedPort, spannedString, textOf } from "./read";
import type { Service, ServicePort } from "./service";

/** Lowers core/v1 Service. */
export function lowerService({ spec, annotations }: Manifest): Service {
  const result: Mutable<Service> = {
    kind: "Service",
    type: "ClusterIP",
    selector: noLabels,
    selectorKey: undefined,
    ports: none,
    portsKey: undefined,
    clusterIP: undefined,
    externalName: undefined,
    exportTo: exportToOf(labelValue(annotations, "networking.istio.io/exportTo")),
    spec: spec?.value.span,
  };
  for (const { name, key, value } of entriesOf(spec?.value)) {
    switch (name) {
      case "type":
        result.type = textOf(value) ?? "ClusterIP";
        break;
      case "selector":
        result.selector = labelMap(value);
        result.selectorKey = key.span;
        break;
      case "ports":
        result.ports = listOf(value, lowerServicePort);
        result.portsKey = key.span;
        break;
      case "clusterIP":
        result.clusterIP = textOf(value);
        break;
      case "externalName":
        result.externalName = spannedString(value);
        break;
    }
  }
  return result;
}

/** Lowers a port of a Service. */
function lowerServicePort(node: MapNode): ServicePort {
  return lowerPort(node, "port");
}

/** Lowers a port of a ServiceEntry: the same shape, with its number under `number`. */
export function lowerServiceEntryPort(node: MapNode): ServicePort {
  return lowerPort(node, "number");
}

function lowerPort(node: MapNode, numberField: "port" | "number"): ServicePort {
  const result: Mutable<ServicePort> = {
    span: node.span,
    number: undefined,
    name: undefined,
    protocol: undefined,
    appProtocol: undefined,
    targetPort: undefined,
  };
  for (const entry of node.entries) {
    if (entry.name === numberField) result.number = spannedNumber(entry.value);
    else readPortField(result, entry);
  }
  return result;
}

function readPortField(port: Mutable<ServicePort>, { name, value }: MapEntry): void {
  switch (name) {
    case "name":
    case "protocol":
    case "appProtocol":
      port[name] = spannedString(value);
      break;
    case "targetPort":
      port.targetPort = spannedPort(value);
      break;
  }
}

function exportToOf(annotation: string | undefined): readonly string[] {
  if (annotation === undefined) return none;
  return annotation
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
