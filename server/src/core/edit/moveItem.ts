import type { SeqNode } from "../syntax/node";
import type { TextEdit } from "../text/edit";
import type { Span } from "../text/span";

/**
 * Moves an item of a list before another one, or behind the last (`to` undefined): in block style whole lines with the comments above
 * them, in flow style the texts change places. Undefined where a block item shares its line with something else.
 */
export function moveItem(list: SeqNode, from: number, to: number | undefined, text: string): readonly TextEdit[] | undefined {
  const items = list.items.map(({ span }) => span);
  return list.flow ? moveInFlow(items, from, to ?? items.length, text) : moveLines(items, from, to, text);
}

function moveInFlow(items: readonly Span[], from: number, to: number, text: string): readonly TextEdit[] {
  const others = items.filter((_, at) => at !== from);
  const moved = items[from];
  if (moved === undefined) return [];
  const order = others.toSpliced(to > from ? to - 1 : to, 0, moved);
  return items.flatMap((span, at) => {
    const source = order[at];
    return source === undefined || source === span ? [] : [{ span, newText: text.slice(source.start, source.end) }];
  });
}

function moveLines(items: readonly Span[], from: number, to: number | undefined, text: string): readonly TextEdit[] | undefined {
  const moved = linesOf(text, items, from);
  const last = linesOf(text, items, items.length - 1);
  const target = to === undefined ? last?.end : linesOf(text, items, to)?.start;
  if (moved === undefined || last === undefined || target === undefined) return undefined;
  const lines = text.slice(moved.start, moved.end);
  const closed = lines.endsWith("\n") ? lines : `${lines}\n`;
  const atEnd = to === undefined && !text.slice(last.start, last.end).endsWith("\n");
  return [
    { span: { start: moved.start, end: moved.end }, newText: "" },
    { span: { start: target, end: target }, newText: atEnd ? `\n${closed.trimEnd()}` : closed },
  ];
}

/** From the comments above an item to those above the next, or to the end of the last line with content. */
function linesOf(text: string, items: readonly Span[], at: number): Span | undefined {
  const item = items[at];
  const next = items[at + 1];
  const start = item === undefined ? undefined : startWithComments(text, item.start);
  if (item === undefined || start === undefined) return undefined;
  const end = next === undefined ? endOfLine(text, item.end) : startWithComments(text, next.start);
  return end === undefined ? undefined : { start, end };
}

function startWithComments(text: string, offset: number): number | undefined {
  let start = text.lastIndexOf("\n", offset - 1) + 1;
  const lead = text.slice(start, offset);
  if (!/^ *-\s*$/.test(lead)) return undefined;
  const indent = lead.indexOf("-");
  while (start > 0) {
    const above = text.lastIndexOf("\n", start - 2) + 1;
    const line = text.slice(above, start);
    if (!line.trimStart().startsWith("#") || line.search(/\S/) !== indent) break;
    start = above;
  }
  return start;
}

function endOfLine(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1] ?? "")) at--;
  const lineEnd = text.indexOf("\n", at);
  return lineEnd < 0 ? text.length : lineEnd + 1;
}
