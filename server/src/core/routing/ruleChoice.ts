import { destinationRulesFor } from "../index/destinationRules";
import { companions } from "../index/nearest";
import type { DestinationRule, Subset, TrafficPolicy } from "../model/destinationRule";
import { isWildcardHost, resolveHost } from "../model/host";
import type { LabelMap } from "../model/labels";
import type { MeshSettings } from "../model/mesh";
import type { Resource } from "../model/resource";
import type { Focus } from "./focus";
import { type MeshProxy, type MeshService, selectsProxy } from "./routeModel";
import { isVisible, textsOf } from "./visibility";

/** What of a service decides which DestinationRule a client gets. */
export type RuleHost = Pick<MeshService, "hostname" | "namespace">;

/** A subset with the DestinationRule that defines it. */
export interface DefinedSubset {
  readonly rule: Resource<DestinationRule>;
  readonly subset: Subset;
}

/** DestinationRules of one namespace for one host, made into one (pilot/pkg/model/destination_rule.go, mergeDestinationRule). */
export interface MergedRule {
  /** The rule that the others were merged into; everything but subsets and policy is its own. */
  readonly rule: Resource<DestinationRule>;
  readonly subsets: readonly DefinedSubset[];
  readonly trafficPolicy: { readonly rule: Resource<DestinationRule>; readonly policy: TrafficPolicy } | undefined;
  /** As written; a rule with a workloadSelector counts as `.`. */
  readonly exportTo: readonly string[];
}

/**
 * The DestinationRule that a proxy gets for a service, or undefined
 * (9 of the routing semantics: pilot/pkg/model/push_context.go destinationRule, pilot/pkg/model/sidecar.go DestinationRule).
 */
export function ruleFor(focus: Focus, proxy: MeshProxy, service: RuleHost): MergedRule | undefined {
  return chooseFor(proxy, mergedRules(focus, focus.pick(rulesForHost(focus, service)), proxy, service));
}

/**
 * A subset of a service as a proxy gets it. Where the variant at hand does not define it, another one may: variants that do not stand
 * beside the file in focus are equally likely to be the one applied.
 */
export function subsetFor(focus: Focus, proxy: MeshProxy, service: RuleHost, name: string): DefinedSubset | undefined {
  const own = ruleFor(focus, proxy, service)?.subsets.find((one) => one.subset.name?.value === name);
  if (own !== undefined) return own;
  const candidates = rulesForHost(focus, service);
  for (const variant of companions(candidates, focus.options.file)) {
    const others = focus.pick(
      candidates.filter((one) => one.name.value !== variant.name.value || one.effectiveNamespace !== variant.effectiveNamespace),
    );
    const found = chooseFor(proxy, mergedRules(focus, [...others, variant], proxy, service));
    const subset = found?.subsets.find((one) => one.subset.name?.value === name);
    if (subset !== undefined) return subset;
  }
  return undefined;
}

/** Every DestinationRule in view, of any namespace, whose host is or covers that of a service. */
export function rulesForHost(focus: Focus, { hostname }: Pick<RuleHost, "hostname">): readonly Resource<DestinationRule>[] {
  return destinationRulesFor(focus.index, { fqdn: hostname, definitions: [] });
}

/** The first namespace with a rule for the host wins outright: the client's, the service's, the root namespace. */
function mergedRules(
  focus: Focus,
  candidates: readonly Resource<DestinationRule>[],
  proxy: MeshProxy,
  service: RuleHost,
): readonly MergedRule[] {
  const { mesh } = focus.index;
  const inNamespace = (namespace: string): readonly Resource<DestinationRule>[] =>
    candidates.filter((one) => (one.namespace === undefined ? homeOf(one, focus, proxy, service) : one.effectiveNamespace) === namespace);
  const client = proxy.namespace;
  const own = inNamespace(client).filter((one) => (client === mesh.rootNamespace ? isPrivate(one, mesh) : isForOwnNamespace(one)));
  const first = merge(focus, mostSpecific(focus, own, service));
  if (first.length > 0) return first;
  for (const namespace of [service.namespace, mesh.rootNamespace]) {
    const exported = merge(
      focus,
      mostSpecific(
        focus,
        inNamespace(namespace).filter((one) => !isPrivate(one, mesh)),
        service,
      ),
    );
    const visible = exported.filter((one) => isVisible(one.exportTo, mesh.defaultExportTo.destinationRule, namespace, client));
    if (visible.length > 0) return visible;
  }
  return [];
}

/** The first whose selector picks the proxy, else the last without selector. */
function chooseFor(proxy: MeshProxy, rules: readonly MergedRule[]): MergedRule | undefined {
  const selecting = rules.find(
    ({ rule }) =>
      rule.model.workloadSelector !== undefined &&
      rule.effectiveNamespace === proxy.namespace &&
      selectsProxy(rule.model.workloadSelector, proxy),
  );
  return selecting ?? rules.findLast(({ rule }) => rule.model.workloadSelector === undefined);
}

/** Rules with the very host, else those with the longest wildcard over it. */
function mostSpecific(focus: Focus, rules: readonly Resource<DestinationRule>[], service: RuleHost): readonly Resource<DestinationRule>[] {
  const hostOf = (rule: Resource<DestinationRule>): string =>
    focus.canonicalHost(resolveHost(rule.model.host?.value ?? "", rule.effectiveNamespace, focus.index.mesh.domain));
  const exact = rules.filter((rule) => hostOf(rule) === service.hostname);
  if (exact.length > 0) return exact;
  const wildcard = rules.filter((rule) => isWildcardHost(hostOf(rule)));
  const longest = Math.max(0, ...wildcard.map((rule) => hostOf(rule).length));
  return wildcard.filter((rule) => hostOf(rule).length === longest);
}

/** Merges rules for one host of one namespace: those with a selector first, then the oldest first. */
function merge(focus: Focus, rules: readonly Resource<DestinationRule>[]): readonly MergedRule[] {
  const sorted = [...rules].sort(
    (a, b) => Number(b.model.workloadSelector !== undefined) - Number(a.model.workloadSelector !== undefined) || focus.compare(a, b),
  );
  const merged: MergedRule[] = [];
  for (const rule of sorted) {
    const exportTo = exportToOf(rule);
    let keepApart = true;
    for (const [at, existing] of merged.entries()) {
      const same = sameSet(exportTo, existing.exportTo);
      const superset = existing.exportTo.length > 0 && existing.exportTo.every((one) => exportTo.includes(one));
      const selectors = compareSelectors(rule.model.workloadSelector, existing.rule.model.workloadSelector);
      if ((!same && !superset) || selectors === "different") {
        keepApart = true;
        continue;
      }
      keepApart = !same && selectors === "one";
      merged[at] = joined(existing, rule);
    }
    if (keepApart) merged.push(alone(rule, exportTo));
  }
  return merged;
}

function alone(rule: Resource<DestinationRule>, exportTo: readonly string[]): MergedRule {
  const { trafficPolicy } = rule.model;
  return {
    rule,
    subsets: withoutRepetition(rule.model.subsets.map((subset) => ({ rule, subset }))),
    trafficPolicy: trafficPolicy === undefined ? undefined : { rule, policy: trafficPolicy },
    exportTo,
  };
}

function joined(existing: MergedRule, rule: Resource<DestinationRule>): MergedRule {
  const own = alone(rule, existing.exportTo);
  return {
    ...existing,
    subsets: withoutRepetition([...existing.subsets, ...own.subsets]),
    trafficPolicy: existing.trafficPolicy ?? own.trafficPolicy,
  };
}

/** Of subsets with one name the first counts. */
function withoutRepetition(subsets: readonly DefinedSubset[]): readonly DefinedSubset[] {
  return subsets.filter((one, at) => subsets.findIndex((other) => other.subset.name?.value === one.subset.name?.value) === at);
}

function exportToOf(rule: Resource<DestinationRule>): readonly string[] {
  return rule.model.workloadSelector === undefined ? textsOf(rule.model.exportTo) : ["."];
}

/** For its own namespace and no other. */
function isPrivate(rule: Resource<DestinationRule>, { defaultExportTo }: MeshSettings): boolean {
  const [only, ...more] = [...new Set(exportToOf(rule))];
  if (only === undefined) return defaultExportTo.destinationRule.includes(".");
  return more.length === 0 && (only === "." || only === rule.effectiveNamespace);
}

function isForOwnNamespace(rule: Resource<DestinationRule>): boolean {
  const exportTo = exportToOf(rule);
  return exportTo.length === 0 || [".", "*", rule.effectiveNamespace].some((one) => exportTo.includes(one));
}

/** A rule without a namespace is taken to be where it can take effect. */
function homeOf(rule: Resource<DestinationRule>, focus: Focus, proxy: MeshProxy, service: RuleHost): string {
  const consulted = [proxy.namespace, service.namespace, focus.index.mesh.rootNamespace];
  return consulted.includes(rule.effectiveNamespace) ? rule.effectiveNamespace : service.namespace;
}

function compareSelectors(a: LabelMap | undefined, b: LabelMap | undefined): "none" | "one" | "same" | "different" {
  if (a === undefined || b === undefined) return a === b ? "none" : "one";
  const texts = (map: LabelMap) => map.entries.map(({ key, value }) => `${key.value}=${value.value}`);
  return sameSet(texts(a), texts(b)) ? "same" : "different";
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.every((one) => b.includes(one)) && b.every((one) => a.includes(one));
}
