import type { Icon, Part, PartKind } from "./scene";
import type { Font, Measure } from "./text";
import { lineHeight, wrapText } from "./text";

/** Parts with the room they take, relative to their own top left corner. */
export interface Block {
  readonly parts: readonly Part[];
  readonly width: number;
  readonly height: number;
}

export const emptyBlock: Block = { parts: [], width: 0, height: 0 };

/** The font of each kind of text, and the padding of its frame. */
const styles: Readonly<Record<PartKind, { readonly font: Font; readonly padX: number; readonly padY: number }>> = {
  title: { font: "title", padX: 0, padY: 0 },
  eyebrow: { font: "small", padX: 0, padY: 0 },
  name: { font: "name", padX: 0, padY: 0 },
  detail: { font: "small", padX: 0, padY: 0 },
  number: { font: "pill", padX: 0, padY: 0 },
  joiner: { font: "small", padX: 0, padY: 3 },
  condition: { font: "body", padX: 7, padY: 2 },
  label: { font: "mono", padX: 6, padY: 1 },
  action: { font: "small", padX: 7, padY: 2 },
  fault: { font: "small", padX: 7, padY: 2 },
  icon: { font: "small", padX: 0, padY: 0 },
  dots: { font: "small", padX: 0, padY: 0 },
  problem: { font: "small", padX: 0, padY: 0 },
  "problem-icon": { font: "small", padX: 0, padY: 0 },
  mark: { font: "small", padX: 0, padY: 0 },
  caption: { font: "small", padX: 0, padY: 0 },
};

/** A text in its frame, wrapped to a width that includes the frame. */
export function textBlock(kind: PartKind, text: string, width: number, maxLines: number, measure: Measure): Block {
  const { font, padX, padY } = styles[kind];
  const wrapped = wrapText(text, Math.max(width - 2 * padX, 1), maxLines, font, measure);
  const box = {
    x: 0,
    y: 0,
    w: Math.min(Math.ceil(wrapped.width) + 2 * padX, width),
    h: wrapped.lines.length * lineHeight[font] + 2 * padY,
  };
  const part: Part = { ...box, kind, lines: wrapped.lines, title: wrapped.cut ? text : undefined, icon: undefined, count: 0 };
  return { parts: [part], width: box.w, height: box.h };
}

export function iconBlock(kind: PartKind, icon: Icon, size: number): Block {
  return { parts: [{ x: 0, y: 0, w: size, h: size, kind, lines: [], title: undefined, icon, count: 0 }], width: size, height: size };
}

export function numberBlock(value: number, size: number): Block {
  const part: Part = { x: 0, y: 0, w: size, h: size, kind: "number", lines: [String(value)], title: undefined, icon: undefined, count: 0 };
  return { parts: [part], width: size, height: size };
}

/** A row of dots, one each up to ten, as far as there is room; one place for the empty ring of none. */
export function dotsBlock(count: number, width: number): Block {
  const size = 8;
  const gap = 4;
  const most = Math.max(Math.min(10, Math.floor((width + gap) / (size + gap))), 1);
  const places = Math.max(Math.min(count, most), 1);
  const w = places * (size + gap) - gap;
  const part: Part = { x: 0, y: 0, w, h: size, kind: "dots", lines: [], title: undefined, icon: undefined, count: Math.min(count, most) };
  return { parts: [part], width: w, height: size };
}

/** One block under the other; empty ones take no room. */
export function stackBlocks(blocks: readonly Block[], gap: number): Block {
  let y = 0;
  const parts: Part[] = [];
  let width = 0;
  for (const block of blocks) {
    if (block.height === 0) continue;
    if (y > 0) y += gap;
    parts.push(...moveParts(block.parts, 0, y));
    y += block.height;
    width = Math.max(width, block.width);
  }
  return { parts, width, height: y };
}

/** From left to right, broken into rows where the width ends. */
export function flowBlocks(blocks: readonly Block[], width: number, gapX: number, gapY: number): Block {
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  let widest = 0;
  const parts: Part[] = [];
  for (const block of blocks) {
    if (x > 0 && x + block.width > width) {
      x = 0;
      y += rowHeight + gapY;
      rowHeight = 0;
    }
    parts.push(...moveParts(block.parts, x, y));
    rowHeight = Math.max(rowHeight, block.height);
    widest = Math.max(widest, x + block.width);
    x += block.width + gapX;
  }
  return { parts, width: widest, height: y + rowHeight };
}

/** Two blocks beside one another; the second starts `indent` pixels to the right, `drop` pixels lower. */
export function besideBlocks(left: Block, right: Block, indent: number, drop = 0): Block {
  return {
    parts: [...left.parts, ...moveParts(right.parts, indent, drop)],
    width: Math.max(left.width, right.height === 0 ? 0 : indent + right.width),
    height: Math.max(left.height, right.height === 0 ? 0 : drop + right.height),
  };
}

export function moveBlock(block: Block, x: number, y: number): Block {
  return { parts: moveParts(block.parts, x, y), width: block.width + x, height: block.height + y };
}

function moveParts(parts: readonly Part[], dx: number, dy: number): readonly Part[] {
  return parts.map((part) => ({ ...part, x: part.x + dx, y: part.y + dy }));
}
