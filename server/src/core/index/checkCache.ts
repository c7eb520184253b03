import type { IndexKey } from "./keys";

/** Remembers per resource what its check read, and finds the resources to check again when keys change. */
export class CheckCache<T> {
  readonly #results = new Map<string, { readonly value: T; readonly reads: readonly IndexKey[] }>();
  readonly #readers = new Map<IndexKey, Set<string>>();

  get(id: string): T | undefined {
    return this.#results.get(id)?.value;
  }

  set(id: string, value: T, reads: ReadonlySet<IndexKey>): void {
    this.delete(id);
    this.#results.set(id, { value, reads: [...reads] });
    for (const key of reads) {
      const readers = this.#readers.get(key);
      if (readers === undefined) this.#readers.set(key, new Set([id]));
      else readers.add(id);
    }
  }

  delete(id: string): void {
    const result = this.#results.get(id);
    if (result === undefined) return;
    this.#results.delete(id);
    for (const key of result.reads) {
      const readers = this.#readers.get(key);
      readers?.delete(id);
      if (readers?.size === 0) this.#readers.delete(key);
    }
  }

  readersOf(key: IndexKey): Iterable<string> {
    return this.#readers.get(key) ?? [];
  }
}
