/**
 * Why a text is no expression of the Common Expression Language, as a sentence; undefined when it is one. Only the grammar counts
 * (language definition of CEL, "Syntax"), neither types nor names, and the macros, which are part of reading: `has(a.b)` wants a
 * field, and `a.all(x, …)` and its like a name.
 */
export function celProblem(expression: string): string | undefined {
  try {
    const parser = new Parser(tokensOf(expression));
    parser.expression();
    parser.end();
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxProblem) return error.message;
    throw error;
  }
}

class SyntaxProblem extends Error {}

type Kind = "name" | "literal" | "symbol" | "end";

interface Token {
  readonly kind: Kind;
  readonly text: string;
}

/** Longest alternatives first; white space and comments are the first one. */
const lexeme = new RegExp(
  [
    String.raw`(?<space>\s+|//[^\n]*)`,
    `(?<literal>(?:[bB][rR]?|[rR][bB]?)?(?:"""[^]*?"""|'''[^]*?''')`,
    String.raw`[rR](?:"[^"\n]*"|'[^'\n]*')|(?:[bB][rR]|[rR][bB])(?:"[^"\n]*"|'[^'\n]*')`,
    String.raw`[bB]?(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')`,
    String.raw`\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?|0x[0-9a-fA-F]+[uU]?|\d+[uU]?)`,
    "(?<name>[_a-zA-Z][_a-zA-Z0-9]*)",
    String.raw`(?<symbol>&&|\|\||<=|>=|==|!=|[-+*/%!<>?:.,()[\]{}])`,
  ].join("|"),
  "y",
);

const reserved: ReadonlySet<string> = new Set(
  "as break const continue else for function if import let loop package namespace return var void while".split(" "),
);

/** As deep as cel-go follows by default. */
const deepest = 250;

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    lexeme.lastIndex = at;
    const groups = lexeme.exec(text)?.groups;
    const [kind, found] = Object.entries(groups ?? {}).find(([, part]) => part !== undefined) ?? [];
    if (kind === undefined || found === undefined) {
      const quote = text[at] === '"' || text[at] === "'";
      throw new SyntaxProblem(quote ? "a text has no end." : `"${text[at]}" means nothing at position ${at + 1}.`);
    }
    if (kind !== "space") tokens.push({ kind: kind as Kind, text: found });
    at += found.length;
  }
  return [...tokens, { kind: "end", text: "" }];
}

/** What an expression is, as far as macros ask. */
type Form = "name" | "field" | "other";

/** How many arguments make a call on a value a macro (cel-go, parser/macro.go). */
const macros: ReadonlyMap<string, readonly number[]> = new Map([
  ["all", [2]],
  ["exists", [2]],
  ["exists_one", [2]],
  ["filter", [2]],
  ["map", [2, 3]],
]);

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  expression(): Form {
    if (++this.#depth > deepest) throw new SyntaxProblem("it is nested too deeply.");
    let form = this.#operands();
    if (this.#take("?")) {
      this.#operands();
      this.#expect(":");
      this.expression();
      form = "other";
    }
    this.#depth--;
    return form;
  }

  end(): void {
    if (this.#next().kind !== "end") throw this.#unexpected();
  }

  /** Operands between binary operators; their precedence does not matter for the syntax. */
  #operands(): Form {
    let form = this.#unary();
    while (this.#takeOperator()) {
      this.#unary();
      form = "other";
    }
    return form;
  }

  #unary(): Form {
    const sign = this.#next();
    const signed = sign.kind === "symbol" && (sign.text === "!" || sign.text === "-");
    if (signed) while (this.#take(sign.text));
    let form = this.#primary();
    for (;;) {
      if (this.#take(".")) {
        const name = this.#name();
        form = this.#take("(") ? this.#call(name, macros) : "field";
      } else if (this.#take("[")) {
        this.expression();
        this.#expect("]");
        form = "other";
      } else if (this.#take("{")) {
        this.#entries(true);
        form = "other";
      } else return signed ? "other" : form;
    }
  }

  #primary(): Form {
    if (this.#take("(")) {
      const form = this.expression();
      this.#expect(")");
      return form;
    }
    if (this.#take("[")) this.#list("]");
    else if (this.#take("{")) this.#entries(false);
    else if (this.#next().kind === "literal") this.#at++;
    else {
      this.#take(".");
      const name = this.#name();
      return this.#take("(") ? this.#call(name, new Map()) : "name";
    }
    return "other";
  }

  /** The arguments of a call, behind the parenthesis. `has` is a macro by itself, others on a value. */
  #call(name: string, ofValue: ReadonlyMap<string, readonly number[]>): Form {
    const [first, ...more] = this.#list(")");
    if (name === "has" && ofValue.size === 0 && more.length === 0 && first !== undefined && first !== "field") {
      throw new SyntaxProblem('"has" asks for a field, as in "has(request.headers)".');
    }
    if (ofValue.get(name)?.includes(more.length + 1) === true && first !== "name") {
      throw new SyntaxProblem(`the first argument of "${name}" is the name for each element, as in "${name}(x, …)".`);
    }
    return "other";
  }

  /** Expressions up to a closing symbol; in a list of values a comma may stand behind the last. */
  #list(close: ")" | "]"): readonly Form[] {
    const forms: Form[] = [];
    if (this.#take(close)) return forms;
    do {
      if (close === "]" && this.#next().text === "]") break;
      forms.push(this.expression());
    } while (this.#take(","));
    this.#expect(close);
    return forms;
  }

  /** Entries of a map, or of a message, whose fields are named. */
  #entries(message: boolean): void {
    while (this.#next().text !== "}") {
      if (message) this.#name();
      else this.expression();
      this.#expect(":");
      this.expression();
      if (!this.#take(",")) break;
    }
    this.#expect("}");
  }

  #name(): string {
    const token = this.#next();
    if (token.kind !== "name" || token.text === "in") throw this.#unexpected();
    if (reserved.has(token.text)) throw new SyntaxProblem(`"${token.text}" is a reserved word.`);
    this.#at++;
    return token.text;
  }

  #takeOperator(): boolean {
    return ["||", "&&", "<", "<=", ">=", ">", "==", "!=", "in", "+", "-", "*", "/", "%"].some((operator) => this.#take(operator));
  }

  #take(text: string): boolean {
    const token = this.#next();
    if (token.text !== text || token.kind === "literal" || token.kind === "end") return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new SyntaxProblem(`"${text}" is missing ${this.#where()}.`);
  }

  #next(): Token {
    return this.#tokens[this.#at] ?? { kind: "end", text: "" };
  }

  #unexpected(): SyntaxProblem {
    const token = this.#next();
    return new SyntaxProblem(
      token.kind === "end" ? "it ends too early." : `"${token.text}" cannot stand here${hints.get(token.text) ?? ""}.`,
    );
  }

  #where(): string {
    const token = this.#next();
    return token.kind === "end" ? "at the end" : `before "${token.text}"`;
  }
}

/** Words of other languages. */
const hints: ReadonlyMap<string, string> = new Map([
  ["and", '; "and" is written "&&"'],
  ["or", '; "or" is written "||"'],
  ["not", '; "not" is written "!"'],
]);
