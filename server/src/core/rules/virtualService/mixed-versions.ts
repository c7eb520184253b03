import { destinationRulesFor, subsetsNamed } from "../../index/destinationRules";
import { resolveHostIn } from "../../index/hosts";
import type { IndexView } from "../../index/indexView";
import { parseServiceHost } from "../../model/host";
import type { Resource } from "../../model/resource";
import { describeRoute, type Route, type VirtualService } from "../../model/virtualService";
import { conditionsInWords } from "../../routing/words";
import type { Spanned } from "../../text/span";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: a published walkthrough whose page only works with the server of its own version; Envoy draws weighted clusters per request. */
export const mixedVersions = defineRule({
  code: "mixed-versions",
  docs: {
    what: "Two rules of one VirtualService lead the same callers to different versions of two services.",
    why: "A page consists of many requests. Where its parts come from services in versions that do not belong together, it breaks for these callers; the rest of the world sees nothing. Reported where both services belong to the VirtualService's own namespace and have both versions.",
    bad: 'http:\n- match: [{uri: {prefix: /api}, headers: {tester: {exact: "1"}}}]\n  route: [{destination: {host: api, subset: v1}}]\n- match: [{headers: {tester: {exact: "1"}}}]\n  route: [{destination: {host: website, subset: v2}}]',
    good: 'http:\n- match: [{uri: {prefix: /api}, headers: {tester: {exact: "1"}}}]\n  route: [{destination: {host: api, subset: v2}}]\n- match: [{headers: {tester: {exact: "1"}}}]\n  route: [{destination: {host: website, subset: v2}}]',
  },
  level: "hint",
  kinds: ["VirtualService"],
  reads: ["host", "wildcard-host", "destination-rule", "wildcard-destination-rule"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    const seen = new Map<string, { readonly route: Route; readonly host: Spanned<string>; readonly subset: Spanned<string> }>();
    for (const route of resource.model.routes) {
      const callers = callersOf(route);
      const [only, ...more] = route.destinations;
      if (callers === undefined || only?.host === undefined || only.subset === undefined || more.length > 0) continue;
      const before = seen.get(callers);
      if (before === undefined) {
        seen.set(callers, { route, host: only.host, subset: only.subset });
        continue;
      }
      const { host, subset } = only;
      if (host.value === before.host.value || subset.value === before.subset.value) continue;
      if (!isNeighbour(index, resource, host.value) || !isNeighbour(index, resource, before.host.value)) continue;
      if (!hasBoth(index, resource, host.value, subset.value, before.subset.value)) continue;
      if (!hasBoth(index, resource, before.host.value, subset.value, before.subset.value)) continue;
      yield {
        at: subset.span,
        message: `The same callers get ${before.subset.value} of ${before.host.value} (${describeRoute(before.route)}) and ${subset.value} of ${host.value} (${describeRoute(route)}), though both have both: a page made of the two mixes versions.`,
        related: [{ resource, span: before.subset.span, message: `${before.subset.value} of ${before.host.value}` }],
        fixes: () => [replaceValue(resource, subset, before.subset.value, "suggestion")],
      };
    }
  },
});

/** Who a rule is for, besides what they ask for: equal texts for equal callers. Undefined where it is for everybody. */
function callersOf(route: Route): string | undefined {
  const [match, ...others] = route.matches;
  if (match === undefined || others.length > 0 || match.unclear) return undefined;
  const callers = conditionsInWords({
    ...match,
    uri: undefined,
    method: undefined,
    queryParams: [],
    authority: undefined,
    scheme: undefined,
  });
  return callers.length === 0 ? undefined : [...callers].sort().join("\n");
}

/** A service of the VirtualService's own namespace: part of one application. */
function isNeighbour(index: IndexView, resource: Resource<VirtualService>, host: string): boolean {
  const { fqdn } = resolveHostIn(index, host, resource.effectiveNamespace);
  return parseServiceHost(fqdn, index.mesh.domain)?.namespace === resource.effectiveNamespace;
}

function hasBoth(index: IndexView, resource: Resource<VirtualService>, host: string, a: string, b: string): boolean {
  const rules = destinationRulesFor(index, resolveHostIn(index, host, resource.effectiveNamespace));
  return subsetsNamed(rules, a).length > 0 && subsetsNamed(rules, b).length > 0;
}
