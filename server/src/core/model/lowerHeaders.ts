import type { Node } from "../syntax/node";
import type { HeaderOperations, HeaderRewrites } from "./headers";
import { noLabels } from "./labels";
import { entriesOf, labelMap, none, spannedStrings } from "./read";

const noOperations: HeaderOperations = { set: noLabels, add: noLabels, remove: none };

/** Lowers `headers` of a rule or destination (istio/api virtual_service.proto, Headers). */
export function lowerHeaderRewrites(node: Node): HeaderRewrites | undefined {
  if (node.kind !== "map") return undefined;
  let request = noOperations;
  let response = noOperations;
  for (const { name, value } of node.entries) {
    if (name === "request") request = lowerOperations(value);
    else if (name === "response") response = lowerOperations(value);
  }
  return { span: node.span, request, response };
}

function lowerOperations(node: Node): HeaderOperations {
  let { set, add, remove } = noOperations;
  for (const { name, value } of entriesOf(node)) {
    if (name === "set") set = labelMap(value);
    else if (name === "add") add = labelMap(value);
    else if (name === "remove") remove = spannedStrings(value);
  }
  return { set, add, remove };
}
