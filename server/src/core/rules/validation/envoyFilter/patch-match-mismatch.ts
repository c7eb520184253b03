import { type Report, rejectedByWebhook, removal, replacement, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { classOf, isForWaypoint } from "../primitives/envoyPatch";

/** Source: pkg/config/validation/envoyfilter/envoyfilter.go; old names: pkg/config/xds/filter_types.go. */
export const patchMatchMismatch: ValidationRule = {
  code: "patch-match-mismatch",
  docs: {
    what: "A patch of an EnvoyFilter matches objects of another class than it changes, or a filter without its name.",
    why: "The webhook rejects it. Filters of HTTP are found below the connection manager; old names of filters still match, but may go.",
    bad: "applyTo: CLUSTER\nmatch: {listener: {portNumber: 8080}}",
    good: "applyTo: CLUSTER\nmatch: {cluster: {portNumber: 8080}}",
  },
  level: "error",
  istio: [...rejectedByWebhook, "IST0133"],
  kiali: [],
  numbers: ["EF-9", "EF-10", "EF-11", "EF-12", "EF-13", "EF-14", "EF-15", "EF-16", "EF-17"],
  kinds: ["EnvoyFilter"],
  check({ spec }, report) {
    for (const entry of spec.items("configPatches")) {
      const applyTo = entry.text("applyTo");
      const wanted = classOf(applyTo);
      const match = entry.get("match");
      if (wanted === undefined || match === undefined || isForWaypoint(entry)) continue;
      const given = classes.filter((name) => match.has(name));
      const other = given.find((name) => name !== wanted);
      if (other !== undefined && !given.includes(wanted)) {
        report([...match.path, other], `A patch of ${applyTo} is matched by "${wanted}", not by "${other}".`, {
          on: "key",
          fixes: [removal([...match.path, other])],
        });
        continue;
      }
      const filter = match.get("listener")?.get("filterChain")?.get("filter");
      if (wanted === "listener" && filter !== undefined) checkFilter(filter, applyTo, report);
    }
  },
};

const classes = ["listener", "routeConfiguration", "cluster", "waypoint"];
const connectionManager = "envoy.filters.network.http_connection_manager";

function checkFilter(filter: Field, applyTo: string, report: Report): void {
  const name = filter.text("name");
  const namePath = [...filter.path, "name"];
  const sub = filter.get("subFilter");
  if (applyTo === "LISTENER" || applyTo === "FILTER_CHAIN") {
    report(filter.path, `A patch of ${applyTo} does not look at filters: the condition has no effect.`, {
      on: "key",
      level: "warning",
      fixes: [removal(filter.path)],
    });
  }
  if (name === "") {
    report(filter.path, 'A filter is matched by its name. Add "name".', { on: "key", missing: true });
    return;
  }
  checkName(name, namePath, report);
  if (sub === undefined) return;
  if (applyTo !== "HTTP_FILTER") {
    report(sub.path, `A filter below another is matched for HTTP_FILTER only, not for ${applyTo}.`, {
      on: "key",
      fixes: [removal(sub.path)],
    });
  } else if (name !== connectionManager && names.get(name) !== connectionManager) {
    report(namePath, `Filters of HTTP are below ${connectionManager}, not below "${name}".`, {
      fixes: [replacement(namePath, connectionManager)],
    });
  } else if (sub.text("name") === "") {
    report(sub.path, 'A filter is matched by its name. Add "name".', { on: "key", missing: true });
  } else checkName(sub.text("name"), [...sub.path, "name"], report);
}

function checkName(name: string, path: Field["path"], report: Report): void {
  const current = names.get(name);
  if (current === undefined) return;
  report(path, `"${name}" is an old name of the filter: it is "${current}" now.`, {
    level: "warning",
    fixes: [replacement(path, current, "safe")],
  });
}

/** Names of filters before Envoy gave them the form of their types. */
const names: ReadonlyMap<string, string> = new Map([
  ...["buffer", "cors", "csrf", "fault", "grpc_http1_bridge", "grpc_json_transcoder", "grpc_web", "gzip", "health_check"].map(
    (name) => [`envoy.${name}`, `envoy.filters.http.${name}`] as const,
  ),
  ...["ip_tagging", "lua", "router", "squash"].map((name) => [`envoy.${name}`, `envoy.filters.http.${name}`] as const),
  ["envoy.http_dynamo_filter", "envoy.filters.http.dynamo"] as const,
  ["envoy.rate_limit", "envoy.filters.http.ratelimit"] as const,
  ...["http_inspector", "original_dst", "original_src", "proxy_protocol", "tls_inspector"].map(
    (name) => [`envoy.listener.${name}`, `envoy.filters.listener.${name}`] as const,
  ),
  ...["client_ssl_auth", "ext_authz", "http_connection_manager", "mongo_proxy", "ratelimit", "redis_proxy", "tcp_proxy"].map(
    (name) => [`envoy.${name}`, `envoy.filters.network.${name}`] as const,
  ),
]);
