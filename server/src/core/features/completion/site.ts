import { type Node, nodeAt } from "../../syntax/node";
import { type Span, touches } from "../../text/span";
import { flowAround, flowPlaceAt } from "./flow";
import { closingQuote, columnAt, type LineParts, lineAt } from "./line";
import { type OpenBlock, type OpenBlocks, openBlocksAt, type Path } from "./openBlocks";

/** How a text is put at the cursor. */
export interface Insertion {
  readonly replace: Span;
  /** What is there of it up to the cursor, without quotes. */
  readonly typed: string;
  /** White space, line break or dash that has to stand in front. */
  readonly prefix: string;
  /** The column of the text behind `prefix`. */
  readonly column: number;
  /** White space in front of `replace` on its line, which editors repeat on further lines. */
  readonly lineIndent: number;
  readonly flow: boolean;
  /** The quote in which the cursor is, and whether it is closed. `replace` lies inside of it. */
  readonly quote: { readonly mark: '"' | "'"; readonly closed: boolean } | undefined;
  /** A colon follows already. */
  readonly colonFollows: boolean;
  /** The offset behind the colon of the key that gets the value, in block style. */
  readonly behindColon?: number;
  /** Text in front of the word that `replace` takes in, white space aside: a dash that stood in the wrong column. */
  readonly before?: string;
}

/**
 * A thing that can be written at the cursor. `key`: a key of the mapping at `path`. `child`: the value at `path`; a mapping or list goes on
 * the line itself (`own`, also behind a dash) or on the next (`inline`, behind a key and its colon).
 * `secondary` slots stand for a new list item where a key fits as well.
 */
export interface Slot {
  readonly role: "key" | "child";
  readonly start: "own" | "inline";
  readonly path: Path;
  /** Keys that the mapping has already. */
  readonly present: ReadonlySet<string>;
  readonly insertion: Insertion;
  readonly secondary: boolean;
}

/** What can be written at an offset, the most likely first; nothing in comments, block scalars and quotes of several lines. */
export function slotsAt(root: Node | undefined, text: string, offset: number): readonly Slot[] {
  if (insideLongScalar(root, text, offset)) return [];
  const flow = flowAround(root, text, offset);
  const inFlow = flow === undefined ? undefined : flowSlot(root, text, flow, offset);
  if (inFlow !== undefined) return [inFlow];
  const line = lineAt(text, offset);
  const blocks = openBlocksAt(root, text, line.start);
  if (line.end <= line.first) return lineSlots(root, text, line, blocks, { start: offset, end: offset }, offset);
  const lastDash = line.dashes.at(-1);
  const before = offset < line.first || (lastDash !== undefined && offset <= lastDash);
  if (before || (line.comment !== undefined && offset > line.comment) || /^(?:---|\.\.\.|%)/.test(text.slice(line.start, line.end)))
    return [];
  if (line.key !== undefined) {
    if (offset < line.key.start) return [];
    const container = containerOf(line, text, blocks);
    if (container === undefined) return [];
    return offset <= line.key.end ? [keySlot(root, text, line, container, offset)] : valueSlots(root, text, line, container, offset);
  }
  if (lastDash !== undefined) return itemSlots(root, text, line, blocks, offset);
  return touches(line.value, offset) ? lineSlots(root, text, line, blocks, line.value, offset) : [];
}

function flowSlot(
  root: Node | undefined,
  text: string,
  flow: { readonly path: Path; readonly start: number },
  offset: number,
): Slot | undefined {
  const place = flowPlaceAt(text, flow.start, flow.path, offset);
  if (place === undefined) return undefined;
  const insertion = wordInsertion(text, place.word, offset, {
    prefix: place.needsSpace && place.word.start === place.word.end ? " " : "",
    column: 0,
    lineIndent: 0,
    flow: true,
    colonFollows: place.colonFollows,
  });
  return {
    role: place.role,
    start: "inline",
    path: place.path,
    present: keysBeside(root, place.path, insertion.replace),
    insertion,
    secondary: false,
  };
}

/** The mapping that takes the key of a line: its path and the column where its keys stand. */
interface Container {
  readonly path: Path;
  readonly column: number;
}

function containerOf(line: LineParts, text: string, blocks: OpenBlocks): Container | undefined {
  const column = columnAt(text, line.content);
  if (line.dashes.length > 0) {
    const path = itemPath(line, text, blocks);
    return path === undefined ? undefined : { path, column };
  }
  return mappingAt(column, blocks);
}

/** The mapping with keys in a column, the entry that a deeper line fills, or else the nearest mapping: the line is then indented wrongly. */
function mappingAt(column: number, { blocks, entry }: OpenBlocks): Container | undefined {
  const exact = blocks.findLast((block) => block.kind === "map" && block.column === column);
  if (exact !== undefined) return exact;
  if (entry !== undefined && column > entry.column) {
    if (entry.value === "block") return undefined;
    if (entry.value === "empty") return { path: entry.path, column };
  }
  if (blocks.length === 0) return { path: [], column: 0 };
  return nearestMap(blocks, column);
}

function nearestMap(blocks: readonly OpenBlock[], column: number): Container | undefined {
  let best: OpenBlock | undefined;
  for (const block of blocks) {
    if (block.kind !== "map") continue;
    if (best === undefined || Math.abs(block.column - column) <= Math.abs(best.column - column)) best = block;
  }
  return best;
}

/** The path of the list item that the dashes of a line open. */
function itemPath(line: LineParts, text: string, { blocks, entry }: OpenBlocks): Path | undefined {
  const column = columnAt(text, line.dashes[0] ?? line.first);
  const nested = line.dashes.slice(1).map(() => 0);
  const list = blocks.findLast((block) => block.kind === "seq" && block.column === column);
  if (list !== undefined) return [...list.path, list.items, ...nested];
  return entry?.value === "empty" && column >= entry.column ? [...entry.path, 0, ...nested] : undefined;
}

/** The list that a dash in the wrong column is meant for, unless the item above goes on below it. */
function nearestList(line: LineParts, text: string, { blocks }: OpenBlocks): OpenBlock | undefined {
  const column = columnAt(text, line.dashes[0] ?? line.first);
  const list = blocks.findLast((block) => block.kind === "seq" && Math.abs(block.column - column) <= 2);
  return list === undefined || line.dashes.length > 1 || columnBelow(text, line) > list.column ? undefined : list;
}

function keySlot(root: Node | undefined, text: string, line: LineParts, container: Container, offset: number): Slot {
  const word = line.key ?? line.value;
  const insertion = blockInsertion(text, line, word, offset, container.column, line.key !== undefined);
  return { role: "key", start: "own", path: container.path, present: keysBeside(root, container.path, word), insertion, secondary: false };
}

function valueSlots(root: Node | undefined, text: string, line: LineParts, container: Container, offset: number): readonly Slot[] {
  const { key, value } = line;
  if (key === undefined || offset <= key.colon || /^[|>*]/.test(text.slice(value.start, value.end))) return [];
  const empty = value.start === value.end;
  if (!empty && (offset < value.start || offset > value.end)) return [];
  if (empty && line.comment !== undefined && offset > line.comment) return [];
  const path = [...container.path, unquote(text.slice(key.start, key.end))];
  if (empty && (nodeAt(root, path)?.span.start ?? 0) > line.end) return [];
  const word = empty ? { start: offset, end: offset } : value;
  const keyColumn = columnAt(text, line.content);
  const insertion = wordInsertion(text, word, offset, {
    prefix: word.start === key.colon + 1 ? " " : "",
    column: keyColumn,
    lineIndent: line.first - line.start,
    flow: false,
    colonFollows: false,
  });
  return [
    {
      role: "child",
      start: "inline",
      path,
      present: new Set(),
      insertion: { ...insertion, behindColon: key.colon + 1 },
      secondary: false,
    },
  ];
}

/** Behind a dash: the item itself, or the first key of a mapping. */
function itemSlots(root: Node | undefined, text: string, line: LineParts, blocks: OpenBlocks, offset: number): readonly Slot[] {
  const right = itemPath(line, text, blocks);
  const list = right === undefined ? nearestList(line, text, blocks) : undefined;
  const path = right ?? (list === undefined ? undefined : [...list.path, list.items]);
  const { value } = line;
  if (path === undefined || /^[|>*]/.test(text.slice(value.start, value.end))) return [];
  const empty = value.start === value.end;
  if (!empty && !touches(value, offset)) return [];
  const below = empty ? nodeAt(root, path) : undefined;
  const continues = below?.kind === "map" && columnAt(text, below.span.start) === columnAt(text, offset);
  if (below !== undefined && below.span.start > line.end && !continues) return [];
  const word = empty ? { start: offset, end: offset } : value;
  const needsSpace = text[word.start - 1] === "-";
  const insertion = wordInsertion(text, word, offset, {
    prefix: needsSpace ? " " : "",
    column: columnAt(text, word.start) + (needsSpace ? 1 : 0),
    lineIndent: line.first - line.start,
    flow: false,
    colonFollows: false,
  });
  const placed = list === undefined ? insertion : withDashAt(insertion, list.column, line);
  return [{ role: "child", start: "own", path, present: keysBeside(root, path, word), insertion: placed, secondary: false }];
}

/** The insertion together with its dash, which is put in the column of its list. */
function withDashAt(insertion: Insertion, column: number, line: LineParts): Insertion {
  const prefix = `${" ".repeat(column)}- ${insertion.quote?.mark ?? ""}`;
  return {
    ...insertion,
    prefix,
    replace: { start: line.start, end: insertion.replace.end },
    column: column + 2,
    lineIndent: 0,
    before: `- ${insertion.quote?.mark ?? ""}`,
  };
}

/** A line of its own: blank, a key half written, or a value below its key. */
function lineSlots(root: Node | undefined, text: string, line: LineParts, blocks: OpenBlocks, word: Span, offset: number): readonly Slot[] {
  const column = meantColumn(text, line, blocks, word);
  const { entry } = blocks;
  if (entry?.value === "block" && column > entry.column) return [];
  const slots: Slot[] = [];
  const key = (container: Container) =>
    slots.push({
      role: "key",
      start: "own",
      path: container.path,
      present: keysBeside(root, container.path, word),
      insertion: blockInsertion(text, line, word, offset, container.column, false),
      secondary: false,
    });
  const child = (path: Path, prefix: string, secondary: boolean) => {
    const insertion = blockInsertion(text, line, word, offset, column, false);
    const prefixed = { ...insertion, prefix: insertion.prefix + prefix, column: column + prefix.length };
    slots.push({ role: "child", start: "own", path, present: keysBeside(root, path, word), insertion: prefixed, secondary });
  };
  const map = blocks.blocks.findLast((block) => block.kind === "map" && block.column === column);
  const list = blocks.blocks.findLast((block) => block.kind === "seq" && block.column === column);
  if (map !== undefined) key(map);
  if (list !== undefined) child([...list.path, list.items], "- ", true);
  if (map === undefined && list === undefined && entry?.value === "empty" && column > entry.column) child(entry.path, "", false);
  const fillsKey = entry?.value === "empty" && column === entry.column && entry.owner === "key" && columnBelow(text, line) <= column;
  if (map !== undefined && list === undefined && fillsKey) child(entry.path, "", true);
  if (map === undefined && list !== undefined && list.items > 0) {
    const inside = blocks.blocks.find(
      (block) => block.kind === "map" && block.path.length === list.path.length + 1 && block.column > column,
    );
    if (inside !== undefined) key(inside);
  }
  if (slots.length === 0) {
    const nearest = mappingAt(column, blocks);
    if (nearest !== undefined) key(nearest);
  }
  return slots;
}

/**
 * The column in which a line is to be continued: of a blank line that of the cursor, unless the next line goes on with a block that
 * is indented deeper: anything less would tear it apart.
 */
function meantColumn(text: string, line: LineParts, { blocks }: OpenBlocks, word: Span): number {
  const column = columnAt(text, word.start);
  if (line.end > line.first) return column;
  const deeper = columnBelow(text, line);
  return Math.max(column, ...blocks.map((block) => (block.column <= deeper ? block.column : 0)));
}

/** The column in which the next line with content starts; 0 where there is none. */
function columnBelow(text: string, line: LineParts): number {
  const newline = text.indexOf("\n", line.end);
  const next = newline < 0 ? null : /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*( *)(?=[^\s#])/.exec(text.slice(newline + 1));
  return next?.[1]?.length ?? 0;
}

/** The insertion of a word that is the first of its line (dashes aside): wrong indentation is put right. */
function blockInsertion(text: string, line: LineParts, word: Span, offset: number, column: number, colonFollows: boolean): Insertion {
  const lineIndent = Math.min(line.first, word.start) - line.start;
  const right = line.dashes.length > 0 || (!line.tabs && word.start - line.start === column);
  const layout = { prefix: "", column, lineIndent, flow: false, colonFollows };
  if (right) return wordInsertion(text, word, offset, layout);
  const insertion = wordInsertion(text, word, offset, { ...layout, lineIndent: 0 });
  const prefix = insertion.prefix + " ".repeat(column) + (insertion.quote?.mark ?? "");
  return { ...insertion, prefix, replace: { start: line.start, end: insertion.replace.end } };
}

function wordInsertion(
  text: string,
  word: Span,
  offset: number,
  layout: Pick<Insertion, "prefix" | "column" | "lineIndent" | "flow" | "colonFollows">,
): Insertion {
  const mark = text[word.start];
  if ((mark === '"' || mark === "'") && offset > word.start) {
    const behind = closingQuote(text, word.start, word.end);
    const closed = behind !== undefined;
    const replace = { start: word.start + 1, end: closed ? behind - 1 : word.end };
    if (offset <= replace.end) return { ...layout, prefix: "", replace, typed: text.slice(replace.start, offset), quote: { mark, closed } };
  }
  return { ...layout, replace: word, typed: text.slice(word.start, offset), quote: undefined };
}

/** The keys of the mapping at a path, that under the cursor left out. */
function keysBeside(root: Node | undefined, path: Path, word: Span): ReadonlySet<string> {
  const node = nodeAt(root, path);
  if (node?.kind !== "map") return new Set();
  return new Set(node.entries.filter((entry) => entry.merged || !overlaps(entry.key.span, word)).map((entry) => entry.name));
}

function overlaps(key: Span, word: Span): boolean {
  return touches(word, key.start) && key.end <= word.end + 1;
}

function insideLongScalar(root: Node | undefined, text: string, offset: number): boolean {
  let node = root;
  while (node !== undefined) {
    if (node.kind === "scalar") {
      const written = text.slice(node.span.start, offset);
      if (node.style === "plain" || offset > node.span.end || node.span.start >= offset) return false;
      return written.includes("\n");
    }
    const children: readonly Node[] =
      node.kind === "seq" ? node.items : node.entries.flatMap((entry) => (entry.merged ? [] : [entry.value]));
    node = children.findLast((child) => child.span.start < offset);
  }
  return false;
}

function unquote(key: string): string {
  return /^(["']).*\1$/.test(key) ? key.slice(1, -1) : key;
}
