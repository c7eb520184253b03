import { type LabelMap, labelValue } from "../model/labels";
import type { StringMatch } from "../model/stringMatch";
import type { Mirror, NamedMatch, Route, RouteMatch } from "../model/virtualService";

/**
 * The rule that takes the place of `root` for one rule of its delegate, or undefined where their conditions contradict each other
 * (pilot/pkg/model/virtualservice.go, mergeHTTPRoute). Names are resolved in both. What the delegate sets wins; the root's redirect and
 * routes do not count.
 */
export function mergeDelegate(root: Route, leaf: Route): Route | undefined {
  const matches = mergeMatches(root.matches, leaf.matches);
  if (matches === undefined) return undefined;
  return {
    ...leaf,
    matches,
    name: root.name === undefined || leaf.name === undefined ? (leaf.name ?? root.name) : joined(root.name, leaf.name),
    delegate: undefined,
    rewrite: leaf.rewrite ?? root.rewrite,
    directResponse: leaf.directResponse ?? root.directResponse,
    timeout: leaf.timeout ?? root.timeout,
    retries: leaf.retries ?? root.retries,
    fault: leaf.fault ?? root.fault,
    mirrors: mergeMirrors(root.mirrors, leaf.mirrors),
    corsPolicy: leaf.corsPolicy ?? root.corsPolicy,
    headers: leaf.headers ?? root.headers,
  };
}

/**
 * Every pair of entries that do not contradict each other, in the delegate's order; undefined when one of the delegate's entries
 * contradicts all of the root's (mergeHTTPMatchRequests).
 */
export function mergeMatches(root: readonly RouteMatch[], leaf: readonly RouteMatch[]): readonly RouteMatch[] | undefined {
  if (root.length === 0) return leaf;
  if (leaf.length === 0) return root;
  const merged: RouteMatch[] = [];
  for (const inner of leaf) {
    const fitting = root.filter((outer) => !contradict(outer, inner));
    if (fitting.length === 0) return undefined;
    merged.push(...fitting.map((outer) => mergeMatch(outer, inner)));
  }
  return merged;
}

/** Whether an entry of the delegate does not lie within an entry of the root (hasConflict). */
export function contradict(root: RouteMatch, leaf: RouteMatch): boolean {
  return (
    textsContradict(root.uri, leaf.uri) ||
    textsContradict(root.scheme, leaf.scheme) ||
    textsContradict(root.method, leaf.method) ||
    textsContradict(root.authority, leaf.authority) ||
    namedContradict(root.headers, leaf.headers) ||
    namedContradict(root.withoutHeaders, leaf.withoutHeaders) ||
    namedContradict(root.queryParams, leaf.queryParams) ||
    root.ignoreUriCase !== leaf.ignoreUriCase ||
    (given(root.port) && given(leaf.port) && root.port?.value !== leaf.port?.value) ||
    (root.sourceNamespace !== undefined &&
      root.sourceNamespace.value !== "" &&
      root.sourceNamespace.value !== leaf.sourceNamespace?.value) ||
    leaf.sourceLabels.entries.some(({ key, value }) => (labelValue(root.sourceLabels, key.value) ?? value.value) !== value.value) ||
    gatewaysContradict(root, leaf)
  );
}

function mergeMatch(root: RouteMatch, leaf: RouteMatch): RouteMatch {
  return {
    ...leaf,
    unclear: root.unclear || leaf.unclear,
    name: root.name === undefined || leaf.name === undefined ? (leaf.name ?? root.name) : joined(root.name, leaf.name),
    uri: leaf.uri ?? root.uri,
    scheme: leaf.scheme ?? root.scheme,
    method: leaf.method ?? root.method,
    authority: leaf.authority ?? root.authority,
    headers: unite(root.headers, leaf.headers),
    withoutHeaders: unite(root.withoutHeaders, leaf.withoutHeaders),
    queryParams: unite(root.queryParams, leaf.queryParams),
    port: given(leaf.port) ? leaf.port : root.port,
    gateways: leaf.gateways.length > 0 ? leaf.gateways : root.gateways,
    sourceLabels: uniteLabels(root.sourceLabels, leaf.sourceLabels),
    sourceNamespace: leaf.sourceNamespace ?? root.sourceNamespace,
  };
}

/** An exact value narrows an equal one, and a prefix is narrowed by what starts with it; everything else contradicts. */
function textsContradict(root: StringMatch | undefined, leaf: StringMatch | undefined): boolean {
  if (root === undefined || leaf === undefined) return false;
  if ((root.kind !== "exact" && root.kind !== "prefix") || root.value.value === "") return true;
  if (leaf.kind === "exact" && root.kind === "exact") return leaf.value.value !== root.value.value;
  if (root.kind === "exact" || (leaf.kind !== "exact" && leaf.kind !== "prefix") || leaf.value.value === "") return true;
  return !leaf.value.value.startsWith(root.value.value);
}

function namedContradict(root: readonly NamedMatch[], leaf: readonly NamedMatch[]): boolean {
  return leaf.some(({ name, match }) => textsContradict(root.find((one) => one.name.value === name.value)?.match, match));
}

function gatewaysContradict(root: RouteMatch, leaf: RouteMatch): boolean {
  if (root.gateways.length === 0 || leaf.gateways.length === 0) return false;
  return (
    root.gateways.length < leaf.gateways.length || leaf.gateways.some((one) => root.gateways.every((other) => other.value !== one.value))
  );
}

/** `mirror`, its percentage and `mirrors` are taken over each by itself. */
function mergeMirrors(root: readonly Mirror[], leaf: readonly Mirror[]): readonly Mirror[] {
  const [outer, inner] = [root.find(isSingle), leaf.find(isSingle)];
  const single = inner ?? outer;
  const list = leaf.some((one) => !isSingle(one)) ? leaf : root;
  return [
    ...(single === undefined ? [] : [{ ...single, percent: inner?.percent ?? outer?.percent }]),
    ...list.filter((one) => !isSingle(one)),
  ];
}

/** Written under `mirror`, which is the destination itself. */
function isSingle({ destination }: Mirror): boolean {
  return destination.destinationKey === undefined;
}

function unite(root: readonly NamedMatch[], leaf: readonly NamedMatch[]): readonly NamedMatch[] {
  return [...root.filter((one) => leaf.every((other) => other.name.value !== one.name.value)), ...leaf];
}

function uniteLabels(root: LabelMap, leaf: LabelMap): LabelMap {
  const kept = root.entries.filter((entry) => labelValue(leaf, entry.key.value) === undefined);
  return { entries: [...kept, ...leaf.entries], span: leaf.span ?? root.span };
}

/** A port of 0 counts as not given. */
function given(port: RouteMatch["port"]): boolean {
  return port !== undefined && port.value !== 0;
}

function joined<T extends { readonly value: string }>(root: T, leaf: T): T {
  return { ...leaf, value: `${root.value}-${leaf.value}` };
}
