import type { MapNode, Node } from "../syntax/node";
import type { Span, Spanned } from "../text/span";
import type { Destination } from "./destination";
import type { HeaderRewrites } from "./headers";
import { lowerHeaderRewrites } from "./lowerHeaders";
import { entriesOf, spannedNumber, spannedString } from "./read";

/** Lowers an entry of a `route` or `mirrors` list: a `destination` with weight and header operations. */
export function lowerDestination(node: MapNode): Destination {
  let target: Node | undefined;
  let destinationKey: Span | undefined;
  let weight: Spanned<number> | undefined;
  let headers: HeaderRewrites | undefined;
  for (const { name, key, value } of node.entries) {
    switch (name) {
      case "destination":
        target = value;
        destinationKey = key.span;
        break;
      case "weight":
        weight = spannedNumber(value);
        break;
      case "headers":
        headers = lowerHeaderRewrites(value);
        break;
    }
  }
  return withTarget(node.span, destinationKey, target, weight, headers);
}

/** Lowers a `mirror`, which is a destination without a frame. */
export function lowerMirrorTarget(node: MapNode): Destination {
  return withTarget(node.span, undefined, node, undefined, undefined);
}

function withTarget(
  span: Span,
  destinationKey: Span | undefined,
  target: Node | undefined,
  weight: Spanned<number> | undefined,
  headers: HeaderRewrites | undefined,
): Destination {
  let host: Spanned<string> | undefined;
  let subset: Spanned<string> | undefined;
  let port: Spanned<number> | undefined;
  for (const { name, value } of entriesOf(target)) {
    switch (name) {
      case "host":
        host = spannedString(value);
        break;
      case "subset":
        subset = spannedString(value);
        break;
      case "port":
        port = portNumber(value);
        break;
    }
  }
  return { span, destinationKey, host, subset, port, weight, headers };
}

/** `port: {number: 80}`, also as a bare number, which the schema reports. */
export function portNumber(node: Node): Spanned<number> | undefined {
  if (node.kind !== "map") return spannedNumber(node);
  return spannedNumber(node.entries.findLast((entry) => entry.name === "number")?.value);
}
