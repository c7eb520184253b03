import { type ManifestFix, rejectedByWebhook, type ValidationRule } from "../../validation";
import type { Field } from "../field";

/** Source: pkg/config/validation/validation.go validatePolicyTargetReference (name, namespace and that there is one of selector and targetRefs: in the schema). */
export const invalidTargetReference: ValidationRule = {
  code: "invalid-target-reference",
  docs: {
    what: "A policy targets something that no policy can target.",
    why: "The webhook rejects it: targets are a Service, a ServiceEntry, and a Gateway or GatewayClass of the Kubernetes Gateway API. A Gateway of Istio is selected by labels.",
    bad: "targetRefs:\n- kind: Gateway\n  name: website-gateway",
    good: "targetRefs:\n- group: gateway.networking.k8s.io\n  kind: Gateway\n  name: website-gateway",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["AP-1", "RA-1", "TE-1", "WP-1", "TX-2"],
  kinds: ["AuthorizationPolicy", "RequestAuthentication", "Telemetry", "WasmPlugin", "TrafficExtension"],
  check({ spec }, report) {
    for (const target of [...spec.select("targetRef"), ...spec.items("targetRefs")]) {
      const [group, kind] = [target.text("group"), target.text("kind")];
      if (kind === "" || targets.some((one) => one.kind === kind && one.group === (group === "core" ? "" : group))) continue;
      const meant = targets.find((one) => one.kind === kind);
      const hint =
        meant === undefined
          ? `A policy targets ${targets.map((one) => one.kind).join(", ")}.`
          : `${kind} is of ${meant.group === "" ? "the core group, which is written as nothing" : `the group ${meant.group}`}.`;
      const at = target.has("group") ? "group" : "kind";
      report(
        [...target.path, meant === undefined ? "kind" : at],
        `A policy cannot target ${kind}${group === "" ? " without a group" : ` of ${group}`}. ${hint}`,
        {
          fixes: meant === undefined ? [] : [setGroup(target, meant.group)],
        },
      );
    }
  },
};

const targets = [
  { group: "", kind: "Service" },
  { group: "networking.istio.io", kind: "ServiceEntry" },
  { group: "gateway.networking.k8s.io", kind: "Gateway" },
  { group: "gateway.networking.k8s.io", kind: "GatewayClass" },
] as const;

function setGroup(target: Field, group: string): ManifestFix {
  if (!target.has("group")) {
    return { title: `Add group ${group}`, kind: "suggestion", edits: [{ action: "add", path: target.path, key: "group", value: group }] };
  }
  const path = [...target.path, "group"];
  if (group === "") return { title: "Remove group", kind: "suggestion", edits: [{ action: "remove", path }] };
  return { title: `Change group to ${group}`, kind: "suggestion", edits: [{ action: "set", path, value: group }] };
}
