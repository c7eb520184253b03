import { commands, type QuickPickItem, window } from "vscode";
import { conflictWords } from "../kube/errors";
import { describeItem, isWritten, type Plan, type PlanItem, planQuestion } from "../kube/plan";
import { describeTarget, nameTarget, type Target } from "../kube/target";
import type { PlanDocuments } from "../planDocuments";

/** The decisions that only a person makes. */
export interface ApplyChoices {
  readonly confirm: (target: Target, plan: Plan) => Promise<boolean>;
  readonly confirmForce: (target: Target, conflicting: readonly PlanItem[]) => Promise<boolean>;
}

/** Opens the diff, waits until it has been looked at, then asks in a modal dialog that names context and server. */
export function confirmApply(plans: PlanDocuments): ApplyChoices["confirm"] {
  return async (target, plan) => {
    await openDiff(plans, target, plan);
    if (!(await hasReviewed(target, plan))) return false;
    const accept = `Apply to ${target.context}`;
    const detail = [describeTarget(target), "", ...plan.items.map((item) => describeItem(item, target)), ...plan.notes].join("\n");
    return (await window.showWarningMessage(planQuestion(plan, target), { modal: true, detail }, accept)) === accept;
  };
}

/** Opens the diff and declines. */
export function showOnly(plans: PlanDocuments): ApplyChoices["confirm"] {
  return async (target, plan) => {
    await openDiff(plans, target, plan);
    return false;
  };
}

/** The second choice: taking fields over from other managers. */
export async function confirmForce(target: Target, conflicting: readonly PlanItem[]): Promise<boolean> {
  const accept = "Take Over and Apply";
  const detail = [
    ...conflicting.map(({ title, conflicts }) => `${title}: ${conflictWords(conflicts)}.`),
    "",
    "Taking them over may be undone by whoever manages them now.",
  ].join("\n");
  const question = `Take over fields that other managers own in ${nameTarget(target)}?`;
  return (await window.showWarningMessage(question, { modal: true, detail }, accept)) === accept;
}

/** Stays open beside the diff, unlike a notification, and does not cover it, unlike a dialog. */
async function hasReviewed(target: Target, plan: Plan): Promise<boolean> {
  const go: QuickPickItem = { label: "$(cloud-upload) Apply ...", detail: planQuestion(plan, target) };
  const stop: QuickPickItem = { label: "$(close) Cancel" };
  const placeHolder = `Look at the changes for context "${target.context}", then choose`;
  return (await window.showQuickPick([go, stop], { placeHolder, ignoreFocusOut: true })) === go;
}

async function openDiff(plans: PlanDocuments, target: Target, plan: Plan): Promise<void> {
  const keep = plans.startPlan();
  const changes = plan.items.filter(isWritten).map(({ title, action, before, after }) => ({
    title,
    isNew: action === "create",
    left: keep("cluster", title, before),
    right: keep("applied", title, after),
  }));
  const [first, ...more] = changes;
  if (first === undefined) return;
  const suffix = `cluster ↔ after applying to ${target.context}`;
  if (more.length === 0) {
    await commands.executeCommand("vscode.diff", first.left, first.right, `${first.title} (${suffix})`, { preview: true });
    return;
  }
  const resources = changes.map(({ isNew, left, right }) => [right, isNew ? undefined : left, right]);
  await commands.executeCommand("vscode.changes", `${changes.length} objects (${suffix})`, resources);
}
