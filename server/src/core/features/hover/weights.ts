import { numberOf } from "../../model/read";
import { effectiveShares } from "../../model/shares";
import { percent } from "../../routing/words";
import { nodeAt } from "../../syntax/node";
import type { HoverSite } from "./hoverSite";

/** The share of requests that a weight amounts to among the other weights of its rule. */
export function weightMarkdown(site: HoverSite): string | undefined {
  const own = site.path.at(-2);
  const list = nodeAt(site.manifest.node, site.path.slice(0, -2));
  if (list?.kind !== "seq" || typeof own !== "number") return undefined;
  const weights = list.items.map((item) => numberOf(nodeAt(item, ["weight"])));
  if (weights.length === 1) return "The only destination of the rule gets **100 %**; its weight is not looked at.";
  const sum = weights.reduce<number>((total, weight) => total + (weight ?? 0), 0);
  const share = effectiveShares(weights)?.[own];
  if (share === undefined) return "All weights of the rule are 0, which Istio refuses.";
  return `**${percent(share)}** of the requests of this rule: ${weights[own] ?? 0} of ${sum}, the sum of all weights.`;
}
