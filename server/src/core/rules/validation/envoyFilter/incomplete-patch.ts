import { rejectedByWebhook, type ValidationRule } from "../../validation";
import { isForWaypoint } from "../primitives/envoyPatch";

/** Source: pkg/config/validation/envoyfilter/envoyfilter.go. */
export const incompletePatch: ValidationRule = {
  code: "incomplete-patch",
  docs: {
    what: "A patch of an EnvoyFilter does not say what it applies to, what to do, or with which value.",
    why: "The webhook rejects it. Only REMOVE needs no value.",
    bad: "configPatches:\n- applyTo: HTTP_FILTER\n  patch: {operation: INSERT_BEFORE}",
    good: "configPatches:\n- applyTo: HTTP_FILTER\n  patch:\n    operation: INSERT_BEFORE\n    value: {name: envoy.filters.http.lua, typed_config: {'@type': type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua}}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["EF-3", "EF-4", "EF-5", "EF-6"],
  kinds: ["EnvoyFilter"],
  check({ spec }, report) {
    for (const entry of spec.items("configPatches")) {
      if (isForWaypoint(entry)) continue;
      const patch = entry.get("patch");
      const operation = patch?.text("operation") ?? "";
      const missing = { on: "key", missing: true } as const;
      if (["", "INVALID"].includes(entry.text("applyTo")))
        report([...entry.path, "applyTo"], 'The patch applies to nothing. Add "applyTo".', missing);
      else if (patch === undefined) report(entry.path, 'The entry changes nothing. Add "patch".', missing);
      else if (operation === "" || operation === "INVALID")
        report([...patch.path, "operation"], 'The patch does not say what to do. Add "operation".', missing);
      else if (operation !== "REMOVE" && !patch.has("value"))
        report(patch.path, `The operation ${operation} needs a value. Add "value".`, missing);
    }
  },
};
