import type { Resource } from "../../model/resource";
import { describeRoute, placeOfRoute, type Route, type VirtualService } from "../../model/virtualService";
import type { Reachability } from "../../routing/reachability";
import type { Finding, Fix, FixContext } from "../finding";
import { changeTree, removeItem } from "../fixText";
import { unreached, unreachedAmong } from "../reachability";
import { defineRule } from "../rule";

/**
 * Source: pilot/pkg/networking/core/route/route.go BuildHTTPRoutesForVirtualService (5.1 of the routing semantics). Istio's own check
 * (analyzer schema.ValidationAnalyzer, IST0130) compares texts.
 */
export const unreachableRule = defineRule({
  code: "unreachable-rule",
  docs: {
    what: "Earlier rules take every request that a rule matches.",
    why: "Rules are tried in order and the first match wins, so what stands behind never gets a request. Conditions are compared as sets of requests, regular expressions included: one earlier rule or several together must cover the later one for certain, else nothing is said. istioctl compares texts: it misses exact paths behind a prefix and several rules that cover one together, and reports some that are reached: it compares beginnings of methods, authorities and headers the wrong way round (a rule for one authority is said to cover the next rule for all), takes regular expressions for empty texts, and leaves schemes, callers and gateways out.",
    bad: "http:\n- match: [{uri: {prefix: /api}}]\n  route: [{destination: {host: website, subset: v1}}]\n- match: [{uri: {exact: /api/beta}}]\n  route: [{destination: {host: website, subset: v2}}]",
    good: "http:\n- match: [{uri: {exact: /api/beta}}]\n  route: [{destination: {host: website, subset: v2}}]\n- match: [{uri: {prefix: /api}}]\n  route: [{destination: {host: website, subset: v1}}]",
  },
  level: "warning",
  kinds: ["VirtualService"],
  reads: [],
  istio: ["IST0130"],
  kiali: [],
  *check(resource, { index }) {
    for (const verdict of unreached(index, resource)) if (verdict.unreachable) yield report(resource, verdict);
  },
});

function report(resource: Resource<VirtualService>, { route, taken }: Reachability): Finding {
  const takers = [...new Set(taken.flatMap((entry) => entry.by))].sort((a, b) => a.index - b.index);
  const [first] = takers;
  const everything = takers.length === 1 && first !== undefined && first.matches.length === 0;
  const unit = route.protocol === "http" ? "request" : "connection";
  const what = everything ? `every ${unit}` : `every ${unit} that this rule matches`;
  return {
    at: placeOfRoute(route),
    message: `Never reached: ${list(takers.map(describeRoute))} before it ${takers.length === 1 ? "takes" : "together take"} ${what}. ${
      everything ? "Move the rule without conditions to the end." : "Move this rule before, narrow the earlier one, or remove it."
    }`,
    related: takers.slice(0, 3).map((taker) => ({
      resource,
      span: placeOfRoute(taker),
      message: everything ? "takes everything" : `takes ${unit}s that this rule matches`,
    })),
    fixes: (context) => (first === undefined ? [] : ways(resource, route, first, everything, context)),
  };
}

/** Moves that leave fewer rules without requests, this one not among them; or the rule is taken out. */
function ways(resource: Resource<VirtualService>, route: Route, first: Route, everything: boolean, context: FixContext): readonly Fix[] {
  const routes = resource.model.routes.filter((one) => one.protocol === route.protocol);
  const before = unreachedAmong(resource, routes).filter(({ unreachable }) => unreachable).length;
  const helps = (order: readonly Route[]) => {
    const left = unreachedAmong(resource, order).filter(({ unreachable }) => unreachable);
    return left.length < before && left.every((one) => one.route !== route);
  };
  const others = (moved: Route) => routes.filter((one) => one !== moved);
  const toEnd = everything && helps([...others(first), first]);
  const toFront = !toEnd && helps(others(route).toSpliced(others(route).indexOf(first), 0, route));
  const move = (moved: Route, target: Route | undefined, title: string) =>
    changeTree(
      context,
      resource,
      { action: "move-item", item: moved.span, before: target?.span },
      { title: `Move ${describeRoute(moved)} ${title}`, kind: "suggestion" },
    );
  return [
    ...(toEnd ? move(first, undefined, "to the end") : []),
    ...(toFront ? move(route, first, `before ${describeRoute(first)}`) : []),
    ...removeItem(context, resource, route.span, `Remove ${describeRoute(route)}`),
  ];
}

function list(names: readonly string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} others`] : names;
  return shown.length < 2 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
