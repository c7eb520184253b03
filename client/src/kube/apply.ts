import { type ClusterObject, type ClusterPort, objectKey, objectTitle } from "./cluster";
import { type ClusterError, meetsEveryObject } from "./errors";
import type { Connection } from "./kubeconfig";
import type { ApplyOutcome, ObjectResult } from "./outcome";
import { type ApplyDocument, type DryRun, isWritten, makePlan, type Observation, type Plan, type PlanItem, snapshotText } from "./plan";
import { err, ok, type Result } from "./result";
import { changedParts, sameTarget, type Target } from "./target";

/** What an apply rests on. */
export interface ApplyEnvironment {
  /** Reads the kubeconfig anew and follows its context. */
  readonly resolve: () => Promise<Result<Connection, ClusterError>>;
  readonly connect: (connection: Connection) => ClusterPort;
  readonly toYaml: (value: unknown) => string;
  /** Cluster domain that completes short hosts. */
  readonly domain: string;
  /** Whether credentials may come from a program that the kubeconfig names. */
  readonly mayStartProgram: boolean;
}

/** What an apply asks of the person and of the editor. */
export interface ApplyHooks {
  /** Shows target and plan; only an explicit yes is true. */
  readonly confirm: (target: Target, plan: Plan) => Promise<boolean>;
  /** The second choice, asked only after the first: take the conflicting fields over from their managers. */
  readonly confirmForce: (target: Target, conflicting: readonly PlanItem[]) => Promise<boolean>;
  /** Whether the document is still as it was when its object was read. */
  readonly isCurrent: (document: ApplyDocument) => boolean;
  readonly progress: (message: string) => void;
}

/** Under this name the API server records which fields are ours. */
const fieldManager = "istio-traffic";

/**
 * Applies objects to the cluster of the current context: dry run of each, plan, confirmation, then the writes in the order of the plan.
 * Nothing is written unless every dry run succeeded, the person agreed, and kubeconfig and documents are still those that were shown.
 * An object that changed in the cluster since is not overwritten. The writes stop at the first that fails, so that nothing which rests
 * on it is written.
 */
export async function applyDocuments(
  documents: readonly ApplyDocument[],
  environment: ApplyEnvironment,
  hooks: ApplyHooks,
  signal: AbortSignal,
): Promise<ApplyOutcome> {
  const connection = await environment.resolve();
  if (!connection.ok) return { kind: "failed", error: connection.error, target: undefined };
  const { target } = connection.value;
  if (target.program !== undefined && !environment.mayStartProgram) {
    return { kind: "refused", refusal: { reason: "program", program: target.program }, target };
  }
  const twice = repeatedObject(documents, target);
  if (twice !== undefined) return { kind: "refused", refusal: { reason: "repeated-object", title: twice }, target };

  const port = environment.connect(connection.value);
  try {
    const plan = await planAgainst(port, documents, target, environment, hooks, signal);
    if (!plan.ok) return { kind: "failed", error: plan.error, target };
    return await applyPlan(port, plan.value, target, environment, hooks, signal);
  } finally {
    port.close();
  }
}

async function planAgainst(
  port: ClusterPort,
  documents: readonly ApplyDocument[],
  target: Target,
  { domain, toYaml }: ApplyEnvironment,
  hooks: ApplyHooks,
  signal: AbortSignal,
): Promise<Result<Plan, ClusterError>> {
  hooks.progress(`Connecting to ${target.server}`);
  const version = await port.serverVersion(signal);
  if (!version.ok && meetsEveryObject(version.error)) return version;
  const observations: Observation[] = [];
  for (const document of documents) {
    hooks.progress(`Dry run of ${objectTitle(document.object)}`);
    const observation = await observe(port, document, signal);
    if (!observation.ok) return observation;
    observations.push(observation.value);
  }
  return ok(makePlan(observations, { target, domain, toYaml }));
}

/** Fails only for what would meet the other objects too; what concerns this object alone is part of the observation. */
async function observe(port: ClusterPort, document: ApplyDocument, signal: AbortSignal): Promise<Result<Observation, ClusterError>> {
  const live = await port.get(document.object, signal);
  if (!live.ok)
    return meetsEveryObject(live.error) ? live : ok({ document, live: undefined, dryRun: { outcome: "failed", error: live.error } });
  const dryRun = await tryOut(port, document.object, signal);
  if (dryRun.outcome === "failed" && meetsEveryObject(dryRun.error)) return err(dryRun.error);
  return ok({ document, live: live.value, dryRun });
}

/** A dry run; where other managers own fields, a second one that overrides them, to show what that would store. */
async function tryOut(port: ClusterPort, object: ClusterObject, signal: AbortSignal): Promise<DryRun> {
  const plain = await port.serverSideApply(object, { dryRun: true, fieldManager, force: false }, signal);
  if (plain.ok) return { outcome: "stored", object: plain.value, conflicts: [] };
  if (plain.error.kind !== "conflict" || plain.error.conflicts.length === 0) return { outcome: "failed", error: plain.error };
  const forced = await port.serverSideApply(object, { dryRun: true, fieldManager, force: true }, signal);
  return forced.ok
    ? { outcome: "stored", object: forced.value, conflicts: plain.error.conflicts }
    : { outcome: "failed", error: forced.error };
}

async function applyPlan(
  port: ClusterPort,
  plan: Plan,
  target: Target,
  environment: ApplyEnvironment,
  hooks: ApplyHooks,
  signal: AbortSignal,
): Promise<ApplyOutcome> {
  if (plan.items.some((item) => item.action === "failed")) return { kind: "not-applicable", target, plan };
  if (!plan.items.some(isWritten)) return { kind: "nothing-to-do", target, plan };
  if (!(await hooks.confirm(target, plan))) return { kind: "declined", target, plan };
  const conflicting = plan.items.filter((item) => item.conflicts.length > 0);
  if (conflicting.length > 0 && !(await hooks.confirmForce(target, conflicting))) return { kind: "declined", target, plan };
  if (signal.aborted) return { kind: "failed", error: { kind: "cancelled" }, target };

  const now = await environment.resolve();
  if (!now.ok) return { kind: "failed", error: now.error, target };
  if (!sameTarget(target, now.value.target)) {
    return { kind: "refused", refusal: { reason: "target-changed", changes: changedParts(target, now.value.target) }, target };
  }
  const moved = plan.items.find((item) => !hooks.isCurrent(item.document));
  if (moved !== undefined) return { kind: "refused", refusal: { reason: "document-moved", title: moved.title }, target };
  return { kind: "applied", target, plan, results: await writeAll(port, plan, environment, hooks, signal) };
}

async function writeAll(
  port: ClusterPort,
  plan: Plan,
  { toYaml }: ApplyEnvironment,
  hooks: ApplyHooks,
  signal: AbortSignal,
): Promise<readonly ObjectResult[]> {
  const results: ObjectResult[] = [];
  let stoppedBy: string | undefined;
  for (const item of plan.items) {
    if (!isWritten(item)) {
      results.push({ item, outcome: "unchanged" });
    } else if (stoppedBy !== undefined) {
      results.push({ item, outcome: "not-attempted", after: stoppedBy });
    } else {
      hooks.progress(`Applying ${item.title}`);
      const result = await write(port, item, toYaml, signal);
      results.push(result);
      if (result.outcome === "failed" || result.outcome === "unknown") stoppedBy = item.title;
    }
  }
  return results;
}

async function write(port: ClusterPort, item: PlanItem, toYaml: ApplyEnvironment["toYaml"], signal: AbortSignal): Promise<ObjectResult> {
  const { object } = item.document;
  const live = await port.get(object, signal);
  if (!live.ok) return { item, outcome: "failed", error: live.error };
  if (snapshotText(live.value, toYaml) !== item.before)
    return { item, outcome: "failed", error: { kind: "conflict", conflicts: [], detail: changedSince } };
  const stored = await port.serverSideApply(object, { dryRun: false, fieldManager, force: item.conflicts.length > 0 }, signal);
  if (stored.ok) return { item, outcome: item.action === "create" ? "created" : "updated" };
  return {
    item,
    outcome: meetsEveryObject(stored.error) && stored.error.kind !== "unauthorized" ? "unknown" : "failed",
    error: stored.error,
  };
}

const changedSince = "it is no longer as the diff showed it, so run the command again to see what is there now";

function repeatedObject(documents: readonly ApplyDocument[], { namespace }: Target): string | undefined {
  const seen = new Set<string>();
  for (const { object } of documents) {
    const key = objectKey(object, namespace);
    if (seen.has(key)) return objectTitle(object);
    seen.add(key);
  }
  return undefined;
}
