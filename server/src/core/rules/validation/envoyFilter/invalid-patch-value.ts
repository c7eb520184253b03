import { parseNanoseconds } from "../../../model/duration";
import { similarNames } from "../../../text/similar";
import { type Report, rejectedByWebhook, replacement, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { isForWaypoint } from "../primitives/envoyPatch";
import { listOf } from "../primitives/words";

/** Source: pkg/config/validation/envoyfilter/envoyfilter.go; as far as it can be told without the message types of Envoy. */
export const invalidPatchValue: ValidationRule = {
  code: "invalid-patch-value",
  docs: {
    what: "The value of a patch holds a configuration without type, of a type of Envoy's API v2, or a name that is no text.",
    why: "The webhook rejects what it cannot decode: a `typed_config` names its type in `@type`, and types of v2 are gone. A filter without `typed_config` passes with a warning; newer proxies do not find it by its name alone.",
    bad: "value:\n  name: envoy.filters.http.ext_authz\n  typed_config: {'@type': type.googleapis.com/envoy.config.filter.http.ext_authz.v2.ExtAuthz}",
    good: "value:\n  name: envoy.filters.http.ext_authz\n  typed_config: {'@type': type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz}",
  },
  level: "error",
  istio: [...rejectedByWebhook, "IST0133"],
  kiali: [],
  numbers: ["EF-18", "EF-21"],
  kinds: ["EnvoyFilter"],
  check({ spec }, report) {
    for (const entry of spec.items("configPatches")) {
      const patch = entry.get("patch");
      const value = patch?.get("value");
      if (value === undefined || patch?.text("operation") === "REMOVE" || isForWaypoint(entry)) continue;
      const name = value.get("name");
      if (name !== undefined && typeof name.value !== "string") report(name.path, "A name is a text. Put it in quotes, or remove it.");
      checkConfigs(value, report);
      if (entry.text("applyTo") === "CLUSTER") checkCluster(value, report);
      const configured = ["typed_config", "typedConfig", "config_discovery", "configDiscovery"].some((field) => value.has(field));
      if (extensions.includes(entry.text("applyTo")) && !configured) {
        report(value.path, 'The filter has no "typed_config": newer proxies do not find it by its name alone.', {
          on: "key",
          level: "warning",
          missing: true,
        });
      }
    }
  },
};

const extensions = ["NETWORK_FILTER", "HTTP_FILTER", "LISTENER_FILTER", "EXTENSION_CONFIG"];

function checkConfigs(value: Field, report: Report): void {
  for (const [key, field] of value.fields()) {
    if (key === "@type" && typeof field.value === "string" && /^(?:[^/]*\/)?envoy\..*\.v2(?:alpha\d*)?\.[^.]+$/.test(field.value)) {
      report(field.path, `Envoy's API v2 is gone: "${field.value.split("/").at(-1)}" is not known any more. Use its successor in v3.`);
    }
    if (key === "typed_config" || key === "typedConfig") checkTyped(field, report);
    checkConfigs(field, report);
  }
  for (const item of value.list()) checkConfigs(item, report);
}

function checkTyped(config: Field, report: Report): void {
  const type = config.get("@type");
  if (config.value !== null && !isMapping(config)) {
    report(config.path, 'A typed configuration is a mapping. Write its fields, and "@type: type.googleapis.com/…" first.');
  } else if (type === undefined && config.fields().length > 0) {
    report(config.path, 'A typed configuration names its type. Add "@type: type.googleapis.com/…".', { on: "key", missing: true });
  } else if (type !== undefined && (typeof type.value !== "string" || type.value === "")) {
    report(type.path, 'This names no type. Write one such as "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua".');
  }
}

/** The fields of a cluster that EnvoyFilters set most: a duration and two enumerations (envoy.config.cluster.v3.Cluster). */
function checkCluster(cluster: Field, report: Report): void {
  for (const name of ["connect_timeout", "connectTimeout"]) {
    const timeout = cluster.get(name);
    if (timeout === undefined || (typeof timeout.value === "string" && parseNanoseconds(timeout.value) !== undefined)) continue;
    report(timeout.path, 'A duration is a text with a unit. Write one such as "5s" or "0.5s".');
  }
  for (const { names, values } of enumerations) {
    for (const { value, path } of names.flatMap((name) => cluster.get(name) ?? [])) {
      if (typeof value !== "string" || values.includes(value)) continue;
      report(path, `"${value}" is no value that Envoy knows. Write ${listOf(values)}.`, {
        fixes: similarNames(value, values).map((near) => replacement(path, near)),
      });
    }
  }
}

const enumerations = [
  { names: ["type"], values: ["STATIC", "STRICT_DNS", "LOGICAL_DNS", "EDS", "ORIGINAL_DST"] },
  {
    names: ["lb_policy", "lbPolicy"],
    values: ["ROUND_ROBIN", "LEAST_REQUEST", "RING_HASH", "RANDOM", "MAGLEV", "CLUSTER_PROVIDED", "LOAD_BALANCING_POLICY_CONFIG"],
  },
];

function isMapping({ value }: Field): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
