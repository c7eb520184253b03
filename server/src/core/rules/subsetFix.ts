import type { NewValue, TreeChange } from "../edit/treeChange";
import { type HostDefinition, nearestDefinition, type ResolvedHost } from "../index/hosts";
import type { IndexView } from "../index/indexView";
import { type Selectable, selectableLabels, workloadsBehind } from "../index/workloads";
import type { DestinationRule } from "../model/destinationRule";
import { labelValue, selects } from "../model/labels";
import type { Resource } from "../model/resource";
import { similarNames } from "../text/similar";
import type { Fix } from "./finding";
import { createObject, metadataBeside } from "./newObjects";

/** A label to write. */
export interface LabelPair {
  readonly key: string;
  readonly value: string;
}

export interface SubsetLabels {
  readonly labels: readonly LabelPair[];
  /** The only workload without a subset goes by that name: no other can be meant. */
  readonly certain: boolean;
}

/**
 * The labels that a new subset most likely wants: those of a workload behind the host that no subset of the rule covers yet
 * (the one whose label value is most like the subset's name), under the label keys that the other subsets use.
 */
export function labelsForSubset(name: string, rule: Resource<DestinationRule> | undefined, workloads: readonly Selectable[]): SubsetLabels {
  const subsets = rule?.model.subsets ?? [];
  const uncovered = workloads.filter((workload) => !subsets.some((subset) => selects(subset.labels, selectableLabels(workload))));
  const keys = [...new Set(subsets.flatMap((subset) => subset.labels.entries.map((entry) => entry.key.value)))];
  const pool = uncovered.length > 0 ? uncovered : workloads;
  const wanted = keys.length > 0 ? keys : versionKeys(pool);
  const candidates = pool
    .map((workload) => wanted.flatMap((key) => pair(key, labelValue(selectableLabels(workload), key))))
    .filter((pairs) => pairs.length > 0);
  const best = mostLike(name, candidates);
  if (best === undefined) return { labels: [{ key: wanted[0] ?? "version", value: name }], certain: false };
  const versions = new Set(candidates.map((pairs) => JSON.stringify(pairs)));
  return { labels: best, certain: uncovered.length > 0 && versions.size === 1 && isNameOf(best.at(-1)?.value ?? "", name) };
}

/** The change that adds a subset to a DestinationRule. */
export function subsetInsertion(rule: Resource<DestinationRule>, name: string, labels: readonly LabelPair[]): TreeChange | undefined {
  const subset = newSubset(name, labels);
  const { host, subsets, subsetsKey } = rule.model;
  const last = subsets.at(-1);
  if (last !== undefined) return { action: "append-item", beside: last.span, value: subset };
  if (subsetsKey !== undefined) return { action: "replace-entry", at: subsetsKey, key: "subsets", value: [subset] };
  return host === undefined ? undefined : { action: "add-entry", beside: host.span, key: "subsets", value: [subset] };
}

/** Creates a DestinationRule for a host with the subset wanted. */
export function createDestinationRule(host: ResolvedHost, written: string, subset: string, from: Resource, index: IndexView): Fix {
  const definition: HostDefinition | undefined = nearestDefinition(host, from.file);
  const workloads = definition === undefined ? [] : workloadsBehind(index, definition);
  const { labels } = labelsForSubset(subset, undefined, workloads);
  return createObject(from, `Create a DestinationRule for ${written} with subset ${subset}`, {
    apiVersion: from.apiVersion.value,
    kind: "DestinationRule",
    metadata: metadataBeside(from, written.split(".")[0] ?? written),
    spec: { host: written, subsets: [newSubset(subset, labels)] },
  });
}

function newSubset(name: string, labels: readonly LabelPair[]): NewValue {
  return { name, labels: Object.fromEntries(labels.map(({ key, value }) => [key, value])) };
}

/** Label keys that tell the workloads of one host apart; `version` first. */
function versionKeys(workloads: readonly Selectable[]): readonly string[] {
  const keys = [...new Set(workloads.flatMap((workload) => selectableLabels(workload).entries.map((entry) => entry.key.value)))];
  const telling = keys.filter((key) => new Set(workloads.map((workload) => labelValue(selectableLabels(workload), key))).size > 1);
  const pool = telling.length > 0 ? telling : keys;
  const preferred = ["version", "app.kubernetes.io/version"].find((key) => pool.includes(key));
  return preferred !== undefined ? [preferred] : pool.slice(0, 1);
}

/** `v2` and `version-2` mean the same version, as do `canary` and `website-canary`. */
function isNameOf(value: string, name: string): boolean {
  const digits = (text: string) => text.replace(/\D+/g, " ").trim();
  return (
    value !== "" &&
    (name === value || name.endsWith(value) || value.endsWith(name) || (digits(name) !== "" && digits(name) === digits(value)))
  );
}

function pair(key: string, value: string | undefined): readonly LabelPair[] {
  return value === undefined ? [] : [{ key, value }];
}

function mostLike(name: string, candidates: readonly (readonly LabelPair[])[]): readonly LabelPair[] | undefined {
  const values = candidates.map((pairs) => pairs.at(-1)?.value ?? "");
  const exact = values.findIndex((value) => value === name || value.endsWith(name) || name.endsWith(value));
  const near = exact >= 0 ? exact : values.indexOf(similarNames(name, values)[0] ?? "");
  return candidates[Math.max(0, near)];
}
