import { describeRoute } from "../../model/virtualService";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/route/route.go (one destination gets 100 %, 5.5 of the routing semantics); Kiali route_checker.go. */
export const loneWeight = defineRule({
  code: "lone-weight",
  docs: {
    what: "The only destination of a rule has a weight other than 100.",
    why: "A lone destination gets every request, whatever its weight: the share that is written does not hold, also not weight 0. Most often a second destination is missing.",
    bad: "route:\n- destination: {host: website, subset: v2}\n  weight: 10",
    good: "route:\n- destination: {host: website, subset: v1}\n  weight: 90\n- destination: {host: website, subset: v2}\n  weight: 10",
  },
  level: "warning",
  kinds: ["VirtualService"],
  reads: [],
  istio: [],
  kiali: ["KIA1104"],
  *check(resource) {
    for (const route of resource.model.routes) {
      const [only, ...more] = route.destinations;
      const weight = only?.weight;
      if (weight === undefined || more.length > 0 || weight.value < 0 || weight.value === 100) continue;
      yield {
        at: weight.span,
        message: `The only destination of ${describeRoute(route)} gets every request, not ${weight.value} %. Add the other destination, or leave out the weight.`,
        fixes: () => [
          {
            title: "Change the weight to 100",
            kind: "suggestion",
            edits: [{ in: resource, span: weight.span, newText: "100" }],
          },
        ],
      };
    }
  },
});
