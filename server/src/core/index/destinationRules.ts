import type { DestinationRule, Subset } from "../model/destinationRule";
import { hostSubsetOf, isWildcardHost, resolveHost } from "../model/host";
import { isKind, type Resource } from "../model/resource";
import { hostKey } from "./hostKey";
import { definitionsOf, type ResolvedHost } from "./hosts";
import type { IndexView } from "./indexView";
import { destinationRuleKey, destinationRulePatchKey, resourceKey, wildcardDestinationRuleKey } from "./keys";
import { nearest } from "./nearest";

/** The fully qualified host of a DestinationRule, after a Service without a namespace has stood in for the one named. */
export function destinationRuleHost(index: IndexView, rule: Resource<DestinationRule>): string | undefined {
  if (rule.model.host === undefined) return undefined;
  return definitionsOf(index, resolveHost(rule.model.host.value, rule.effectiveNamespace, index.mesh.domain)).fqdn;
}

/** The DestinationRule that says for which host a rule is: itself, or the one that it patches. */
export function ruleWithHost(index: IndexView, rule: Resource<DestinationRule>): Resource<DestinationRule> | undefined {
  if (rule.model.host !== undefined) return rule;
  if (!rule.isPatch) return undefined;
  const patched = index
    .lookup(resourceKey("DestinationRule", rule.name.value))
    .filter((one): one is Resource<DestinationRule> => isKind(one, "DestinationRule") && one.model.host !== undefined);
  return nearest(patched, rule.file);
}

/** Every DestinationRule in view, of any namespace, whose host is or covers `host`; exact hosts first, then longer wildcards first. */
export function destinationRulesFor(index: IndexView, host: ResolvedHost): readonly Resource<DestinationRule>[] {
  const exact = index
    .lookup(destinationRuleKey(hostKey(host.fqdn, index.mesh.domain)))
    .filter((rule): rule is Resource<DestinationRule> => isKind(rule, "DestinationRule"))
    .filter((rule) => destinationRuleHost(index, rule)?.toLowerCase() === host.fqdn.toLowerCase())
    .flatMap((rule) => [rule, ...patchesOf(index, rule)]);
  const wildcard = index
    .lookup(wildcardDestinationRuleKey)
    .filter((rule): rule is Resource<DestinationRule> => isKind(rule, "DestinationRule"))
    .filter((rule) => coversByWildcard(rule, host.fqdn))
    .sort((a, b) => (b.model.host?.value.length ?? 0) - (a.model.host?.value.length ?? 0));
  return [...exact, ...wildcard];
}

/**
 * The DestinationRules that a client may get for `host`: those in the client's namespace, the service's and the root namespace
 * (pilot/pkg/model/push_context.go destinationRule). A rule without metadata.namespace may be in any of them.
 */
export function consultedDestinationRules(
  index: IndexView,
  host: ResolvedHost,
  clientNamespaces: readonly string[],
): readonly Resource<DestinationRule>[] {
  const consulted = new Set([
    ...clientNamespaces,
    index.mesh.rootNamespace,
    ...host.definitions.map((one) => one.resource.effectiveNamespace),
  ]);
  return destinationRulesFor(index, host).filter((rule) => rule.namespace === undefined || consulted.has(rule.effectiveNamespace));
}

/** The subsets of a name over several rules. */
export function subsetsNamed(
  rules: readonly Resource<DestinationRule>[],
  name: string,
): readonly { readonly rule: Resource<DestinationRule>; readonly subset: Subset }[] {
  return rules.flatMap((rule) => rule.model.subsets.filter((subset) => subset.name?.value === name).map((subset) => ({ rule, subset })));
}

/** Patches of a rule that leave out the host, completed by it. */
function patchesOf(index: IndexView, rule: Resource<DestinationRule>): readonly Resource<DestinationRule>[] {
  const written = rule.model.host;
  const value = destinationRuleHost(index, rule);
  if (written === undefined || value === undefined) return [];
  return index
    .lookup(destinationRulePatchKey(rule.name.value))
    .filter((one) => isKind(one, "DestinationRule"))
    .map((one) => ({ ...one, model: { ...one.model, host: { ...written, value } } }));
}

function coversByWildcard(rule: Resource<DestinationRule>, fqdn: string): boolean {
  const host = rule.model.host?.value;
  return host !== undefined && isWildcardHost(host) && hostSubsetOf(fqdn, host);
}
