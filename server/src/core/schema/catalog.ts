import type { GroupVersionKind } from "../model/resource";
import type { KindSchema, SchemaNode } from "./schemaNode";

/** The kinds that are known, with the schema of each served version. */
export class SchemaCatalog {
  readonly #byKind = new Map<string, KindSchema[]>();

  /** Where two schemas describe one group and kind the later one counts: a user's own CRDs come last. */
  constructor(kinds: readonly KindSchema[]) {
    for (const kind of kinds) {
      const others = (this.#byKind.get(kind.kind) ?? []).filter((one) => one.group !== kind.group);
      this.#byKind.set(kind.kind, [...others, kind]);
    }
  }

  /** The schema of a manifest's root, or undefined for a kind or version that is not known. */
  schemaOf(gvk: GroupVersionKind): SchemaNode | undefined {
    const kind = this.kindSchema(gvk.group, gvk.kind);
    return kind?.schemas.find((one) => one.versions.includes(gvk.version))?.schema;
  }

  kindSchema(group: string, kind: string): KindSchema | undefined {
    return this.#byKind.get(kind)?.find((one) => one.group === group);
  }

  /** All groups in which a kind of this name exists. */
  kindsNamed(kind: string): readonly KindSchema[] {
    return this.#byKind.get(kind) ?? [];
  }

  kinds(): readonly KindSchema[] {
    return [...this.#byKind.values()].flat();
  }
}

/** `group/version`, or the version alone for the core group. */
export function apiVersionOf(group: string, version: string): string {
  return group === "" ? version : `${group}/${version}`;
}
