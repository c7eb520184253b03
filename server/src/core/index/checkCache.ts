import type { IndexKey } from "./keys";

/** The resources whose last check read a key. */
interface Readers {
  readonly key: IndexKey;
  readonly ids: Set<string>;
}

/** Remembers per resource what its check read, and finds the resources to check again when keys change. */
export class CheckCache<T> {
  readonly #results = new Map<string, { readonly value: T; readonly reads: readonly Readers[] }>();
  readonly #readers = new Map<IndexKey, Readers>();

  get(id: string): T | undefined {
    return this.#results.get(id)?.value;
  }

  set(id: string, value: T, reads: ReadonlySet<IndexKey>): void {
    this.delete(id);
    this.#results.set(id, { value, reads: Array.from(reads, (key) => this.#register(key, id)) });
  }

  delete(id: string): void {
    const result = this.#results.get(id);
    if (result === undefined) return;
    this.#results.delete(id);
    for (const { key, ids } of result.reads) {
      ids.delete(id);
      if (ids.size === 0) this.#readers.delete(key);
    }
  }

  readersOf(key: IndexKey): Iterable<string> {
    return this.#readers.get(key)?.ids ?? [];
  }

  #register(key: IndexKey, id: string): Readers {
    let readers = this.#readers.get(key);
    if (readers === undefined) {
      readers = { key, ids: new Set() };
      this.#readers.set(key, readers);
    }
    readers.ids.add(id);
    return readers;
  }
}
