import {
  ANY_CODE_POINT,
  type CodePointSet,
  codePointSet,
  complement,
  foldCaseOfAscii,
  isAscii,
  LAST_CODE_POINT,
  singleCodePoint,
  union,
} from "./codePointSet";
import { membersOf, perlClass, posixClass } from "./re2Classes";
import { expandedSize, type RegexNode, repeatsWithin } from "./regexNode";

/**
 * `unsupported`: RE2 may accept the pattern, but its language is not modelled here; `size` counts its leaves with repetitions written out.
 * `invalid`: RE2 rejects it. Offsets are UTF-16 units into the pattern.
 */
export type Re2Parse =
  | { readonly kind: "regex"; readonly node: RegexNode; readonly size: number }
  | { readonly kind: "unsupported"; readonly construct: string; readonly offset: number; readonly size: number }
  | { readonly kind: "invalid"; readonly message: string; readonly offset: number };

/** https://github.com/google/re2/wiki/Syntax: "implementations reject counting forms that create a minimum or maximum repetition count above 1000". */
const MAX_REPEAT = 1000;
const MAX_DEPTH = 250;

/**
 * Reads a pattern of RE2's syntax (https://github.com/google/re2/wiki/Syntax, as Envoy configures it: Perl flags, `.` without line feed).
 *
 * The alphabet is Unicode code points; RE2 works on UTF-8, which is the same for valid text. Exact for ASCII; not modelled and
 * therefore `unsupported`: `\b \B`, `\p{..}`, `(?i)` on characters outside ASCII, groups nested more than 250 deep.
 * With `(?m)`, `^` and `$` stay the ends of the text: the texts compared (paths, header values) contain no line feed.
 */
export function parseRe2(pattern: string): Re2Parse {
  const parser = new Parser(pattern);
  try {
    const node = parser.parse();
    const size = expandedSize(node);
    return parser.unsupported ? { kind: "unsupported", ...parser.unsupported, size } : { kind: "regex", node, size };
  } catch (error) {
    if (error instanceof InvalidPattern) {
      return { kind: "invalid", message: error.message, offset: error.offset };
    }
    if (error instanceof TooDeep) {
      return {
        kind: "unsupported",
        construct: `groups nested more than ${MAX_DEPTH} deep`,
        offset: error.offset,
        size: Number.POSITIVE_INFINITY,
      };
    }
    throw error;
  }
}

class InvalidPattern extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

class TooDeep extends Error {
  constructor(readonly offset: number) {
    super("groups nested too deep");
  }
}

interface Flags {
  readonly foldCase: boolean;
  readonly dotMatchesLineFeed: boolean;
}

class Parser {
  unsupported: { readonly construct: string; readonly offset: number } | undefined;
  private at = 0;
  private depth = 0;
  private flags: Flags = { foldCase: false, dotMatchesLineFeed: false };
  private readonly groupNames = new Set<string>();

  constructor(private readonly pattern: string) {}

  parse(): RegexNode {
    const node = this.alternation();
    if (this.at < this.pattern.length) {
      throw new InvalidPattern("unexpected )", this.at);
    }
    return node;
  }

  private alternation(): RegexNode {
    const items = [this.sequence()];
    while (this.take("|")) {
      items.push(this.sequence());
    }
    return items.length === 1 ? (items[0] as RegexNode) : { kind: "alternate", items };
  }

  private sequence(): RegexNode {
    const items: RegexNode[] = [];
    let afterRepetition = false;
    while (this.at < this.pattern.length && !this.sees("|") && !this.sees(")")) {
      const start = this.at;
      const repetition = this.repetition();
      if (repetition) {
        const item = items.pop();
        if (item === undefined) {
          throw new InvalidPattern(`missing argument to repetition operator: ${this.pattern.slice(start, this.at)}`, start);
        }
        if (afterRepetition) {
          throw new InvalidPattern(`repetition of a repetition: ${this.pattern.slice(start, this.at)}`, start);
        }
        items.push(this.repeat(item, repetition, start));
      } else {
        for (const atom of this.atoms()) {
          items.push(atom);
        }
      }
      afterRepetition = repetition !== undefined;
    }
    return items.length === 1 ? (items[0] as RegexNode) : items.length === 0 ? { kind: "empty" } : { kind: "concat", items };
  }

  private repetition(): { readonly min: number; readonly max: number } | undefined {
    const start = this.at;
    const simple = { "*": [0, Number.POSITIVE_INFINITY], "+": [1, Number.POSITIVE_INFINITY], "?": [0, 1] } as const;
    const next = this.pattern[this.at];
    if (next === "*" || next === "+" || next === "?") {
      this.at += 1;
      this.take("?");
      return { min: simple[next][0], max: simple[next][1] };
    }
    const counted = /\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\}/y;
    counted.lastIndex = start;
    const parts = counted.exec(this.pattern);
    if (!parts) {
      return undefined;
    }
    this.at = counted.lastIndex;
    const min = Number(parts[1]);
    const max = parts[2] === undefined ? min : parts[3] === undefined ? Number.POSITIVE_INFINITY : Number(parts[3]);
    if (min > MAX_REPEAT || (max > MAX_REPEAT && max !== Number.POSITIVE_INFINITY) || min > max) {
      throw new InvalidPattern(`invalid repeat count: ${parts[0]}`, start);
    }
    this.take("?");
    return { min, max };
  }

  private repeat(item: RegexNode, { min, max }: { readonly min: number; readonly max: number }, offset: number): RegexNode {
    const node: RegexNode = { kind: "repeat", item, min, max };
    const counts = min >= 2 || (max >= 2 && max !== Number.POSITIVE_INFINITY);
    if (counts && !repeatsWithin(node, MAX_REPEAT)) {
      throw new InvalidPattern(`nested repeat counts multiply to more than ${MAX_REPEAT}`, offset);
    }
    return node;
  }

  /** One atom, or none for `(?i)`, or several for `\Q..\E`. */
  private atoms(): readonly RegexNode[] {
    const start = this.at;
    const char = this.codePoint();
    switch (String.fromCodePoint(char)) {
      case "(":
        return this.group(start);
      case "[":
        return [this.bracketClass(start)];
      case ".":
        return [{ kind: "class", set: this.flags.dotMatchesLineFeed ? ANY_CODE_POINT : complement(singleCodePoint(0x0a)) }];
      case "^":
        return [{ kind: "assertion", at: "start" }];
      case "$":
        return [{ kind: "assertion", at: "end" }];
      case "\\":
        return this.escaped(start);
      default:
        return [this.literal(char, start)];
    }
  }

  private group(start: number): readonly RegexNode[] {
    const outer = this.flags;
    if (this.sees("?P<") || this.sees("?<")) {
      this.groupName(start);
    } else if (this.take("?") && this.flagGroup(start) === "flags only") {
      return [];
    }
    this.depth += 1;
    if (this.depth > MAX_DEPTH) {
      throw new TooDeep(start);
    }
    const node = this.alternation();
    if (!this.take(")")) {
      throw new InvalidPattern("missing closing )", start);
    }
    this.depth -= 1;
    this.flags = outer;
    return [node];
  }

  private groupName(start: number): void {
    const syntax = /\?P?<([A-Za-z0-9_]+)>/y;
    syntax.lastIndex = this.at;
    const name = syntax.exec(this.pattern)?.[1];
    if (name === undefined) {
      throw new InvalidPattern("invalid named group (RE2 has no lookaround)", start);
    }
    if (this.groupNames.has(name)) {
      throw new InvalidPattern(`two groups are named ${name}`, start);
    }
    this.groupNames.add(name);
    this.at = syntax.lastIndex;
  }

  /** Behind `(?`: sets the flags up to `:` or `)`. */
  private flagGroup(start: number): "group" | "flags only" {
    const syntax = /([imsU]*)(?:-([imsU]+))?([:)])/y;
    syntax.lastIndex = this.at;
    const parts = syntax.exec(this.pattern);
    if (!parts) {
      throw new InvalidPattern(`RE2 has no ${this.pattern.slice(start, start + 3)} (lookaround, conditions and other Perl groups)`, start);
    }
    this.at = syntax.lastIndex;
    const [, on = "", off = "", end] = parts;
    this.flags = {
      foldCase: (this.flags.foldCase || on.includes("i")) && !off.includes("i"),
      dotMatchesLineFeed: (this.flags.dotMatchesLineFeed || on.includes("s")) && !off.includes("s"),
    };
    return end === ":" ? "group" : "flags only";
  }

  /** Behind a backslash, outside a class. */
  private escaped(start: number): readonly RegexNode[] {
    if (this.take("A")) {
      return [{ kind: "assertion", at: "start" }];
    }
    if (this.take("z")) {
      return [{ kind: "assertion", at: "end" }];
    }
    if (this.take("b") || this.take("B")) {
      return [{ kind: "class", set: this.notModelled("word boundary", start) }];
    }
    if (this.take("Q")) {
      const end = this.pattern.indexOf("\\E", this.at);
      const text = this.pattern.slice(this.at, end < 0 ? undefined : end);
      this.at = end < 0 ? this.pattern.length : end + 2;
      return [...text].map((char) => this.literal(char.codePointAt(0) ?? 0, start));
    }
    return [{ kind: "class", set: this.classEscape(start) ?? this.fold(singleCodePoint(this.escapedCodePoint(start)), start) }];
  }

  /** `\d`, `\pL` and the like, in or outside brackets; undefined if the escape is a single character. */
  private classEscape(start: number): CodePointSet | undefined {
    const named = perlClass(this.pattern[this.at] ?? "");
    if (named) {
      this.at += 1;
      return membersOf(named, (set) => this.fold(set, start));
    }
    const property = /[pP](?:\{[^}]*\}|[^{])/uy;
    property.lastIndex = this.at;
    if (property.test(this.pattern)) {
      this.at = property.lastIndex;
      return this.notModelled("Unicode class", start);
    }
    return undefined;
  }

  private escapedCodePoint(start: number): number {
    const syntax = /x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]+)\}|([1-7][0-7]{1,2}|0[0-7]{0,2})|([afnrtv])|([^A-Za-z0-9\u0080-\u{10ffff}])/uy;
    syntax.lastIndex = this.at;
    const parts = syntax.exec(this.pattern);
    const [, hex, longHex, octal, control, punctuation] = parts ?? [];
    const digits = hex ?? longHex;
    const value =
      digits !== undefined
        ? Number.parseInt(digits, 16)
        : octal !== undefined
          ? Number.parseInt(octal, 8)
          : control !== undefined
            ? "\x07\f\n\r\t\v".charCodeAt("afnrtv".indexOf(control))
            : punctuation?.codePointAt(0);
    if (value === undefined || value > LAST_CODE_POINT) {
      const sequence = this.pattern.slice(start, start + 2);
      throw new InvalidPattern(sequence === "\\" ? "trailing backslash" : `invalid escape sequence: ${sequence}`, start);
    }
    this.at = syntax.lastIndex;
    return value;
  }

  private bracketClass(start: number): RegexNode {
    const negated = this.take("^");
    const members: CodePointSet[] = [];
    do {
      members.push(this.classMember(start));
    } while (!this.take("]"));
    const set = union(members);
    return { kind: "class", set: negated ? complement(set) : set };
  }

  private classMember(start: number): CodePointSet {
    const memberStart = this.at;
    const posixEnd = this.sees("[:") ? this.pattern.indexOf(":]", this.at + 2) : -1;
    if (posixEnd >= 0) {
      const named = posixClass(this.pattern.slice(this.at + 2, posixEnd));
      if (!named) {
        throw new InvalidPattern(`unknown character class: ${this.pattern.slice(memberStart, posixEnd + 2)}`, memberStart);
      }
      this.at = posixEnd + 2;
      return membersOf(named, (set) => this.fold(set, memberStart));
    }
    if (this.take("\\")) {
      const set = this.classEscape(memberStart);
      if (set) {
        return set;
      }
      this.at = memberStart;
    }
    const from = this.classCodePoint(start);
    if (!this.sees("-") || this.sees("-]") || this.at + 1 >= this.pattern.length) {
      return this.fold(singleCodePoint(from), memberStart);
    }
    this.at += 1;
    const to = this.classCodePoint(start);
    if (to < from) {
      throw new InvalidPattern(`character range is out of order: ${this.pattern.slice(memberStart, this.at)}`, memberStart);
    }
    return this.fold(codePointSet([[from, to]]), memberStart);
  }

  private classCodePoint(classStart: number): number {
    if (this.at >= this.pattern.length) {
      throw new InvalidPattern("missing closing ]", classStart);
    }
    const start = this.at;
    return this.take("\\") ? this.escapedCodePoint(start) : this.codePoint();
  }

  private literal(codePoint: number, offset: number): RegexNode {
    return { kind: "class", set: this.fold(singleCodePoint(codePoint), offset) };
  }

  private fold(set: CodePointSet, offset: number): CodePointSet {
    if (!this.flags.foldCase) {
      return set;
    }
    return isAscii(set) ? foldCaseOfAscii(set) : this.notModelled("case-insensitive character outside ASCII", offset);
  }

  /** Remembers the first construct that is not modelled; parsing goes on, because an error behind it makes the pattern invalid. */
  private notModelled(construct: string, offset: number): CodePointSet {
    this.unsupported ??= { construct, offset };
    return ANY_CODE_POINT;
  }

  private sees(text: string): boolean {
    return this.pattern.startsWith(text, this.at);
  }

  private take(text: string): boolean {
    const found = this.sees(text);
    if (found) {
      this.at += text.length;
    }
    return found;
  }

  private codePoint(): number {
    const value = this.pattern.codePointAt(this.at) ?? 0;
    this.at += value > 0xffff ? 2 : 1;
    return value;
  }
}
