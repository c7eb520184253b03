/**
 * Keeps one copy of each text. A substring may hold on to the whole text that it was cut from; the copy does not, so that
 * a summary of a file does not keep the file in memory.
 */
export class StringPool {
  readonly #texts = new Map<string, string>();

  keep(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const copy = JSON.parse(JSON.stringify(text)) as string;
    this.#texts.set(copy, copy);
    return copy;
  }
}
