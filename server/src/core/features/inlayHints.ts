import { nearestDefinition, resolveHostIn } from "../index/hosts";
import type { IndexView } from "../index/indexView";
import { isKind, type Resource } from "../model/resource";
import { effectiveShares } from "../model/shares";
import { endpointsOf } from "../routing/endpoints";
import { percent } from "../routing/words";
import type { InlayHintResult } from "./results";

/**
 * What an editor shows behind values of a resource: the share that a weight amounts to where the weights of the rule do not add up
 * to 100, and behind the name of a subset how many pods it has. Offsets count from the document's start.
 */
export function inlayHintsOf(index: IndexView, resource: Resource): readonly InlayHintResult[] {
  if (isKind(resource, "VirtualService")) {
    return resource.model.routes.flatMap((route) => {
      const weights = route.destinations.map((destination) => destination.weight);
      const sum = weights.reduce((total, weight) => total + (weight?.value ?? 0), 0);
      const shares = effectiveShares(weights.map((weight) => weight?.value));
      if (sum === 100 || shares === undefined) return [];
      return weights.flatMap((weight, at) =>
        weight === undefined || shares[at] === undefined
          ? []
          : [{ offset: weight.span.end, label: percent(shares[at]), tooltip: shareTooltip(weights.length, weight.value, sum) }],
      );
    });
  }
  if (isKind(resource, "DestinationRule")) {
    const host = resource.model.host?.value;
    const definition =
      host === undefined ? undefined : nearestDefinition(resolveHostIn(index, host, resource.effectiveNamespace), resource.file);
    if (definition === undefined) return [];
    return resource.model.subsets.flatMap((subset) => {
      if (subset.name === undefined) return [];
      const { managed, groups } = endpointsOf(index, definition, subset.labels, resource.file);
      const known = managed && (groups.length > 0 || index.inView("Workload", definition.resource.effectiveNamespace));
      const pods = groups.reduce((total, group) => total + group.replicas, 0);
      return known ? [{ offset: subset.name.span.end, label: pods === 1 ? "1 pod" : `${pods} pods`, tooltip: podsTooltip(groups) }] : [];
    });
  }
  return [];
}

function shareTooltip(destinations: number, weight: number, sum: number): string {
  return destinations === 1
    ? "The only destination gets everything; its weight is not looked at."
    : `Weights are relative: ${weight} of ${sum}, the sum of the weights of this rule.`;
}

function podsTooltip(groups: readonly { readonly kind: string; readonly name: string; readonly replicas: number }[]): string {
  return groups.length === 0
    ? "No workload in view carries these labels."
    : groups.map((group) => `${group.kind} ${group.name}: ${group.replicas}`).join(", ");
}
