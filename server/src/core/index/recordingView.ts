import type { MeshSettings } from "../model/mesh";
import type { Resource } from "../model/resource";
import type { IndexView } from "./indexView";
import { type IndexKey, inViewKey, type NameFamily, namesKey } from "./keys";

/** Passes reads on and remembers which keys were asked for, hits and misses alike; also the answers that were worked out from them. */
export class RecordingView implements IndexView {
  readonly #reads = new Set<IndexKey>();

  readonly #answers = new Map<string, unknown>();

  constructor(readonly inner: IndexView) {}

  get mesh(): MeshSettings {
    return this.inner.mesh;
  }

  get reads(): ReadonlySet<IndexKey> {
    return this.#reads;
  }

  lookup(key: IndexKey): readonly Resource[] {
    this.#reads.add(key);
    return this.inner.lookup(key);
  }

  inView(kind: string, namespace: string): boolean {
    this.#reads.add(inViewKey(kind, namespace));
    return this.inner.inView(kind, namespace);
  }

  names(family: NameFamily): readonly string[] {
    this.#reads.add(namesKey(family));
    return this.inner.names(family);
  }

  once<T>(question: string, answer: () => T): T {
    const known = this.#answers.get(question);
    if (known !== undefined) return known as T;
    const fresh = answer();
    this.#answers.set(question, fresh);
    return fresh;
  }
}
