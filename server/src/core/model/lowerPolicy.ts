import { entryOf, type MapNode, type Node } from "../syntax/node";
import type { Spanned } from "../text/span";
import { lowerAuthorization } from "./lowerAuthorization";
import type { Manifest } from "./manifest";
import type { EnvoyPatch, Policy, PolicyKind, TargetReference, TelemetryEntry } from "./policy";
import {
  compact,
  entriesOf,
  isTrue,
  itemsOf,
  listOf,
  type Mutable,
  none,
  numberOf,
  selectorOf,
  spannedString,
  spannedStrings,
  textOf,
} from "./read";

/** Lowers an Istio kind that selects workloads (selector, workloadSelector or targetRefs). */
export function lowerPolicy(policyKind: PolicyKind, { spec }: Manifest): Policy {
  const result: Mutable<Policy> = {
    kind: "Policy",
    policyKind,
    selector: undefined,
    targetRefs: none,
    sourceNamespaces: none,
    sourcePrincipals: none,
    mtlsMode: undefined,
    selectorKey: undefined,
    specKey: spec?.key.span,
    authorization: undefined,
    envoyPatches: none,
    priority: 0,
    telemetry: none,
    jwksUris: none,
  };
  if (policyKind === "AuthorizationPolicy") result.authorization = lowerAuthorization(spec?.value);
  for (const { name, key, value } of entriesOf(spec?.value)) {
    switch (name) {
      case "selector":
        result.selector = selectorOf(value, "matchLabels");
        result.selectorKey = key.span;
        break;
      case "workloadSelector":
        result.selector = selectorOf(value, "labels");
        result.selectorKey = key.span;
        break;
      case "configPatches":
        result.envoyPatches = listOf(value, lowerEnvoyPatch);
        break;
      case "priority":
        result.priority = numberOf(value) ?? 0;
        break;
      case "accessLogging":
      case "tracing":
        result.telemetry = [...result.telemetry, ...listOf(value, (entry) => lowerTelemetry(name, entry))];
        break;
      case "jwtRules":
        result.jwksUris = listOf(value, (rule) => spannedString(entryOf(rule, "jwksUri")?.value)).filter((uri) => uri !== undefined);
        break;
      case "targetRef":
      case "targetRefs":
        result.targetRefs = [...result.targetRefs, ...lowerTargets(value)];
        break;
      case "rules":
        if (policyKind === "AuthorizationPolicy") readSources(value, result);
        break;
      case "mtls":
        result.mtlsMode = spannedString(entriesOf(value).findLast((entry) => entry.name === "mode")?.value);
        break;
    }
  }
  return result;
}

/** `targetRefs` is a list, the older `targetRef` one mapping. */
function lowerTargets(node: Node): readonly TargetReference[] {
  return (node.kind === "map" ? [node] : itemsOf(node)).filter((item) => item.kind === "map").map(lowerTarget);
}

function lowerTarget(node: Node): TargetReference {
  const result: Mutable<TargetReference> = { group: "", kind: undefined, name: undefined };
  for (const { name, value } of entriesOf(node)) {
    if (name === "kind" || name === "name") result[name] = spannedString(value);
    else if (name === "group") result.group = textOf(value) ?? "";
  }
  return result;
}

function lowerEnvoyPatch(node: MapNode): EnvoyPatch {
  const patch = entryOf(node, "patch")?.value;
  const match = entryOf(node, "match")?.value;
  const at = (from: Node | undefined, ...path: readonly string[]): Node | undefined =>
    path.reduce<Node | undefined>((found, name) => entriesOf(found).findLast((entry) => entry.name === name)?.value, from);
  const filter = at(match, "listener", "filterChain", "filter");
  return {
    span: node.span,
    applyTo: spannedString(entryOf(node, "applyTo")?.value),
    operation: spannedString(at(patch, "operation")),
    filterName: textOf(at(filter, "subFilter", "name")) ?? textOf(at(filter, "name")),
    proxyVersion: spannedString(at(match, "proxy", "proxyVersion")),
  };
}

function lowerTelemetry(list: TelemetryEntry["list"], node: MapNode): TelemetryEntry {
  return {
    list,
    span: node.span,
    disabled: isTrue(entryOf(node, list === "tracing" ? "disableSpanReporting" : "disabled")?.value),
    providers: listOf(entryOf(node, "providers")?.value, (provider) => spannedString(entryOf(provider, "name")?.value)).filter(
      (name) => name !== undefined,
    ),
  };
}

function readSources(rules: Node, into: Mutable<Policy>): void {
  const namespaces: Spanned<string>[] = [];
  const principals: Spanned<string>[] = [];
  for (const rule of itemsOf(rules)) {
    for (const clause of entriesOf(rule)) {
      if (clause.name !== "from") continue;
      for (const from of itemsOf(clause.value)) {
        const source = entriesOf(from).findLast((entry) => entry.name === "source")?.value;
        for (const { name, value } of entriesOf(source)) {
          if (name === "namespaces" || name === "notNamespaces") namespaces.push(...spannedStrings(value));
          else if (name === "principals" || name === "notPrincipals") principals.push(...spannedStrings(value));
        }
      }
    }
  }
  into.sourceNamespaces = compact(namespaces);
  into.sourcePrincipals = compact(principals);
}
