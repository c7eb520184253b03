import { resolveHost } from "../../model/host";
import type { Route } from "../../model/virtualService";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: the published mistake of a walkthrough: a rule for testers that sends one page's requests to another service. */
export const destinationHostDiffers = defineRule({
  code: "destination-host-differs",
  docs: {
    what: "A rule picks callers (by headers, source or cookies), not paths, and sends them to another service than the rules for everybody else.",
    why: "Such rules choose a version of the same service for some callers. Sent to another service, those callers get answers of the wrong application, often 404.",
    bad: "http:\n- match: [{headers: {x-forwarded-for: {exact: 192.168.0.58}}}]\n  route: [{destination: {host: mqtt-server, subset: v2}}]\n- route: [{destination: {host: frontend, subset: v1}}]",
    good: "http:\n- match: [{headers: {x-forwarded-for: {exact: 192.168.0.58}}}]\n  route: [{destination: {host: frontend, subset: v2}}]\n- route: [{destination: {host: frontend, subset: v1}}]",
  },
  level: "warning",
  kinds: ["VirtualService"],
  reads: [],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    const http = resource.model.routes.filter((route) => route.protocol === "http");
    const fallback = http.at(-1);
    const usual = fallback === undefined || fallback.matches.length > 0 ? undefined : singleHost(fallback);
    if (usual === undefined) return;
    const resolve = (host: string) => resolveHost(host, resource.effectiveNamespace, index.mesh.domain);
    for (const route of http.slice(0, -1)) {
      const host = singleHost(route);
      if (host === undefined || resolve(host.value) === resolve(usual.value) || !picksCallers(route)) continue;
      if (route.destinations[0]?.subset === undefined || fallback?.destinations[0]?.subset === undefined) continue;
      yield {
        at: host.span,
        message: `This rule picks callers, not paths, yet sends them to ${host.value} while everybody else gets ${usual.value}: they reach another application. Did you mean ${usual.value}?`,
        related: [{ resource, span: usual.span, message: `everybody else goes to ${usual.value}` }],
        fixes: () => [replaceValue(resource, host, usual.value, "suggestion")],
      };
    }
  },
});

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
