import type { Node } from "./node";

/** A value as JSON knows it. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainMap;
export interface PlainMap {
  readonly [key: string]: Plain;
}

/** The value that kubectl would send: keys are strings, of entries with the same name the last one wins. */
export function toPlain(node: Node): Plain {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "seq":
      return node.items.map(toPlain);
    case "map": {
      const value: { [key: string]: Plain } = {};
      for (const entry of node.entries) {
        if (entry.name === "__proto__") Object.defineProperty(value, entry.name, { value: toPlain(entry.value), enumerable: true });
        else value[entry.name] = toPlain(entry.value);
      }
      return value;
    }
  }
}

export function isPlainMap(value: Plain | undefined): value is PlainMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
