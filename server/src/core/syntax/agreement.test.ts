import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBlock } from "./blockReader";
import { parseWithLibrary } from "./parse";
import { splitDocuments } from "./split";

type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** Choices for one document: how the printer writes the next value. Cycles, so that any list will do. */
class Choices {
  #at = 0;
  constructor(private readonly numbers: readonly number[]) {}
  of<T>(options: readonly [T, ...T[]]): T {
    const number = this.numbers[this.#at++ % this.numbers.length] ?? 0;
    return options[number % options.length] ?? options[0];
  }
}

const word = fc.oneof(
  fc.constantFrom(
    "host",
    "reviews",
    "v1",
    "yes",
    "0x1F",
    "017",
    "~",
    "1e3",
    "",
    "a b",
    "a: b",
    "- a",
    "#a",
    "a #b",
    "a#b",
    "'",
    '"',
    "*",
    "\\",
    "a:",
    "{a}",
    "[b]",
    "é😀",
    "null",
  ),
  fc.string({ maxLength: 12 }),
  fc.array(fc.constantFrom("line", " indented", "", "a: b", "# no comment", "- x"), { maxLength: 5 }).map((lines) => lines.join("\n")),
);

function tree(scalar: fc.Arbitrary<Value>, key: fc.Arbitrary<string>): fc.Arbitrary<Value> {
  const { value } = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      scalar,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(key, tie("value"), { maxKeys: 4 }),
    ),
  }));
  return value;
}

const names = fc.constantFrom("host", "a b", "<<", "1", "yes", "a: b", "#");
const wild = tree(fc.oneof(word, fc.integer(), fc.double(), fc.boolean(), fc.constant(null)), fc.oneof(names, fc.string({ maxLength: 6 })));
const tame = tree(
  fc.oneof(fc.constantFrom("reviews", "v1", "a b", "", "some\n\n lines"), fc.integer()),
  fc.constantFrom("host", "port", "http", "x"),
);

const documents = fc.record({
  value: fc.oneof(wild, fc.dictionary(fc.constantFrom("a", "b", "c"), wild, { minKeys: 1, maxKeys: 3 })),
  choices: fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 }),
  crlf: fc.boolean(),
});

/** Writes a value in styles that `choices` picks, right behind `key:` or a dash of a collection indented by `indent`. */
function print(value: Value, indent: number, choices: Choices): string {
  if (typeof value !== "object" || value === null) return ` ${scalar(value, indent, choices)}${comment(choices)}\n`;
  const entries = Array.isArray(value) ? value : Object.entries(value);
  if (entries.length === 0 || choices.of([false, false, false, true])) return ` ${flow(value, choices)}${comment(choices)}\n`;
  const sequence = Array.isArray(value);
  const inner = indent + choices.of(sequence && indent >= 0 ? [2, 0, 4] : [2, 4, 1]);
  return `${comment(choices)}\n${gap(choices)}${collection(value as readonly Value[] | { readonly [key: string]: Value }, Math.max(inner, 0), choices)}`;
}

function collection(value: readonly Value[] | { readonly [key: string]: Value }, indent: number, choices: Choices): string {
  const pad = " ".repeat(indent);
  if (!Array.isArray(value)) {
    return Object.entries(value)
      .map(([key, item]) => `${pad}${key0(key, choices)}:${print(item, indent, choices)}${gap(choices)}`)
      .join("");
  }
  return value
    .map((item: Value) => {
      const compact = typeof item === "object" && item !== null && Object.keys(item).length > 0 && choices.of([true, true, false]);
      if (!compact) return `${pad}-${print(item, indent, choices)}`;
      const spaces = choices.of([1, 1, 3]);
      const text = collection(item as readonly Value[], indent + 1 + spaces, choices);
      return `${pad}-${" ".repeat(spaces)}${text.slice(indent + 1 + spaces)}`;
    })
    .join("");
}

function key0(key: string, choices: Choices): string {
  return /^[A-Za-z0-9][\w. /-]*(?<! )$|^<<$/.test(key)
    ? choices.of([key, key, JSON.stringify(key), `'${key}'`, `${key} `])
    : JSON.stringify(key);
}

function scalar(value: string | number | boolean | null, indent: number, choices: Choices): string {
  if (typeof value !== "string") return String(value);
  const lines = value.split("\n");
  if (lines.length > 1 && !/[\r\t]/.test(value)) {
    const pad = " ".repeat(Math.max(indent, 0) + choices.of([2, 1, 3]));
    const header = choices.of(["|", "|-", "|+", ">", ">-", ">+"]);
    const body = lines.map((line) => (line === "" ? "" : pad + line)).join("\n");
    return choices.of([`${header}\n${body}`, `${header} # text\n${body}\n`, JSON.stringify(value)]);
  }
  if (lines.length > 1) return JSON.stringify(value);
  return choices.of([value, JSON.stringify(value), `'${value.replaceAll("'", "''")}'`]);
}

function flow(value: Value, choices: Choices): string {
  if (Array.isArray(value))
    return `[${value.map((item: Value) => flow(item, choices)).join(choices.of([", ", ",", " , "]))}${choices.of(["", "", ","])}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(
      ([key, item]) => `${JSON.stringify(key)}${choices.of([": ", ":", " : "])}${flow(item, choices)}`,
    );
    return `{${entries.join(", ")}${choices.of([" ", ""])}}`;
  }
  return typeof value === "string" && /^\w+$/.test(value) ? choices.of([value, JSON.stringify(value)]) : JSON.stringify(value);
}

function comment(choices: Choices): string {
  return choices.of(["", "", "", " # note", "  ", " #"]);
}

function gap(choices: Choices): string {
  return choices.of(["", "", "", "", "\n", "# above\n", "  \n      # deep\n"]);
}

describe("the block reader and the complete one", () => {
  it("agree on documents printed in many styles", () => {
    let answered = 0;
    fc.assert(
      fc.property(documents, ({ value, choices, crlf }) => {
        const printed =
          choices.length % 2 === 0
            ? `---${print(value, -1, new Choices(choices))}`
            : print(value, -1, new Choices(choices)).replace(/^[^\n]*\n/, "");
        const text = crlf ? printed.replaceAll("\n", "\r\n") : printed;
        const fast = readBlock(text);
        if (typeof fast === "string") return;
        answered++;
        expect(fast).toEqual(parseWithLibrary(text));
      }),
      { seed: 7, numRuns: 2000 },
    );
    expect(answered).toBeGreaterThan(600);
  });

  it("agree on documents with random damage", () => {
    const damaged = fc.record({
      value: fc.dictionary(fc.constantFrom("a", "b", "c"), tame, { minKeys: 1 }),
      choices: fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 }),
      edits: fc.array(fc.record({ at: fc.nat(), remove: fc.nat(3), insert: fc.constantFrom(...BITS) }), { minLength: 1, maxLength: 3 }),
    });
    let answered = 0;
    fc.assert(
      fc.property(damaged, ({ value, choices, edits }) => {
        let text = `---${print(value, -1, new Choices(choices))}`;
        for (const { at, remove, insert } of edits) {
          const offset = at % (text.length + 1);
          text = text.slice(0, offset) + insert + text.slice(offset + remove);
        }
        const fast = readBlock(text);
        if (typeof fast === "string") return;
        answered++;
        expect(fast).toEqual(parseWithLibrary(text));
      }),
      { seed: 11, numRuns: 3000 },
    );
    expect(answered).toBeGreaterThan(300);
  });
});

const BITS = [
  " ",
  "  ",
  "\n",
  "\t",
  "-",
  "- ",
  ":",
  ": ",
  "#",
  " #",
  "'",
  '"',
  "|",
  ">",
  "[",
  "]",
  "{",
  "}",
  ",",
  "&a",
  "*a",
  "!!str ",
  "? ",
  "x",
];
BITS.push(
  "\r\n",
  "\r",
  "\\",
  "---",
  "...",
  "%",
  "@",
  "|-\n",
  ">+\n",
  "\u0001",
  "<<",
  "''",
  "\n\n",
  "   ",
  "\u2028",
  "\u00a0",
  "\ufeff",
  "a: b",
);

const SHARED = [
  ["cases", join(import.meta.dirname, "../../../../../shared/cases"), 0.97],
  ["generated workspace", join(import.meta.dirname, "../../../../../bench/w/ws/100f"), 0.97],
  ["fixtures", join(import.meta.dirname, "../../../../test/fixtures"), 0.9],
] as const;

describe.each(SHARED)("the documents of the %s", (_, folder, share) => {
  it.skipIf(!existsSync(folder))("read alike, and nearly all of them fast", () => {
    let fast = 0;
    let all = 0;
    for (const text of yamlDocuments(folder)) {
      all++;
      const tree = readBlock(text);
      if (typeof tree === "string") continue;
      fast++;
      expect(tree).toEqual(parseWithLibrary(text));
    }
    expect(fast / all).toBeGreaterThan(share);
  });
});

function* yamlDocuments(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !/\.ya?ml$/.test(entry.name)) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
    for (const { start, end } of splitDocuments(text)) yield text.slice(start, end);
  }
}
