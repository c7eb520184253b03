import type { Span } from "../text/span";
import type { DocumentRef, Fix } from "./finding";

/** Adds `port: {number: ...}` behind the host of a destination, one fix for each of up to three ports; nothing in flow style. */
export function addPort(
  text: string | undefined,
  document: DocumentRef,
  host: Span,
  numbers: readonly number[],
  kind: Fix["kind"],
): readonly Fix[] {
  if (text === undefined) return [];
  const lineStart = text.lastIndexOf("\n", host.start) + 1;
  const column = text.slice(lineStart, host.start).search(/host\s*:/);
  const newline = text.indexOf("\n", host.end);
  const at = newline < 0 ? text.length : newline;
  if (column < 0 || /[{}]/.test(text.slice(lineStart, host.start)) || text.slice(host.end, at).includes("}")) return [];
  const indent = " ".repeat(column);
  return numbers.slice(0, 3).map((number) => ({
    title: `Add port ${number}`,
    kind,
    edits: [{ in: document, span: { start: at, end: at }, newText: `\n${indent}port:\n${indent}  number: ${number}` }],
  }));
}
