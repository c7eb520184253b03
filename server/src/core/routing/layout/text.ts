/** The fonts of the picture; their sizes are in the style sheet, their line heights here. */
export type Font = "title" | "name" | "body" | "small" | "mono" | "pill";

/** Width of a single line in pixels. */
export type Measure = (text: string, font: Font) => number;

export const lineHeight: Readonly<Record<Font, number>> = { title: 24, name: 18, body: 17, small: 15, mono: 16, pill: 18 };

export interface WrappedText {
  readonly lines: readonly string[];
  /** Width of the widest line. */
  readonly width: number;
  /** Something was left out; the last line ends in an ellipsis. */
  readonly cut: boolean;
}

const emSize: Readonly<Record<Font, number>> = { title: 17, name: 13, body: 12, small: 11, mono: 11, pill: 11 };
const narrow = new Set(" .,:;'`|!ijlI()[]/");
const wide = new Set("mwMW%@…");
const ellipsis = "…";

/** A width for where no renderer can measure: about that of a common sans serif, never much below it. */
export function estimateWidth(text: string, font: Font): number {
  const em = emSize[font];
  if (font === "mono") return text.length * em * 0.62;
  let width = 0;
  for (const char of text) width += narrow.has(char) ? 0.34 : wide.has(char) || char > "\u02ff" ? 0.96 : 0.6;
  return width * em;
}

/**
 * Breaks a text into at most `maxLines` lines of at most `width` pixels, after spaces and after the punctuation of names and paths,
 * inside a word only where the word alone is too long.
 */
export function wrapText(text: string, width: number, maxLines: number, font: Font, measure: Measure): WrappedText {
  const fits = (line: string): boolean => measure(line.trimEnd(), font) <= width;
  const lines: string[] = [];
  let line = "";
  for (const word of breakable(text)) {
    if (fits(line + word)) {
      line += word;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (line !== "" && !fits(line)) {
      const head = longestHead(line, fits);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  if (line !== "" || lines.length === 0) lines.push(line);
  const cut = lines.length > maxLines;
  const shown = cut ? [...lines.slice(0, maxLines - 1), ellipsed(lines.slice(maxLines - 1).join(""), fits)] : lines;
  const trimmed = shown.map((each) => each.trimEnd());
  return { lines: trimmed, width: Math.max(...trimmed.map((each) => measure(each, font))), cut };
}

/** Pieces that stay together: up to and with spaces, or up to punctuation that goes on with a letter or digit. */
function breakable(text: string): readonly string[] {
  return text.trim().split(/(?<=\s)(?=\S)|(?<=\S[-./:_=,|])(?=[\p{L}\p{N}])/u);
}

/** At least one character, so that every text ends. */
function longestHead(text: string, fits: (line: string) => boolean): string {
  let head = "";
  for (const char of text) {
    if (head !== "" && !fits(head + char)) break;
    head += char;
  }
  return head;
}

function ellipsed(text: string, fits: (line: string) => boolean): string {
  const chars = [...text];
  while (chars.length > 0 && !fits(chars.join("").trimEnd() + ellipsis)) chars.pop();
  return chars.join("").trimEnd() + ellipsis;
}
