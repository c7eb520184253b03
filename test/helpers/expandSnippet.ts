/** What an editor inserts for a snippet when every default is taken and of every choice the first. */
export interface ExpandedSnippet {
  readonly text: string;
  /** Where `$0` stands in the text: the cursor after the last tab. Undefined if the snippet has no `$0`. */
  readonly cursor: number | undefined;
  /** The numbers of the tab stops but `$0`, ascending. */
  readonly stops: readonly number[];
  /** The tab stops but `$0` that have neither a default nor choices. */
  readonly empty: readonly number[];
}

type Part = string | Stop;

interface Stop {
  readonly index: number;
  /** Undefined where the stop only repeats another one of its number. */
  readonly content: readonly Part[] | undefined;
}

/**
 * Expands the body of a VS Code snippet: `$1`, `${1}`, `${1:default}` with stops inside, `${1|a,b|}`, and the escapes `\$`, `\}`, `\\`
 * (in choices also `\,` and `\|`). A stop that is written several times has the first default of its number everywhere.
 * @throws Error for variables and transforms, which our snippets do without, for a brace that is not closed, for two `$0`
 * and for a stop within itself
 */
export function expandSnippet(body: string | readonly string[]): ExpandedSnippet {
  const parts = new Reader(typeof body === "string" ? body : body.join("\n")).read();
  const defaults = new Map<number, readonly Part[]>();
  const stops = new Set<number>();
  collect(parts, defaults, stops);
  const renderer = new Renderer(defaults);
  renderer.render(parts);
  const numbers = [...stops].filter((index) => index !== 0).sort((a, b) => a - b);
  return { text: renderer.text, cursor: renderer.cursor, stops: numbers, empty: numbers.filter((index) => !defaults.has(index)) };
}

function collect(parts: readonly Part[], defaults: Map<number, readonly Part[]>, stops: Set<number>): void {
  for (const part of parts) {
    if (typeof part === "string") continue;
    stops.add(part.index);
    if (part.content === undefined) continue;
    if (!defaults.has(part.index)) defaults.set(part.index, part.content);
    collect(part.content, defaults, stops);
  }
}

class Renderer {
  text = "";
  cursor: number | undefined;
  readonly #defaults: ReadonlyMap<number, readonly Part[]>;
  readonly #open: number[] = [];

  constructor(defaults: ReadonlyMap<number, readonly Part[]>) {
    this.#defaults = defaults;
  }

  render(parts: readonly Part[]): void {
    for (const part of parts) {
      if (typeof part === "string") this.text += part;
      else this.#stop(part);
    }
  }

  #stop({ index }: Stop): void {
    if (this.#open.includes(index)) throw new Error(`snippet: tab stop ${index} stands within itself`);
    if (index === 0) {
      if (this.cursor !== undefined) throw new Error("snippet: a second $0");
      this.cursor = this.text.length;
    }
    this.#open.push(index);
    this.render(this.#defaults.get(index) ?? []);
    this.#open.pop();
  }
}

class Reader {
  readonly #body: string;
  #at = 0;

  constructor(body: string) {
    this.#body = body;
  }

  read(): readonly Part[] {
    return this.#parts("");
  }

  /** Reads up to the closing character, which it takes, or up to the end if that is "". */
  #parts(close: string): readonly Part[] {
    const parts: Part[] = [];
    let text = "";
    while (this.#at < this.#body.length) {
      const character = this.#body[this.#at];
      if (close !== "" && character === close) {
        this.#at++;
        return [...parts, text];
      }
      if (character === "\\" && "$}\\".includes(this.#body[this.#at + 1] ?? " ")) {
        text += this.#body[this.#at + 1];
        this.#at += 2;
      } else if (character === "$") {
        parts.push(text, this.#stop());
        text = "";
      } else {
        text += character;
        this.#at++;
      }
    }
    if (close !== "") throw new Error(`snippet: "${close}" is missing at the end`);
    return [...parts, text];
  }

  #stop(): Stop {
    const number = /\$(\{?)(\d+)/y;
    number.lastIndex = this.#at;
    const match = number.exec(this.#body);
    if (match === null)
      throw new Error(`snippet: no tab stop at "${this.#body.slice(this.#at, this.#at + 20)}"; write \\$ for a dollar sign`);
    this.#at = number.lastIndex;
    const index = Number(match[2]);
    if (match[1] === "") return { index, content: undefined };
    const next = this.#body[this.#at++];
    if (next === "}") return { index, content: undefined };
    if (next === ":") return { index, content: this.#parts("}") };
    if (next === "|") return { index, content: [this.#firstChoice()] };
    throw new Error(`snippet: tab stop ${index} goes on with "${next ?? ""}"; only a default or choices are understood`);
  }

  #firstChoice(): string {
    const choices = /((?:\\.|[^\\,|])*)(?:,(?:\\.|[^\\,|])*)*\|\}/y;
    choices.lastIndex = this.#at;
    const match = choices.exec(this.#body);
    if (match === null) throw new Error(`snippet: "|}" is missing behind the choices at "${this.#body.slice(this.#at, this.#at + 20)}"`);
    this.#at = choices.lastIndex;
    return (match[1] ?? "").replace(/\\([\\,|])/g, "$1");
  }
}
