import type { Destination } from "../../model/destination";
import type { Resource } from "../../model/resource";
import { describeRoute, type Route } from "../../model/virtualService";
import type { Spanned } from "../../text/span";
import type { Fix } from "../finding";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/route/route.go (weights are relative, 5.5 of the routing semantics); the sum is Kiali's check. */
export const weightsNotHundred = defineRule({
  code: "weights-not-100",
  docs: {
    what: "The weights of a rule's destinations do not add up to 100.",
    why: "Envoy divides each weight by their sum, so the shares are not the percentages that are written: 90 and 20 send 81.8 % and 18.2 %. A destination without a weight among others with one gets nothing.",
    bad: "route:\n- {destination: {host: website, subset: v1}, weight: 90}\n- {destination: {host: website, subset: v2}, weight: 20}",
    good: "route:\n- {destination: {host: website, subset: v1}, weight: 90}\n- {destination: {host: website, subset: v2}, weight: 10}",
  },
  level: "warning",
  kinds: ["VirtualService"],
  reads: [],
  istio: [],
  kiali: ["KIA1104"],
  *check(resource) {
    for (const route of resource.model.routes) {
      const weighted = route.destinations.filter(hasWeight);
      const last = weighted.at(-1);
      if (route.destinations.length < 2 || last === undefined) continue;
      const sum = weighted.reduce((total, destination) => total + destination.weight.value, 0);
      if (sum === 100 || sum === 0 || weighted.some((destination) => destination.weight.value < 0)) continue;
      yield {
        at: last.weight.span,
        message: `The weights of ${describeRoute(route)} add up to ${sum}, not 100: they are relative, so the shares are ${shares(weighted, sum)}.`,
        fixes: () => normalise(resource, route, weighted, sum),
      };
    }
  },
});

type Weighted = Destination & { readonly weight: Spanned<number> };

function hasWeight(destination: Destination): destination is Weighted {
  return destination.weight !== undefined && Number.isFinite(destination.weight.value);
}

function shares(weighted: readonly Weighted[], sum: number): string {
  return weighted
    .map(
      (destination) =>
        `${destination.subset?.value ?? destination.host?.value ?? "?"} ${Number(((destination.weight.value / sum) * 100).toFixed(1))} %`,
    )
    .join(", ");
}

/** Whole percentages in the same proportions, by largest remainder; and, where it can be, only the last weight changed. */
function normalise(resource: Resource, route: Route, weighted: readonly Weighted[], sum: number): readonly Fix[] {
  const exact = weighted.map((destination) => (destination.weight.value / sum) * 100);
  const whole = exact.map(Math.floor);
  const order = exact.map((value, at) => ({ at, rest: value - Math.floor(value) })).sort((a, b) => b.rest - a.rest || a.at - b.at);
  const missing = 100 - whole.reduce((total, value) => total + value, 0);
  for (const { at } of order.slice(0, missing)) whole[at] = (whole[at] ?? 0) + 1;
  const proportional: Fix = {
    title: `Normalise the weights to ${whole.join(", ")}`,
    kind: "suggestion",
    edits: weighted.map((destination, at) => ({ in: resource, span: destination.weight.span, newText: String(whole[at]) })),
  };
  const last = weighted.at(-1);
  const rest = last === undefined ? -1 : 100 - (sum - last.weight.value);
  if (last === undefined || rest < 0 || route.destinations.length !== weighted.length) return [proportional];
  return [
    {
      title: `Change the last weight to ${rest}`,
      kind: "suggestion",
      edits: [{ in: resource, span: last.weight.span, newText: String(rest) }],
    },
    proportional,
  ];
}
