import { destinationRulesFor, subsetsNamed } from "../../index/destinationRules";
import { resolveHostIn } from "../../index/hosts";
import { resolveHost } from "../../model/host";
import type { Route } from "../../model/virtualService";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: the published mistake of a walkthrough: a rule for testers that sends one page's requests to another service. */
export const destinationHostDiffers = defineRule({
  code: "destination-host-differs",
  docs: {
    what: "A rule picks callers (by headers or source), not paths, and sends them to a subset of another service than the rule for everybody else, though that service has the subset too.",
    why: "Such rules choose a version of the same service for some callers. Sent to another service, those callers get answers of the wrong application, often 404. A host that nothing in view defines is left to destination-host-not-found.",
    bad: "http:\n- match: [{headers: {x-forwarded-for: {exact: 192.168.0.58}}}]\n  route: [{destination: {host: mqtt-server, subset: v2}}]\n- route: [{destination: {host: frontend, subset: v1}}]",
    good: "http:\n- match: [{headers: {x-forwarded-for: {exact: 192.168.0.58}}}]\n  route: [{destination: {host: frontend, subset: v2}}]\n- route: [{destination: {host: frontend, subset: v1}}]",
  },
  level: "warning",
  kinds: ["VirtualService"],
  reads: ["host", "wildcard-host", "destination-rule", "wildcard-destination-rule"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    const http = resource.model.routes.filter((route) => route.protocol === "http");
    const fallback = http.at(-1);
    const usual = fallback === undefined || fallback.matches.length > 0 ? undefined : singleHost(fallback);
    if (usual === undefined) return;
    const usualRules = destinationRulesFor(index, resolveHostIn(index, usual.value, resource.effectiveNamespace));
    const usualHasSubset = (route: Route) =>
      route.destinations.every((one) => one.subset !== undefined && subsetsNamed(usualRules, one.subset.value).length > 0);
    const resolve = (host: string) => resolveHost(host, resource.effectiveNamespace, index.mesh.domain);
    const isMissing = (host: string) => resolveHostIn(index, host, resource.effectiveNamespace).definitions.length === 0;
    for (const route of http.slice(0, -1)) {
      const host = singleHost(route);
      if (host === undefined || resolve(host.value) === resolve(usual.value) || !picksCallers(route)) continue;
      if (!areNeighbours(host.value, usual.value) || !usualHasSubset(route) || isMissing(host.value)) continue;
      yield {
        at: host.span,
        message: `This rule picks callers, not paths, yet sends them to ${host.value} while everybody else gets ${usual.value}: they reach another application. Did you mean ${usual.value}?`,
        related: [{ resource, span: usual.span, message: `everybody else goes to ${usual.value}` }],
        fixes: () => [replaceValue(resource, host, usual.value, "suggestion")],
      };
    }
  },
});

/** Both are short names: services of the VirtualService's own namespace, easily mixed up. */
function areNeighbours(a: string, b: string): boolean {
  return !a.includes(".") && !b.includes(".");
}

function singleHost(route: Route) {
  const [first] = route.destinations;
  return first?.host !== undefined && route.destinations.every((one) => one.host?.value === first.host?.value) ? first.host : undefined;
}

/** Only headers (or sources) are matched, no path, authority or port. */
function picksCallers(route: Route): boolean {
  return (
    route.matches.length > 0 &&
    route.matches.every(
      (match) =>
        match.uri === undefined &&
        match.authority === undefined &&
        match.port === undefined &&
        match.gateways.length === 0 &&
        match.queryParams.length === 0 &&
        (match.headers.length > 0 || match.sourceLabels.entries.length > 0 || match.sourceNamespace !== undefined),
    )
  );
}
