import type { Node } from "../syntax/node";

export type PlainValue = string | number | boolean | null | PlainValue[] | { [key: string]: PlainValue };

/** The value that kubectl would send: keys are strings, the last of two equal keys counts. */
export function plainValue(node: Node): PlainValue {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "seq":
      return node.items.map(plainValue);
    case "map": {
      const value: { [key: string]: PlainValue } = {};
      for (const entry of node.entries) {
        if (entry.name === "__proto__") Object.defineProperty(value, entry.name, { value: plainValue(entry.value), enumerable: true });
        else value[entry.name] = plainValue(entry.value);
      }
      return value;
    }
  }
}
