import type { PlainValue } from "../../schema/plainValue";

/** Leads from the root of a manifest to a value: keys of mappings and indices of lists. */
export type ManifestPath = readonly (string | number)[];

/**
 * A value of a manifest with its path. Reads as the control plane does: null counts as absent, an absent text as "", an absent
 * number as 0, an absent flag as false; a value of another type counts as absent too, because the schema reports that.
 */
export class Field {
  readonly value: PlainValue | undefined;
  readonly path: ManifestPath;

  constructor(value: PlainValue | undefined, path: ManifestPath) {
    this.value = value;
    this.path = path;
  }

  /** The field `name` of a mapping; undefined where it is absent or null. */
  get(name: string): Field | undefined {
    const value = this.#own(name);
    return value === undefined || value === null ? undefined : new Field(value, [...this.path, name]);
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
      return !(
        value === undefined ||
        value === null ||
        value === "" ||
        value === 0 ||
        value === false ||
        (Array.isArray(value) && value.length === 0)
      );
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
    return this.get(name)?.list() ?? [];
  }

  /** The values of the mapping `name` with their keys, nulls included. */
  entries(name: string): readonly (readonly [string, Field])[] {
    return this.get(name)?.fields() ?? [];
  }

  /** The items of this list, nulls left out. */
  list(): readonly Field[] {
    if (!Array.isArray(this.value)) return [];
    return this.value.flatMap((item, index) => (item === null ? [] : [new Field(item, [...this.path, index])]));
  }

  /** The values of this mapping with their keys, nulls included. */
  fields(): readonly (readonly [string, Field])[] {
    const { value } = this;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
    return Object.entries(value).map(([key, entry]) => [key, new Field(entry, [...this.path, key])] as const);
  }

  /** All values at a place written as in `http[].match[].headers{*}.exact`: `[]` are the items of a list, `{*}` the values of a map. */
  select(place: string): readonly Field[] {
    let found: readonly Field[] = [this];
    for (const step of place.split(".")) {
      const name = step.replace(/(\[\]|\{\*\})$/, "");
      found = found.flatMap((field) => {
        if (step.endsWith("[]")) return field.items(name);
        if (step.endsWith("{*}")) return field.entries(name).flatMap(([, entry]) => (entry.value === null ? [] : [entry]));
        return field.get(name) ?? [];
      });
    }
    return found;
  }

  #own(name: string): PlainValue | undefined {
    const { value } = this;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return Object.hasOwn(value, name) ? value[name] : undefined;
  }
}
