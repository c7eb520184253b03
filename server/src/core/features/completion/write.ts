import { quoteIfNeeded } from "../../model/quote";
import type { Span } from "../../text/span";
import type { Insertion } from "./site";

/** The text that goes into `replace`. */
export interface Written {
  readonly replace: Span;
  readonly insertText: string;
  /** Where the text in `replace` up to the cursor is more than the word typed: what it is compared with. */
  readonly filterText?: string;
}

/** Writes a key and what starts its value. `rest` are the lines behind the colon, indented relative to the key. */
export function writeKey(insertion: Insertion, name: string, rest: readonly string[]): Written {
  const { quote, colonFollows, replace, prefix } = insertion;
  const tail = colonFollows ? "" : `:${joinLines(insertion, rest)}`;
  if (quote === undefined) return { replace, insertText: `${prefix}${quoteIfNeeded(name, insertion.flow)}${tail}` };
  const inner = escaped(name, quote.mark);
  if (colonFollows && quote.closed) return { replace, insertText: prefix + inner };
  return {
    replace: { start: replace.start, end: replace.end + (quote.closed ? 1 : 0) },
    insertText: `${prefix}${inner}${quote.mark}${tail}`,
  };
}

/** Writes a scalar, quoted where YAML would read it as something else. `literal`: a number or boolean. */
export function writeScalar(insertion: Insertion, value: string, literal: boolean): Written {
  const { quote, replace, prefix, flow } = insertion;
  if (quote === undefined) return { replace, insertText: prefix + (literal ? value : quoteIfNeeded(value, flow)) };
  if (literal) {
    return {
      replace: { start: replace.start - 1, end: replace.end + (quote.closed ? 1 : 0) },
      insertText: prefix + value,
      filterText: quote.mark + value,
    };
  }
  return { replace, insertText: prefix + escaped(value, quote.mark) + (quote.closed ? "" : quote.mark) };
}

/** Lines of a block, the first at the insertion itself and the others indented like it. */
export function writeLines(insertion: Insertion, lines: readonly string[]): Written {
  const [first = "", ...rest] = lines;
  return { replace: insertion.replace, insertText: insertion.prefix + first + joinLines(insertion, ["", ...rest]) };
}

/** Lines joined by line breaks with the indentation that the editor does not add by itself. */
function joinLines({ column, lineIndent }: Insertion, lines: readonly string[]): string {
  return lines.join(`\n${" ".repeat(Math.max(0, column - lineIndent))}`);
}

function escaped(value: string, mark: '"' | "'"): string {
  return mark === '"' ? JSON.stringify(value).slice(1, -1) : value.replaceAll("'", "''");
}
