import type { Policy, PolicyKind } from "../model/policy";
import { isKind, type Resource } from "../model/resource";
import type { IndexView } from "./indexView";
import { policiesKey } from "./keys";

/** The policies of a kind that lie in a namespace, every variant. */
export function policiesIn(index: IndexView, namespace: string, kind: PolicyKind): readonly Resource<Policy>[] {
  return index
    .lookup(policiesKey(namespace))
    .filter((one): one is Resource<Policy> => isKind(one, "Policy") && one.model.policyKind === kind);
}

/** Whether a policy is for every workload of its namespace (in the root namespace: of the mesh). */
export function isForAllWorkloads({ model }: Resource<Policy>): boolean {
  return model.targetRefs.length === 0 && (model.selector === undefined || model.selector.entries.length === 0);
}
