/** Template actions and variables by the word that takes their place while a document is read. */
export type MaskedWords = ReadonlyMap<string, string>;

/** A text with what its masked words stand for. */
export function unmask(text: string, words: MaskedWords): string {
  let result = text;
  for (const [word, action] of words) if (result.includes(word)) result = result.replaceAll(word, () => action);
  return result;
}
