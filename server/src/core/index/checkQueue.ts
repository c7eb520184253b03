import { CheckCache } from "./checkCache";
import type { IndexKey } from "./keys";

/** Resources that wait for a check (those of open files first), and what the last check of each one found and read. */
export class CheckQueue<T extends readonly unknown[]> {
  readonly #urgent = new Set<string>();
  readonly #waiting = new Set<string>();
  readonly #cache = new CheckCache<T>();
  #stored = 0;

  get stored(): number {
    return this.#stored;
  }

  enqueue(id: string, urgent: boolean): void {
    if (urgent) {
      this.#waiting.delete(id);
      this.#urgent.add(id);
    } else if (!this.#urgent.has(id)) this.#waiting.add(id);
  }

  /** Takes the next id, or undefined when nothing waits. */
  next(): string | undefined {
    for (const queue of [this.#urgent, this.#waiting]) {
      const first = queue.values().next();
      if (first.done !== true) {
        queue.delete(first.value);
        return first.value;
      }
    }
    return undefined;
  }

  /** Takes an id out of turn; returns whether it waited. */
  take(id: string): boolean {
    const urgent = this.#urgent.delete(id);
    return this.#waiting.delete(id) || urgent;
  }

  /** Whether resources of open files wait. */
  hasUrgent(): boolean {
    return this.#urgent.size > 0;
  }

  isEmpty(): boolean {
    return this.#urgent.size === 0 && this.#waiting.size === 0;
  }

  /** Keeps the result of a check; returns false when there was and is nothing to report. */
  store(id: string, value: T, reads: ReadonlySet<IndexKey>): boolean {
    const before = this.#cache.get(id);
    this.#cache.set(id, value, reads);
    this.#stored++;
    return value.length > 0 || (before !== undefined && before.length > 0);
  }

  result(id: string): T | undefined {
    return this.#cache.get(id);
  }

  remove(id: string): void {
    this.#urgent.delete(id);
    this.#waiting.delete(id);
    this.#cache.delete(id);
  }

  readersOf(keys: Iterable<IndexKey>): ReadonlySet<string> {
    const readers = new Set<string>();
    for (const key of keys) for (const id of this.#cache.readersOf(key)) readers.add(id);
    return readers;
  }
}
