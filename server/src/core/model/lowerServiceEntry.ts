import type { MapNode, Node } from "../syntax/node";
import { type LabelMap, labelValue, noLabels } from "./labels";
import { lowerServiceEntryPort } from "./lowerService";
import type { Manifest } from "./manifest";
import { entriesOf, labelMap, listOf, type Mutable, none, numberOf, selectorOf, spannedString, spannedStrings, textOf } from "./read";
import type { Endpoint, ServiceEntry } from "./serviceEntry";
import type { WorkloadEntry, WorkloadGroup } from "./workloadEntry";

/** Lowers networking.istio.io ServiceEntry. */
export function lowerServiceEntry({ spec }: Manifest): ServiceEntry {
  const result: Mutable<ServiceEntry> = {
    kind: "ServiceEntry",
    hosts: none,
    hostsKey: undefined,
    addresses: none,
    ports: none,
    portsKey: undefined,
    location: undefined,
    resolution: undefined,
    endpoints: none,
    workloadSelector: undefined,
    exportTo: none,
    spec: spec?.value.span,
  };
  for (const { name, key, value } of entriesOf(spec?.value)) {
    switch (name) {
      case "hosts":
        result.hosts = spannedStrings(value);
        result.hostsKey = key.span;
        break;
      case "addresses":
      case "exportTo":
        result[name] = spannedStrings(value);
        break;
      case "ports":
        result.ports = listOf(value, lowerServiceEntryPort);
        result.portsKey = key.span;
        break;
      case "location":
        result.location = textOf(value);
        break;
      case "resolution":
        result.resolution = spannedString(value);
        break;
      case "endpoints":
        result.endpoints = listOf(value, lowerEndpoint);
        break;
      case "workloadSelector":
        result.workloadSelector = selectorOf(value, "labels");
        break;
    }
  }
  return result;
}

/** Lowers networking.istio.io WorkloadEntry: the labels are those of its spec, not of its metadata. */
export function lowerWorkloadEntry({ spec }: Manifest): WorkloadEntry {
  const result: Mutable<WorkloadEntry> = { kind: "WorkloadEntry", address: undefined, labels: noLabels, serviceAccount: undefined };
  for (const { name, value } of entriesOf(spec?.value)) {
    if (name === "address" || name === "serviceAccount") result[name] = spannedString(value);
    else if (name === "labels") result.labels = labelMap(value);
  }
  return result;
}

/**
 * Lowers networking.istio.io WorkloadGroup: its entries carry the labels of `spec.template` and, over them, those of
 * `spec.metadata` (istio pilot/pkg/autoregistration/controller.go, workloadEntryFromGroup).
 */
export function lowerWorkloadGroup({ spec }: Manifest): WorkloadGroup {
  let template = noLabels;
  let metadata = noLabels;
  let serviceAccount: WorkloadGroup["serviceAccount"];
  for (const entry of entriesOf(spec?.value)) {
    if (entry.name === "template") {
      template = labelsUnder(entry.value);
      serviceAccount = spannedString(entriesOf(entry.value).findLast((one) => one.name === "serviceAccount")?.value);
    } else if (entry.name === "metadata") metadata = labelsUnder(entry.value);
  }
  return { kind: "WorkloadGroup", labels: overlay(template, metadata), serviceAccount };
}

function labelsUnder(node: Node): LabelMap {
  return labelMap(entriesOf(node).findLast((entry) => entry.name === "labels")?.value);
}

function overlay(base: LabelMap, over: LabelMap): LabelMap {
  const kept = base.entries.filter((entry) => labelValue(over, entry.key.value) === undefined);
  return { entries: [...kept, ...over.entries], span: over.span ?? base.span };
}

function lowerEndpoint(node: MapNode): Endpoint {
  const result: Mutable<Endpoint> = { span: node.span, address: undefined, labels: noLabels, weight: undefined };
  for (const { name, value } of node.entries) {
    switch (name) {
      case "address":
        result.address = spannedString(value);
        break;
      case "labels":
        result.labels = labelMap(value);
        break;
      case "weight":
        result.weight = numberOf(value);
        break;
    }
  }
  return result;
}
