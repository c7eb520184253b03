import type { MapEntry, MapNode, Node, SeqNode } from "../syntax/node";
import type { Span, Spanned } from "../text/span";
import { type LabelEntry, type LabelMap, noLabels } from "./labels";
import type { StringMatch } from "./stringMatch";

/*
 * From YAML nodes to values with spans. Reading is tolerant, because the schema layer reports wrong types and everything else
 * should keep working meanwhile: null counts as absent, a scalar of another type counts as its text.
 */

/** A model under construction. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The empty list that models share. */
export const none: readonly never[] = [];

/** A list as models keep it: without the spare room that pushing leaves behind. */
export function compact<T>(list: T[]): readonly T[] {
  return list.length === 0 ? none : list.slice();
}

/** The entries of a mapping; none for anything else. */
export function entriesOf(node: Node | undefined): readonly MapEntry[] {
  return node?.kind === "map" ? node.entries : none;
}

/** The entries of a mapping, of equal names (an overridden merge) only the last. */
export function uniqueEntries(node: MapNode): Iterable<MapEntry> {
  return new Map(node.entries.map((entry) => [entry.name, entry])).values();
}

/** The items of a sequence; none for anything else. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === "seq" ? node.items : none;
}

/** The node if it is a mapping. */
export function mapOf(node: Node | undefined): MapNode | undefined {
  return node?.kind === "map" ? node : undefined;
}

/** Whether a value is written as something other than null. */
function isPresent(node: Node | undefined): node is Node {
  return node !== undefined && !(node.kind === "scalar" && node.value === null);
}

/** The text of a scalar as written (`1.10` stays `1.10`); undefined for null, a mapping or a sequence. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? node.source : undefined;
}

/** As `textOf`, with the place. */
export function spannedString(node: Node | undefined): Spanned<string> | undefined {
  const value = textOf(node);
  return value === undefined || node === undefined ? undefined : { value, span: node.span };
}

/** A number, also one that is quoted; undefined for anything else. */
export function numberOf(node: Node | undefined): number | undefined {
  if (node?.kind !== "scalar") return undefined;
  if (typeof node.value === "number") return node.value;
  return typeof node.value === "string" && /^-?\d{1,15}(\.\d{1,15})?$/.test(node.value) ? Number(node.value) : undefined;
}

/** As `numberOf`, with the place. */
export function spannedNumber(node: Node | undefined): Spanned<number> | undefined {
  const value = numberOf(node);
  return value === undefined || node === undefined ? undefined : { value, span: node.span };
}

/** A boolean, also one that is quoted; false for anything else. */
export function isTrue(node: Node | undefined): boolean {
  return node?.kind === "scalar" && (node.value === true || node.value === "true");
}

/** A port reference: a number, else the text (the name of a container port). */
export function spannedPort(node: Node | undefined): Spanned<string | number> | undefined {
  return spannedNumber(node) ?? spannedString(node);
}

/** The scalars of a sequence; a lone scalar counts as a list of one. */
export function spannedStrings(node: Node | undefined): readonly Spanned<string>[] {
  if (node?.kind === "seq") return collectStrings(node);
  const single = spannedString(node);
  return single === undefined ? none : [single];
}

/** As `spannedStrings`, without places. */
export function strings(node: Node | undefined): readonly string[] {
  return spannedStrings(node).map((item) => item.value);
}

/** The items of a sequence that are mappings, each turned into a model; the index is the position as written. */
export function listOf<T>(node: Node | undefined, lower: (item: MapNode, index: number) => T): readonly T[] {
  const items = itemsOf(node);
  const result: T[] = [];
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (item?.kind === "map") result.push(lower(item, index));
  }
  return compact(result);
}

/** A map of strings. A key without value has the empty string as its value; of two equal keys the later one counts. */
export function labelMap(node: Node | undefined): LabelMap {
  if (node?.kind !== "map") return noLabels;
  const entries: LabelEntry[] = [];
  for (const entry of node.entries) {
    const value = textOf(entry.value) ?? "";
    const label = { key: { value: entry.name, span: entry.key.span }, value: { value, span: entry.value.span } };
    const earlier = entries.findIndex((other) => other.key.value === entry.name);
    if (earlier < 0) entries.push(label);
    else entries[earlier] = label;
  }
  return { entries: compact(entries), span: node.span };
}

/** The labels of a selector: undefined when the selector is absent, and the labels under `key` (matchLabels, labels) otherwise. */
export function selectorOf(node: Node | undefined, key: string): LabelMap | undefined {
  if (node?.kind !== "map") return undefined;
  return labelMap(node.entries.findLast((entry) => entry.name === key)?.value);
}

/**
 * A StringMatch of a field (uri, method, ...): undefined when absent or null. Of several conditions exact counts before prefix
 * before regex. A bare scalar, which the API server rejects, is read as exact: the narrowest that can be meant.
 */
export function stringMatch(node: Node | undefined): StringMatch | undefined {
  if (!isPresent(node)) return undefined;
  if (node.kind === "scalar") return { kind: "exact", value: { value: node.source, span: node.span }, span: node.span };
  let exact: Spanned<string> | undefined;
  let prefix: Spanned<string> | undefined;
  let regex: Spanned<string> | undefined;
  for (const entry of entriesOf(node)) {
    if (entry.name === "exact") exact = spannedString(entry.value);
    else if (entry.name === "prefix") prefix = spannedString(entry.value);
    else if (entry.name === "regex") regex = spannedString(entry.value);
  }
  const { span } = node;
  if (exact !== undefined) return { kind: "exact", value: exact, span };
  if (prefix !== undefined) return { kind: "prefix", value: prefix, span };
  if (regex !== undefined) return { kind: "regex", value: regex, span };
  return { kind: "present", span };
}

/**
 * A StringMatch under a name (header, query parameter): null, `{}` and the regex `*` ask for presence
 * (istio pilot/pkg/networking/core/route/route.go, canBeConvertedToPresentMatch).
 */
export function namedStringMatch(node: Node): StringMatch {
  const match = stringMatch(node);
  if (match === undefined || (match.kind === "regex" && match.value.value === "*")) return { kind: "present", span: node.span };
  return match;
}

/** A Percent message (`percentage: {value: 12.5}`); `{}` is 0, as in protobuf. */
export function percentage(node: Node | undefined): Spanned<number> | undefined {
  if (node?.kind !== "map") return spannedNumber(node);
  const value = node.entries.findLast((entry) => entry.name === "value")?.value;
  return isPresent(value) ? spannedNumber(value) : { value: 0, span: node.span };
}

/** An empty span where a value that is missing would begin. */
export function emptyAt(offset: number): Span {
  return { start: offset, end: offset };
}

function collectStrings(node: SeqNode): readonly Spanned<string>[] {
  const result: Spanned<string>[] = [];
  for (const item of node.items) {
    const value = textOf(item);
    if (value !== undefined) result.push({ value, span: item.span });
  }
  return compact(result);
}
