import type { Node } from "../syntax/node";
import type { Spanned } from "../text/span";
import type { Manifest } from "./manifest";
import type { Policy, PolicyKind, TargetReference } from "./policy";
import { compact, entriesOf, itemsOf, type Mutable, none, selectorOf, spannedString, spannedStrings } from "./read";

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
  };
  for (const { name, value } of entriesOf(spec?.value)) {
    switch (name) {
      case "selector":
        result.selector = selectorOf(value, "matchLabels");
        break;
      case "workloadSelector":
        result.selector = selectorOf(value, "labels");
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
  const result: Mutable<TargetReference> = { kind: undefined, name: undefined };
  for (const { name, value } of entriesOf(node)) {
    if (name === "kind" || name === "name") result[name] = spannedString(value);
  }
  return result;
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
