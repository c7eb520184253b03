import type { IndexView } from "../index/indexView";
import type { KeyFamily } from "../index/keys";
import type { Model, ModelKind, Resource } from "../model/resource";
import type { Finding } from "./finding";
import type { LevelSetting } from "./levels";

/** Documentation of a rule, shown by `istio-traffic explain CODE` and in the rule list. */
export interface RuleDocs {
  /** One sentence: what is wrong. */
  readonly what: string;
  /** What happens at run time, and where that is decided (Istio file or document). */
  readonly why: string;
  readonly bad: string;
  readonly good: string;
}

export interface RuleContext {
  readonly index: IndexView;
}

/** A check of one resource against what the workspace knows. The file is named after the code. */
export interface Rule<K extends ModelKind = ModelKind> {
  readonly code: string;
  readonly docs: RuleDocs;
  /** By default; "off" for what only some ask for, who then configure a level. */
  readonly level: LevelSetting;
  readonly kinds: readonly K[];
  /** Index key families that `check` reads; a test compares them with what it really reads. */
  readonly reads: readonly KeyFamily[];
  /** Codes of istioctl analyze (ISTxxxx) with the same meaning. */
  readonly istio: readonly string[];
  /** Codes of Kiali (KIAxxxx) with the same meaning. */
  readonly kiali: readonly string[];
  check(resource: Resource<Extract<Model, { kind: K }>>, context: RuleContext): Iterable<Finding>;
}

/** A rule whose `check` the compiler holds to the models of its kinds; `checkResource` hands it those only. */
export function defineRule<K extends ModelKind>(rule: Rule<K>): Rule {
  return rule as unknown as Rule;
}
