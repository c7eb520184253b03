/** The part of a file that holds one YAML document: offsets in the file, `end` exclusive. */
export interface DocumentSlice {
  readonly start: number;
  readonly end: number;
}

const BOM = 0xfeff;

/**
 * Splits a file into its YAML documents. The slices tile the text: the first starts at 0, each starts where the one before it
 * ends. A line `---` at column 0 starts a slice (text behind the marker is content), a line `...` is the last of its slice.
 * Directives (`%YAML`) and a byte order mark stay with the document that they introduce. An empty text is one empty slice.
 * Source: YAML 1.2, chapter 9 (document markers bind at column 0, inside block scalars too).
 */
export function splitDocuments(text: string): readonly DocumentSlice[] {
  const slices: DocumentSlice[] = [];
  const first = text.charCodeAt(0) === BOM ? 1 : 0;
  let start = 0;
  let dashes = markerLine(text, "---", first);
  let dots = markerLine(text, "...", first);
  while (dashes >= 0 || dots >= 0) {
    if (dots < 0 || (dashes >= 0 && dashes < dots)) {
      if (dashes > start && !introduces(text, start, dashes)) {
        slices.push({ start, end: dashes });
        start = dashes;
      }
      dashes = markerLine(text, "---", dashes + 3);
    } else {
      const end = nextLine(text, dots);
      slices.push({ start, end });
      start = end;
      dots = markerLine(text, "...", dots + 3);
    }
  }
  if (start < text.length || slices.length === 0) slices.push({ start, end: text.length });
  return slices;
}

/** The first line at or behind `from` that consists of the marker, or starts with it and a space; -1 if there is none. */
function markerLine(text: string, marker: string, from: number): number {
  if (from <= 1 && text.startsWith(marker, from) && endsWord(text, from + 3)) return from;
  for (let at = text.indexOf(`\n${marker}`, from); at >= 0; at = text.indexOf(`\n${marker}`, at + 4)) {
    if (endsWord(text, at + 4)) return at + 1;
  }
  return -1;
}

function endsWord(text: string, at: number): boolean {
  if (at >= text.length) return true;
  const code = text.charCodeAt(at);
  return code === 10 || code === 13 || code === 32 || code === 9;
}

/** Whether the lines between `start` and `end` only prepare the next document: a byte order mark, or directives among comments. */
function introduces(text: string, start: number, end: number): boolean {
  if (start + 1 === end && text.charCodeAt(start) === BOM) return true;
  let directive = false;
  for (let at = text.charCodeAt(start) === BOM ? start + 1 : start; at < end; at = nextLine(text, at)) {
    const code = text.charCodeAt(at);
    if (code === 37) directive = true;
    else if (!isBlankOrComment(text, at)) return false;
  }
  return directive;
}

function isBlankOrComment(text: string, line: number): boolean {
  let at = line;
  while (at < text.length && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++;
  const code = text.charCodeAt(at);
  return at >= text.length || code === 10 || code === 13 || code === 35;
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}
