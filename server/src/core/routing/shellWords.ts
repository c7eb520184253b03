/** Words of a POSIX shell: quotes, backslashes, lines that go on, `$'...'` with the usual escapes. Ends where the command does; a sentence where it cannot be split. */
export function splitWords(text: string): string[] | string {
  const words: string[] = [];
  const part = /\\\r?\n|\s+|'([^']*)'|\$'((?:\\.|[^'\\])*)'|"((?:\\[\s\S]|[^"\\])*)"|\\([\s\S])|([|;&<>])|([^\s'"\\|;&<>$]+|\$)/y;
  let word: string | undefined;
  while (part.lastIndex < text.length) {
    const start = part.lastIndex;
    const found = part.exec(text);
    if (found === null) return `A quote is not closed: ${text.slice(start, start + 20)}`;
    const [whole, single, ansi, double, escaped, operator, plain] = found;
    if (operator !== undefined) break;
    const value = single ?? unescapeAnsi(ansi) ?? double?.replace(/\\\r?\n/g, "").replace(/\\(["\\$`])/g, "$1") ?? escaped ?? plain;
    if (value !== undefined && !/^\\\r?\n$/.test(whole)) word = (word ?? "") + value;
    else if (word !== undefined && !whole.startsWith("\\")) {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}

function unescapeAnsi(text: string | undefined): string | undefined {
  const known: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
  return text?.replace(/\\(.)/g, (_, letter: string) => known[letter] ?? letter);
}
