import { blockScalarEnd } from "./composition";

/** A literal (`|`) or folded (`>`) scalar. */
interface BlockScalar {
  readonly style: "literal" | "folded";
  readonly source: string;
  /** Behind its last line with content, the line break excluded. */
  readonly end: number;
  /** The start of the line behind it. */
  readonly next: number;
  /** What is wrong with it. */
  readonly problem: { readonly message: string; readonly start: number; readonly end: number } | undefined;
  /** White space that readers understand differently: tabs that indent, blank lines wider than the text. */
  readonly odd: boolean;
}

/**
 * Reads a block scalar whose indicator stands at `start`, in a collection indented by `parentIndent` columns.
 * Source: YAML 1.2, block scalar styles (8.1): indentation and chomping indicators, folding.
 */
export function readBlockScalar(text: string, start: number, parentIndent: number): BlockScalar {
  const header = readHeader(text, start);
  const body = readBody(text, header.next, parentIndent, header.indent);
  const style = text.charCodeAt(start) === 0x7c ? "literal" : "folded";
  const content = style === "literal" ? body.lines.join("\n") : fold(body.lines);
  return {
    style,
    source: content + chomp(header.chomp, body),
    end: blockScalarEnd(text, start, body.next),
    next: body.next,
    problem: header.problem ?? body.problem,
    odd: body.odd,
  };
}

interface Header {
  readonly indent: number;
  readonly chomp: "" | "-" | "+";
  readonly next: number;
  readonly problem: BlockScalar["problem"];
}

function readHeader(text: string, start: number): Header {
  let at = start + 1;
  let indent = 0;
  let chomp: Header["chomp"] = "";
  for (; ; at++) {
    const char = text.charAt(at);
    if (chomp === "" && (char === "-" || char === "+")) chomp = char;
    else if (indent === 0 && char >= "1" && char <= "9") indent = Number(char);
    else break;
  }
  const indicators = at;
  while (isBlank(text.charCodeAt(at))) at++;
  const newline = text.indexOf("\n", at);
  const next = newline < 0 ? text.length : newline + 1;
  let end = newline < 0 ? text.length : newline;
  while (end > at && (isBlank(text.charCodeAt(end - 1)) || text.charCodeAt(end - 1) === 13)) end--;
  const fine = at === end || (text.charAt(at) === "#" && at > indicators);
  const message = `The text after ${text.charAt(start)} must start on the next line.`;
  return { indent, chomp, next, problem: fine ? undefined : { message, start: at, end } };
}

interface Body {
  /** The lines up to the last one with content, without their indentation. */
  readonly lines: readonly string[];
  /** Line breaks from the last line with content on; all of them if there is none. */
  readonly breaks: number;
  readonly next: number;
  readonly problem: BlockScalar["problem"];
  readonly odd: boolean;
}

function readBody(text: string, from: number, parentIndent: number, explicitIndent: number): Body {
  let indent = explicitIndent === 0 ? 0 : Math.max(parentIndent, 0) + explicitIndent;
  const lines: string[] = [];
  let withContent = 0;
  let breaks = 0;
  let widestBlank = 0;
  let odd = false;
  let line = from;
  let problem: Body["problem"];
  while (line < text.length) {
    let at = line;
    while (text.charCodeAt(at) === 32) at++;
    const newline = text.indexOf("\n", at);
    let end = newline < 0 ? text.length : newline;
    if (end > at && text.charCodeAt(end - 1) === 13) end--;
    const width = at - line;
    if (at === end) {
      if (indent === 0) widestBlank = Math.max(widestBlank, width);
      else if (width > indent) odd = true;
      lines.push(indent > 0 && width > indent ? text.slice(line + indent, end) : "");
    } else {
      if (text.charCodeAt(at) === 9 && (indent === 0 || width < indent)) odd = true;
      if (width < indent || (indent === 0 && width <= parentIndent)) break;
      if (indent === 0) {
        indent = width;
        if (widestBlank > width)
          problem = { message: "The blank lines above are indented deeper than the text; give its indentation, as in |2.", start: at, end };
      }
      lines.push(text.slice(line + indent, end));
      withContent = lines.length;
      breaks = 0;
    }
    if (newline < 0) {
      line = text.length;
      break;
    }
    breaks++;
    line = newline + 1;
  }
  lines.length = withContent;
  return { lines, breaks, next: line, problem, odd };
}

/** The line breaks at the end. Where the text ends with the scalar's last line there is none to keep. */
function chomp(indicator: Header["chomp"], body: Body): string {
  if (indicator === "-" || body.breaks === 0) return "";
  if (indicator === "+") return "\n".repeat(body.breaks);
  return body.lines.length === 0 ? "" : "\n";
}

/** Joins lines by spaces where neither is blank nor indented further, else keeps the line breaks. */
function fold(lines: readonly string[]): string {
  let text = "";
  let blank = 0;
  let before: "none" | "text" | "indented" = "none";
  for (const line of lines) {
    if (line === "") {
      blank++;
      continue;
    }
    const indented = line.startsWith(" ") || line.startsWith("\t");
    if (before === "none") text += "\n".repeat(blank);
    else if (indented || before === "indented") text += "\n".repeat(blank + 1);
    else text += blank === 0 ? " " : "\n".repeat(blank);
    text += line;
    blank = 0;
    before = indented ? "indented" : "text";
  }
  return text;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
