import { quoteIfNeeded } from "../model/quote";
import type { ScalarNode } from "../syntax/node";
import type { TextEdit } from "../text/edit";

/** Writes another value in place of a scalar's; a text keeps the quotes that were there. Undefined where nothing is written, and for block scalars. */
export function setScalar({ span, style }: ScalarNode, value: string | number | boolean): TextEdit | undefined {
  if (span.start === span.end || style === "literal" || style === "folded") return undefined;
  return { span, newText: typeof value === "string" ? quoted(value, style) : String(value) };
}

function quoted(value: string, style: ScalarNode["style"]): string {
  if (style === "double") return JSON.stringify(value);
  if (style === "single") return `'${value.replaceAll("'", "''")}'`;
  return quoteIfNeeded(value, true);
}
