import { type CodePointSet, codePointSet, complement } from "./codePointSet";

const DIGIT = ascii("09");
const SPACE = codePointSet([
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
]);
const WORD = ascii("09AZ__az");

/** `\d \s \w` and their complements (RE2 syntax, "Perl character classes": ASCII only, `\s` without the vertical tab). */
const PERL: ReadonlyMap<string, CodePointSet> = new Map([
  ["d", DIGIT],
  ["s", SPACE],
  ["w", WORD],
]);

/** RE2 syntax, "ASCII character classes". */
const POSIX: ReadonlyMap<string, CodePointSet> = new Map([
  ["alnum", ascii("09AZaz")],
  ["alpha", ascii("AZaz")],
  ["ascii", [0, 0x7f]],
  ["blank", ascii("\t\t  ")],
  [
    "cntrl",
    codePointSet([
      [0, 0x1f],
      [0x7f, 0x7f],
    ]),
  ],
  ["digit", DIGIT],
  ["graph", ascii("!~")],
  ["lower", ascii("az")],
  ["print", ascii(" ~")],
  ["punct", ascii("!/:@[`{~")],
  ["space", ascii("\t\r  ")],
  ["upper", ascii("AZ")],
  ["word", WORD],
  ["xdigit", ascii("09AFaf")],
]);

/** A named class before case folding; a negated one means the complement of the (folded) set. */
export interface NamedClass {
  readonly set: CodePointSet;
  readonly negated: boolean;
}

/** The class that `\` followed by `letter` denotes, if it is one of `d D s S w W`. */
export function perlClass(letter: string): NamedClass | undefined {
  const set = PERL.get(letter.toLowerCase());
  return set && { set, negated: letter !== letter.toLowerCase() };
}

/** The class named within `[:` and `:]`, for instance `alpha` or `^alpha`. */
export function posixClass(name: string): NamedClass | undefined {
  const negated = name.startsWith("^");
  const set = POSIX.get(negated ? name.slice(1) : name);
  return set && { set, negated };
}

export function membersOf(named: NamedClass, fold: (set: CodePointSet) => CodePointSet): CodePointSet {
  const set = fold(named.set);
  return named.negated ? complement(set) : set;
}

/** Pairs of characters are the ends of ranges. */
function ascii(ends: string): CodePointSet {
  const ranges: [number, number][] = [];
  for (let at = 0; at < ends.length; at += 2) {
    ranges.push([ends.charCodeAt(at), ends.charCodeAt(at + 1)]);
  }
  return codePointSet(ranges);
}
