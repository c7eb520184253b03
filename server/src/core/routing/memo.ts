/** Remembers what was computed for a key. */
export class Memo<T> {
  readonly #values = new Map<string, { readonly value: T }>();

  get(key: string, compute: () => T): T {
    const known = this.#values.get(key);
    if (known !== undefined) return known.value;
    const value = compute();
    this.#values.set(key, { value });
    return value;
  }
}
