import type { JsonValue } from "../../schema/schemaNode";

/** Leads from the root of a manifest to a value: keys of mappings and indices of lists. */
export type ManifestPath = readonly (string | number)[];

/**
 * A value of a manifest with its path. Reads as the control plane does: null counts as absent, an absent text as "", an absent
 * number as 0, an absent flag as false; a value of another type counts as absent too, because the schema reports that. What is
 * below it is made once, however many rules ask.
 */
export class Field {
  readonly value: JsonValue | undefined;
  readonly #parent: Field | undefined;
  readonly #step: string | number;
  #children: Map<string, Field | undefined> | undefined;
  #list: readonly Field[] | undefined;
  #fields: readonly (readonly [string, Field])[] | undefined;

  /** Without a parent the root, which has no step. */
  constructor(value: JsonValue | undefined, parent?: Field, step: string | number = "") {
    this.value = value;
    this.#parent = parent;
    this.#step = step;
  }

  get path(): ManifestPath {
    return this.#parent === undefined ? [] : [...this.#parent.path, this.#step];
  }

  /** The field `name` of a mapping; undefined where it is absent or null. */
  get(name: string): Field | undefined {
    this.#children ??= new Map();
    if (this.#children.has(name)) return this.#children.get(name);
    const value = this.#own(name);
    const child = value === undefined || value === null ? undefined : new Field(value, this, name);
    this.#children.set(name, child);
    return child;
  }

  /** Whether a mapping has the field `name`, null not counted. */
  has(name: string): boolean {
    const value = this.#own(name);
    return value !== undefined && value !== null;
  }

  /** Those of `names` that are present and say something: no empty text, no empty list, not 0 and not false. */
  set(names: readonly string[]): readonly string[] {
    return names.filter((name) => {
      const value = this.#own(name);
      return isList(value) ? value.length > 0 : Boolean(value);
    });
  }

  text(name: string): string {
    const value = this.#own(name);
    return typeof value === "string" ? value : "";
  }

  number(name: string): number {
    const value = this.#own(name);
    return typeof value === "number" ? value : 0;
  }

  flag(name: string): boolean {
    return this.#own(name) === true;
  }

  /** The items of the list `name`, nulls left out. */
  items(name: string): readonly Field[] {
    return this.get(name)?.list() ?? nothing;
  }

  /** The values of the mapping `name` with their keys, nulls included. */
  entries(name: string): readonly (readonly [string, Field])[] {
    return this.get(name)?.fields() ?? nothing;
  }

  /** The items of this list, nulls left out. */
  list(): readonly Field[] {
    const { value } = this;
    this.#list ??= isList(value)
      ? value.flatMap((item, index): readonly Field[] => (item === null ? nothing : [new Field(item, this, index)]))
      : nothing;
    return this.#list;
  }

  /** The values of this mapping with their keys, nulls included. */
  fields(): readonly (readonly [string, Field])[] {
    const { value } = this;
    this.#fields ??= !isMapping(value) ? nothing : Object.entries(value).map(([key, entry]) => [key, new Field(entry, this, key)] as const);
    return this.#fields;
  }

  /** All values at a place written as in `http[].match[].headers{*}.exact`: `[]` are the items of a list, `{*}` the values of a map. */
  select(place: string): readonly Field[] {
    const found: Field[] = [];
    this.#collect(place, 0, found);
    return found;
  }

  #collect(place: string, from: number, found: Field[]): void {
    const dot = place.indexOf(".", from);
    const end = dot < 0 ? place.length : dot;
    const last = place[end - 1];
    const name = place.slice(from, last === "]" ? end - 2 : last === "}" ? end - 3 : end);
    const child = this.get(name);
    if (child === undefined) return;
    if (last === "]") for (const item of child.list()) item.#reach(place, dot, found);
    else if (last === "}") for (const [, entry] of child.fields()) entry.#reach(place, dot, found);
    else child.#reach(place, dot, found);
  }

  /** Goes on behind the dot at `dot`; without one the place is reached. */
  #reach(place: string, dot: number, found: Field[]): void {
    if (this.value === null) return;
    if (dot < 0) found.push(this);
    else this.#collect(place, dot + 1, found);
  }

  #own(name: string): JsonValue | undefined {
    const { value } = this;
    if (!isMapping(value)) return undefined;
    return Object.hasOwn(value, name) ? value[name] : undefined;
  }
}

const nothing: readonly never[] = [];

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isMapping(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
