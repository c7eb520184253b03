import { describeRoute, placeOfMatch, placeOfRoute, type Route } from "../../model/virtualService";
import { describeRequest } from "../../routing/describeRequest";
import { removeItem } from "../fixText";
import { unreached } from "../reachability";
import { defineRule } from "../rule";

/** Source: 5.1 of the routing semantics; analyzer schema.ValidationAnalyzer (IST0131), which compares texts and reports some matches that do have an effect. */
export const matchWithoutEffect = defineRule({
  code: "match-without-effect",
  docs: {
    what: "One of the alternatives of a rule matches nothing that earlier rules or alternatives leave over.",
    why: "The rule is reached by its other alternatives, so nothing breaks, but this one never decides anything: it is a repetition, or what it was meant for goes elsewhere. The message gives an example of a request that does reach the rule. istioctl compares texts here as well, so it reports matches that do have an effect, and misses others.",
    bad: "match:\n- uri: {prefix: /api}\n- uri: {prefix: /api/v2}",
    good: "match:\n- uri: {prefix: /api}",
  },
  level: "hint",
  kinds: ["VirtualService"],
  reads: [],
  istio: ["IST0131"],
  kiali: [],
  *check(resource, { index }) {
    for (const { route, unreachable, taken, example } of unreached(index, resource)) {
      if (unreachable) continue;
      for (const { match, by } of taken) {
        if (match === undefined) continue;
        const others = by.filter((one) => one !== route);
        yield {
          at: placeOfMatch(match),
          message: `This alternative of ${describeRoute(route)} has no effect: ${takersOf(route, by)} before it take${by.length === 1 ? "s" : ""} every ${
            route.protocol === "http" ? "request" : "connection"
          } that it matches.${example === undefined ? "" : ` The rule is still reached, for example by ${describeRequest(example)}.`}`,
          related: others.slice(0, 3).map((one) => ({ resource, span: placeOfRoute(one), message: "takes what this alternative matches" })),
          fixes: (context) => removeItem(context, resource, match.span, "Remove the alternative without effect"),
        };
      }
    }
  },
});

function takersOf(route: Route, by: readonly Route[]): string {
  const names = by.map((one) => (one === route ? "an alternative of the same rule" : describeRoute(one)));
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
