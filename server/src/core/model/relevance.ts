import type { DocumentSlice } from "../syntax/split";
import { mentionsNotedDefinition } from "./definitions";
import { isListKind, isLoweredKind } from "./kinds";

/**
 * Whether a document may hold an object that is lowered to a model of its own, told from its text without parsing. False only
 * where a plain `kind:` line at column 0 of a block mapping names some other kind, or where the word `kind` does not occur;
 * lists, flow style, quoted keys, merge keys, template actions and everything unusual count as relevant. Never false for a document
 * of valid YAML with such an object (only a second, wrongly indented `kind`, or the name of a definition written with escapes, can deceive it).
 */
export function isRelevant(text: string, slice: DocumentSlice): boolean {
  const source = text.slice(slice.start, slice.end);
  if (!source.includes("kind")) return hasEscapes(source);
  let otherKind = false;
  let insideMapping = false;
  for (let at = 0; at < source.length; ) {
    const code = source.charCodeAt(at);
    if (isLetter(code)) {
      insideMapping = true;
      const line = source.startsWith("kind", at) ? readKindLine(source, at) : "longer key";
      if (line === "relevant") return true;
      if (line === "other") otherKind = true;
    } else if (!isQuietLine(source, at, code, insideMapping)) return true;
    const newline = source.indexOf("\n", at);
    at = newline < 0 ? source.length : newline + 1;
  }
  return !otherKind;
}

/** What a line at column 0 that starts with `kind` says: a kind of interest, some other kind, or nothing because the key is longer. */
function readKindLine(source: string, at: number): "relevant" | "other" | "longer key" {
  const colon = at + "kind".length;
  if (isWordCharacter(source.charCodeAt(colon))) return "longer key";
  if (source.charCodeAt(colon) !== COLON) return "relevant";
  let from = colon + 1;
  while (isBlank(source.charCodeAt(from))) from++;
  const quote = source.charCodeAt(from);
  const quoted = quote === DOUBLE_QUOTE || quote === SINGLE_QUOTE;
  if (quoted) from++;
  else if (from === colon + 1) return "relevant";
  let to = from;
  while (isAlphanumeric(source.charCodeAt(to))) to++;
  const kind = source.slice(from, to);
  if (kind === "" || (quoted && source.charCodeAt(to) !== quote)) return "relevant";
  if (!endsLine(source, quoted ? to + 1 : to)) return "relevant";
  if (kind === "CustomResourceDefinition") return mentionsNotedDefinition(source) ? "relevant" : "other";
  return isLoweredKind(kind) || isListKind(kind) ? "relevant" : "other";
}

/**
 * Whether a line that does not start with a letter surely adds no key to the root mapping: blank, comment, a marker without
 * content, or (inside the mapping) indented by spaces or an item of a list.
 */
function isQuietLine(source: string, at: number, code: number, insideMapping: boolean): boolean {
  switch (code) {
    case NEWLINE:
    case HASH:
      return true;
    case CARRIAGE_RETURN:
      return at + 1 === source.length || source.charCodeAt(at + 1) === NEWLINE;
    case SPACE:
      return insideMapping || endsLine(source, at);
    case DASH:
      return (insideMapping && isBlank(source.charCodeAt(at + 1))) || (source.startsWith("---", at) && endsLine(source, at + 3));
    case DOT:
      return source.startsWith("...", at) && endsLine(source, at + 3);
    default:
      return false;
  }
}

/** Whether nothing but blanks, or blanks and a comment, follows on the line. */
function endsLine(source: string, at: number): boolean {
  let next = at;
  while (isBlank(source.charCodeAt(next))) next++;
  if (next === source.length) return true;
  const code = source.charCodeAt(next);
  return code === NEWLINE || code === CARRIAGE_RETURN || (code === HASH && next > at);
}

/** Whether a quoted key could spell `kind` with escapes. */
function hasEscapes(source: string): boolean {
  return source.includes('"') && source.includes("\\");
}

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const DASH = 45;
const DOT = 46;
const COLON = 58;

function isBlank(code: number): boolean {
  return code === SPACE || code === 9;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

function isAlphanumeric(code: number): boolean {
  return isLetter(code) || (code >= 48 && code <= 57);
}

/** A character that makes a key longer than `kind`; a blank may still stand before the colon. */
function isWordCharacter(code: number): boolean {
  return isAlphanumeric(code) || code === DASH || code === 95 || code === DOT || code === 47;
}
