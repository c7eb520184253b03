import type { MeshSettings } from "../model/mesh";
import { isKind, type Resource } from "../model/resource";
import { usesIn } from "./destinationUsers";
import { type Facts, factsOf, inViewEntry } from "./facts";
import type { IndexView } from "./indexView";
import { familyOf, type IndexKey, inViewKey, type NameFamily, namesKey } from "./keys";
import { sameContent } from "./sameContent";

/** All resources of the workspace by key. Replacing a document's resources tells which keys changed. */
export class WorkspaceIndex implements IndexView {
  readonly #byKey = new Map<IndexKey, Resource[]>();
  readonly #inView = new Map<string, number>();
  /** As `#inView`, of resources whose name a template gives. */
  readonly #unnamed = new Map<string, number>();
  readonly #names = new Map<NameFamily, Map<string, number>>();
  readonly #sortedNames = new Map<NameFamily, readonly string[]>();

  constructor(readonly mesh: MeshSettings) {}

  lookup(key: IndexKey): readonly Resource[] {
    return this.#byKey.get(key) ?? [];
  }

  inView(kind: string, namespace: string): boolean {
    const entry = inViewEntry(kind, namespace);
    return !this.#unnamed.has(entry) && (this.mesh.complete || this.#inView.has(entry));
  }

  names(family: NameFamily): readonly string[] {
    const sorted = this.#sortedNames.get(family);
    if (sorted !== undefined) return sorted;
    const fresh = [...(this.#names.get(family)?.keys() ?? [])].sort();
    this.#sortedNames.set(family, fresh);
    return fresh;
  }

  /** Readers come and go, and the workspace changes: nothing is kept here. */
  once<T>(_question: string, answer: () => T): T {
    return answer();
  }

  /** Replaces `before` by `after` (resources of one document) and adds the keys whose facts changed to `changed`. */
  replace(before: readonly Resource[], after: readonly Resource[], changed: Set<IndexKey>): void {
    const old = new Map(before.map((resource) => [resource.id, resource]));
    for (const resource of after) {
      const previous = old.get(resource.id);
      old.delete(resource.id);
      if (previous === undefined) this.#add(resource, changed);
      else this.#update(previous, resource, changed);
    }
    for (const resource of old.values()) this.#remove(resource, changed);
  }

  #add(resource: Resource, changed: Set<IndexKey>): void {
    const facts = factsOf(resource, this.mesh);
    for (const key of facts.keys) {
      this.#insert(key, resource);
      changed.add(key);
    }
    this.#count(facts, 1, changed);
  }

  #remove(resource: Resource, changed: Set<IndexKey>): void {
    const facts = factsOf(resource, this.mesh);
    for (const key of facts.keys) {
      this.#take(key, resource.id);
      changed.add(key);
    }
    this.#count(facts, -1, changed);
  }

  #update(previous: Resource, resource: Resource, changed: Set<IndexKey>): void {
    const old = factsOf(previous, this.mesh);
    const facts = factsOf(resource, this.mesh);
    const same = sameContent(withoutPlace(previous), withoutPlace(resource));
    const sameUses =
      same || (isKind(previous, "VirtualService") && isKind(resource, "VirtualService") && sameContent(usesIn(previous), usesIn(resource)));
    const oldKeys = new Set(old.keys);
    for (const key of facts.keys) {
      if (oldKeys.delete(key)) {
        this.#take(key, resource.id);
        if (familyOf(key) === "destination-users" ? !sameUses : !same) changed.add(key);
      } else changed.add(key);
      this.#insert(key, resource);
    }
    for (const key of oldKeys) {
      this.#take(key, resource.id);
      changed.add(key);
    }
    this.#count(old, -1, changed, facts);
    this.#count(facts, 1, changed, old);
  }

  #insert(key: IndexKey, resource: Resource): void {
    const list = this.#byKey.get(key);
    if (list === undefined) {
      this.#byKey.set(key, [resource]);
      return;
    }
    let at = list.length;
    while (at > 0 && compareResources(list[at - 1] as Resource, resource) > 0) at--;
    list.splice(at, 0, resource);
  }

  #take(key: IndexKey, id: string): void {
    const list = this.#byKey.get(key);
    if (list === undefined) return;
    const at = list.findIndex((resource) => resource.id === id);
    if (at >= 0) list.splice(at, 1);
    if (list.length === 0) this.#byKey.delete(key);
  }

  /** Adds `by` to the counters; what `unchanged` counts as well is not reported as changed. */
  #count(facts: Facts, by: 1 | -1, changed: Set<IndexKey>, unchanged?: Facts): void {
    const counters = facts.isNamed ? this.#inView : this.#unnamed;
    const count = (counters.get(facts.inView) ?? 0) + by;
    if (count === 0) counters.delete(facts.inView);
    else counters.set(facts.inView, count);
    const isUnchanged = unchanged?.inView === facts.inView && unchanged.isNamed === facts.isNamed;
    if (!isUnchanged && count === (by === 1 ? 1 : 0)) {
      const slash = facts.inView.indexOf("/");
      changed.add(inViewKey(facts.inView.slice(0, slash), facts.inView.slice(slash + 1)));
    }
    for (const [family, name] of facts.names) {
      let names = this.#names.get(family);
      if (names === undefined) {
        names = new Map();
        this.#names.set(family, names);
      }
      const total = (names.get(name) ?? 0) + by;
      if (total === 0) names.delete(name);
      else names.set(name, total);
      if (total !== (by === 1 ? 1 : 0)) continue;
      if (unchanged?.names.some((entry) => entry[0] === family && entry[1] === name)) continue;
      this.#sortedNames.delete(family);
      changed.add(namesKey(family));
    }
  }
}

/** Orders resources by file, document and item. */
function compareResources(a: Resource, b: Resource): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  if (a.document !== b.document) return a.document - b.document;
  return a.id.length - b.id.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function withoutPlace(resource: Resource): unknown {
  const { name, namespace, effectiveNamespace, labels, annotations, model, masked, isNamed, isPatch, otherNamespaces, gvk } = resource;
  return { name, namespace, effectiveNamespace, labels, annotations, model, masked, isNamed, isPatch, otherNamespaces, gvk };
}
