import { definitionsOf } from "../index/hosts";
import type { IndexView } from "../index/indexView";
import { resourceKey } from "../index/keys";
import { companions, nearest } from "../index/nearest";
import { isWildcardHost } from "../model/host";
import type { Resource } from "../model/resource";
import { Memo } from "./memo";

export interface FocusOptions {
  /** Of variants of one resource the nearest to this file counts. */
  readonly file: string;
  /** When a resource was created (RFC 3339), where that is known. */
  readonly createdAt?: (resource: Resource) => string | undefined;
  /** Id of a resource taken to be older than all others. */
  readonly oldest?: string;
}

/** One version of the index as it is seen from a file: of variants one each, in the order that the control plane uses. */
export class Focus {
  readonly index: IndexView;
  readonly options: FocusOptions;
  readonly #canonical = new Memo<string>();
  readonly #chosen = new Memo<string>();

  constructor(index: IndexView, options: FocusOptions) {
    this.index = index;
    this.options = options;
  }

  /** Those that stand for their object: of its variants, also of those not given here, the nearest to the file counts. */
  pick<R extends Resource>(resources: readonly R[]): readonly R[] {
    return resources.filter((one) => this.#nearest(one) === one.id);
  }

  /**
   * As `pick`, for those that fit some question: where the variant that stands for its object is not among them, the nearest of the others
   * that go together with the file (stages and overlays lie side by side) is taken.
   */
  pickFitting<R extends Resource>(fitting: readonly R[]): readonly R[] {
    const ids = new Set(fitting.map((one) => one.id));
    return fitting.filter((one) => {
      const chosen = this.#nearest(one);
      if (ids.has(chosen)) return chosen === one.id;
      const together = companions(this.variantsOf(one), this.options.file).filter((other) => ids.has(other.id));
      return nearest(together, this.options.file) === one;
    });
  }

  /** All variants of an object that are in view, itself included. */
  variantsOf(resource: Resource): readonly Resource[] {
    const { gvk, effectiveNamespace, model, name } = resource;
    return this.index
      .lookup(resourceKey(model.kind, name.value))
      .filter((one) => one.gvk.kind === gvk.kind && one.gvk.group === gvk.group && one.effectiveNamespace === effectiveNamespace);
  }

  /**
   * Oldest first, then by name and namespace (pilot/pkg/model/config.go configCompareByCreationTime). Files do not tell the age: what has
   * none comes last, in the order of names.
   */
  compare(a: Resource, b: Resource): number {
    return (
      order(this.#age(a) ?? "~", this.#age(b) ?? "~") ||
      order(a.name.value, b.name.value) ||
      order(a.effectiveNamespace, b.effectiveNamespace) ||
      order(a.id, b.id)
    );
  }

  /** Whether it is known which of the two is older. */
  knowsAge(a: Resource, b: Resource): boolean {
    const [first, second] = [this.#age(a), this.#age(b)];
    return first !== undefined && second !== undefined && first !== second;
  }

  /**
   * The name by which the mesh knows a fully qualified host, in lower case: a Service without a namespace stands for the one named, if
   * nothing is pinned there.
   */
  canonicalHost(fqdn: string): string {
    if (isWildcardHost(fqdn)) return fqdn.toLowerCase();
    return this.#canonical.get(fqdn, () => {
      const { fqdn: own, definitions } = definitionsOf(this.index, fqdn.toLowerCase());
      return definitions.some((one) => one.fqdn === own) ? own.toLowerCase() : fqdn.toLowerCase();
    });
  }

  #nearest(resource: Resource): string {
    const { gvk, effectiveNamespace, name } = resource;
    return this.#chosen.get(`${gvk.group}/${gvk.kind}/${effectiveNamespace}/${name.value}`, () => {
      const variants = this.variantsOf(resource);
      return (nearest(variants, this.options.file) ?? resource).id;
    });
  }

  #age(resource: Resource): string | undefined {
    return this.options.oldest === resource.id ? "" : this.options.createdAt?.(resource);
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
