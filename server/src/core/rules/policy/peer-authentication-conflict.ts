import { mayCoexist, nearestVariants } from "../../index/nearest";
import { isForAllWorkloads, policiesIn } from "../../index/policies";
import { type Selectable, selectableLabels, workloadsIn } from "../../index/workloads";
import { type LabelMap, noLabels, selects } from "../../model/labels";
import type { Policy } from "../../model/policy";
import { describeResource, type Resource } from "../../model/resource";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/authentication.go and pilot/pkg/security/authn (of one reach the oldest PeerAuthentication is taken). */
export const peerAuthenticationConflict = defineRule({
  code: "peer-authentication-conflict",
  docs: {
    what: "Two PeerAuthentications of one namespace are for the same workloads.",
    why: "They are not merged: the oldest is taken and the other has no effect. Whether plain text is accepted then depends on which was created first, which files do not say.",
    bad: "kind: PeerAuthentication\nmetadata: {name: default, namespace: shop}\nspec: {mtls: {mode: STRICT}}\n---\nkind: PeerAuthentication\nmetadata: {name: permissive, namespace: shop}\nspec: {mtls: {mode: PERMISSIVE}}",
    good: "kind: PeerAuthentication\nmetadata: {name: default, namespace: shop}\nspec: {mtls: {mode: STRICT}}",
  },
  level: "warning",
  kinds: ["Policy"],
  reads: ["policies", "workloads"],
  istio: [],
  kiali: ["KIA0002", "KIA0003"],
  *check(resource, { index }) {
    if (resource.model.policyKind !== "PeerAuthentication") return;
    if (resource.effectiveNamespace === index.mesh.rootNamespace && !isForAllWorkloads(resource)) return; // passed over: root-peer-authentication-with-selector
    const all = policiesIn(index, resource.effectiveNamespace, "PeerAuthentication");
    const others = nearestVariants(all, resource.file).filter((other) => mayCoexist(resource, other));
    if (others.length === 0) return;
    const workloads = isForAllWorkloads(resource) ? [] : workloadsIn(index, resource.effectiveNamespace, resource.file);
    for (const other of others) {
      const shared = sharedWorkloads(resource, other, workloads);
      if (shared === undefined) continue;
      yield {
        at: resource.model.selector?.span ?? resource.name.span,
        message: `${describeResource(other)} is for ${shared} too. Of the two the older one is taken and the other ignored. Put both into one PeerAuthentication.`,
        related: [{ resource: other, span: other.model.selector?.span ?? other.name.span, message: `also for ${shared}` }],
      };
    }
  },
});

/** What both are for, in words; undefined where nothing is known to be. */
function sharedWorkloads(own: Resource<Policy>, other: Resource<Policy>, workloads: readonly Selectable[]): string | undefined {
  if (isForAllWorkloads(own) || isForAllWorkloads(other)) {
    return isForAllWorkloads(own) && isForAllWorkloads(other) ? `all workloads of namespace ${own.effectiveNamespace}` : undefined;
  }
  const [left, right] = [own, other].map((one) => one.model.selector ?? noLabels) as [LabelMap, LabelMap];
  if (selects(left, right) && selects(right, left)) return "the same labels";
  const shared = workloads.find((one) => selects(left, selectableLabels(one)) && selects(right, selectableLabels(one)));
  return shared === undefined ? undefined : describeResource(shared);
}
