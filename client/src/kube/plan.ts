import { type ClusterObject, objectTitle } from "./cluster";
import { type ClusterError, describeError, type FieldConflict } from "./errors";
import { applyOrder } from "./order";
import { comparable, sameValue } from "./snapshot";
import { nameTarget, type Target } from "./target";

/** An object to apply and the version of the text it was read from. */
export interface ApplyDocument {
  readonly object: ClusterObject;
  readonly uri: string;
  readonly version: number;
}

/** What the server told about one document: the object as it is, and the outcome of a dry run. */
export interface Observation {
  readonly document: ApplyDocument;
  readonly live: ClusterObject | undefined;
  readonly dryRun: DryRun;
}

/** `conflicts` are fields of other managers that had to be overridden to see the outcome. */
export type DryRun =
  | { readonly outcome: "stored"; readonly object: ClusterObject; readonly conflicts: readonly FieldConflict[] }
  | { readonly outcome: "failed"; readonly error: ClusterError };

export type PlanAction = "create" | "update" | "unchanged" | "failed";

export interface PlanItem {
  readonly document: ApplyDocument;
  /** `VirtualService shop/website` */
  readonly title: string;
  readonly action: PlanAction;
  /** YAML of the object in the cluster, empty when there is none. */
  readonly before: string;
  /** YAML of the object as the server would store it, empty when it would not. */
  readonly after: string;
  /** Not empty: the object can only be written by taking fields over from other managers. */
  readonly conflicts: readonly FieldConflict[];
  /** Why the server refuses the object, for the action `failed` only. */
  readonly error: ClusterError | undefined;
}

/** What an apply would do, in the order in which it would be done. */
export interface Plan {
  readonly items: readonly PlanItem[];
  readonly notes: readonly string[];
}

export interface PlanOptions {
  readonly target: Target;
  /** Cluster domain that completes short hosts. */
  readonly domain: string;
  readonly toYaml: (value: unknown) => string;
}

export function makePlan(observations: readonly Observation[], options: PlanOptions): Plan {
  const changes = observations.map(({ document, live, dryRun }) => {
    const next = dryRun.outcome === "stored" ? dryRun.object : document.object;
    return { live, next, namespace: next.metadata.namespace ?? options.target.namespace };
  });
  const { indexes, notes } = applyOrder(changes, options.domain);
  const items = observations.map((observation) => planItem(observation, options));
  return { items: indexes.flatMap((index) => items[index] ?? []), notes };
}

/** The part of an object that the plan shows, as YAML; empty for no object. */
export function snapshotText(object: ClusterObject | undefined, toYaml: PlanOptions["toYaml"]): string {
  return object === undefined ? "" : toYaml(comparable(object));
}

/** One line for a prompt: `Apply 1 new and 2 changed objects to context "kind" (https://127.0.0.1:6443)?` */
export function planQuestion(plan: Plan, target: Target): string {
  const parts = [countWords(plan, "create", "new"), countWords(plan, "update", "changed")].filter((part) => part !== "");
  const writes = plan.items.filter(isWritten).length;
  return `Apply ${parts.join(" and ")} object${writes === 1 ? "" : "s"} to ${nameTarget(target)}, namespace "${target.namespace}"?`;
}

/** One line per object: what would happen to it, or why the server refuses it. */
export function describeItem(item: PlanItem, target: Target): string {
  if (item.error !== undefined) return `${item.title}: ${describeError(item.error, target)}`;
  return `${item.title}: ${actionWords[item.action]}`;
}

/** Whether applying the plan writes the object. */
export function isWritten(item: PlanItem): boolean {
  return item.action === "create" || item.action === "update";
}

const actionWords: Readonly<Record<PlanAction, string>> = {
  create: "will be created",
  update: "will be changed",
  unchanged: "is already so",
  failed: "cannot be applied",
};

function planItem({ document, live, dryRun }: Observation, { toYaml }: PlanOptions): PlanItem {
  const before = snapshotText(live, toYaml);
  if (dryRun.outcome === "failed") {
    return { document, title: objectTitle(document.object), action: "failed", before, after: "", conflicts: [], error: dryRun.error };
  }
  return {
    document,
    title: objectTitle(dryRun.object),
    action: actionOf(live, dryRun.object),
    before,
    after: snapshotText(dryRun.object, toYaml),
    conflicts: dryRun.conflicts,
    error: undefined,
  };
}

function actionOf(live: ClusterObject | undefined, stored: ClusterObject): PlanAction {
  if (live === undefined) return "create";
  return sameValue(comparable(live), comparable(stored)) ? "unchanged" : "update";
}

function countWords(plan: Plan, action: PlanAction, word: string): string {
  const count = plan.items.filter((item) => item.action === action).length;
  return count === 0 ? "" : `${count} ${word}`;
}
