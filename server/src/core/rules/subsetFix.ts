import { type HostDefinition, nearestDefinition, type ResolvedHost } from "../index/hosts";
import type { IndexView } from "../index/indexView";
import { type Selectable, selectableLabels, workloadsBehind } from "../index/workloads";
import type { DestinationRule } from "../model/destinationRule";
import { labelValue, selects } from "../model/labels";
import { quoteIfNeeded } from "../model/quote";
import type { Resource } from "../model/resource";
import { similarNames } from "../text/similar";
import type { FixEdit } from "./finding";
import { appendListItem } from "./fixText";

/** A label to write. */
export interface LabelPair {
  readonly key: string;
  readonly value: string;
}

/**
 * The labels that a new subset most likely wants: those of a workload behind the host that no subset of the rule covers yet
 * (the one whose label value is most like the subset's name), under the label keys that the other subsets use.
 */
export function labelsForSubset(
  name: string,
  rule: Resource<DestinationRule> | undefined,
  workloads: readonly Selectable[],
): readonly LabelPair[] {
  const subsets = rule?.model.subsets ?? [];
  const uncovered = workloads.filter((workload) => !subsets.some((subset) => selects(subset.labels, selectableLabels(workload))));
  const keys = [...new Set(subsets.flatMap((subset) => subset.labels.entries.map((entry) => entry.key.value)))];
  const pool = uncovered.length > 0 ? uncovered : workloads;
  const wanted = keys.length > 0 ? keys : versionKeys(pool);
  const candidates = pool
    .map((workload) => wanted.flatMap((key) => pair(key, labelValue(selectableLabels(workload), key))))
    .filter((pairs) => pairs.length > 0);
  const best = mostLike(name, candidates);
  return best ?? [{ key: wanted[0] ?? "version", value: name }];
}

/** The edit that adds a subset to a DestinationRule; undefined where its list is written in flow style. */
export function subsetInsertion(
  text: string,
  rule: Resource<DestinationRule>,
  name: string,
  labels: readonly LabelPair[],
): FixEdit | undefined {
  const lines = [`name: ${name}`, "labels:", ...labels.map((label) => `  ${label.key}: ${quoteIfNeeded(label.value)}`)];
  const last = rule.model.subsets.at(-1);
  if (last !== undefined) {
    const insertion = appendListItem(text, last.span, lines);
    return insertion === undefined
      ? undefined
      : { in: rule, span: { start: insertion.offset, end: insertion.offset }, newText: insertion.newText };
  }
  const host = rule.model.host;
  if (host === undefined || rule.model.subsetsKey !== undefined) return undefined;
  const lineStart = text.lastIndexOf("\n", host.span.start) + 1;
  const indent = " ".repeat(text.slice(lineStart).search(/\S/));
  const lineEnd = text.indexOf("\n", host.span.end);
  const at = lineEnd < 0 ? text.length : lineEnd;
  const items = lines.map((line, order) => `${indent}${order === 0 ? "- " : "  "}${line}`);
  return { in: rule, span: { start: at, end: at }, newText: `\n${indent}subsets:\n${items.join("\n")}` };
}

/** A DestinationRule for a host with one subset per version of its workloads, the wanted one included. */
export function newDestinationRule(host: ResolvedHost, written: string, subset: string, from: Resource, index: IndexView): string {
  const definition: HostDefinition | undefined = nearestDefinition(host, from.file);
  const workloads = definition === undefined ? [] : workloadsBehind(index, definition);
  const labels = labelsForSubset(subset, undefined, workloads);
  const namespace = from.namespace === undefined ? "" : `  namespace: ${from.namespace.value}\n`;
  const name = written.split(".")[0] ?? written;
  return [
    `apiVersion: ${from.apiVersion.value}`,
    "kind: DestinationRule",
    "metadata:",
    `  name: ${name}`,
    `${namespace}spec:`,
    `  host: ${written}`,
    "  subsets:",
    `  - name: ${subset}`,
    "    labels:",
    ...labels.map((label) => `      ${label.key}: ${quoteIfNeeded(label.value)}`),
    "",
  ].join("\n");
}

/** Label keys that tell the workloads of one host apart; `version` first. */
function versionKeys(workloads: readonly Selectable[]): readonly string[] {
  const keys = [...new Set(workloads.flatMap((workload) => selectableLabels(workload).entries.map((entry) => entry.key.value)))];
  const telling = keys.filter((key) => new Set(workloads.map((workload) => labelValue(selectableLabels(workload), key))).size > 1);
  const pool = telling.length > 0 ? telling : keys;
  const preferred = ["version", "app.kubernetes.io/version"].find((key) => pool.includes(key));
  return preferred !== undefined ? [preferred] : pool.slice(0, 1);
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
