import type { MatchEntry, StringCondition, ValueCondition } from "./algebra/condition";
import { conditionKey } from "./algebra/stringLanguage";

/** Whether two entries surely match no request both, seen from literals alone. */
export function beginDifferently(a: MatchEntry, b: MatchEntry): boolean {
  if (a.port !== undefined && b.port !== undefined && a.port !== b.port) return true;
  if (textsDiffer(a.uri, b.uri) || textsDiffer(a.method, b.method) || textsDiffer(a.authority, b.authority)) return true;
  for (const [name, conditions] of a.headers) {
    const others = b.headers.get(name);
    if (others !== undefined && valuesDiffer(conditions, others)) return true;
  }
  for (const [key, matches] of a.queryParams) {
    const others = b.queryParams.get(key);
    if (others !== undefined && matches.some((one) => others.some((other) => textsDiffer(one, other)))) return true;
  }
  if (a.gateways.length > 0 || b.gateways.length > 0) return false;
  for (const [key, value] of a.sourceLabels) {
    const other = b.sourceLabels.get(key);
    if (other !== undefined && other !== value) return true;
  }
  return false;
}

/** Whether every request that `entry` matches is surely matched by `earlier`, seen from literals alone. */
export function plainlyWithin(entry: MatchEntry, earlier: MatchEntry, bound: readonly string[]): boolean {
  return (
    (earlier.port === undefined || earlier.port === entry.port) &&
    pathWithin(entry.uri, earlier.uri) &&
    textWithin(entry.method, earlier.method) &&
    textWithin(entry.scheme, earlier.scheme) &&
    textWithin(entry.authority, earlier.authority) &&
    [...earlier.headers].every(([name, conditions]) => conditions.every((one) => valueWithin(entry.headers.get(name), one))) &&
    [...earlier.queryParams].every(([key, matches]) =>
      matches.every((one) => (entry.queryParams.get(key) ?? []).some((own) => within(own, one))),
    ) &&
    sourceWithin(entry, earlier, bound)
  );
}

function textsDiffer(a: StringCondition | undefined, b: StringCondition | undefined): boolean {
  if (!isLiteral(a) || !isLiteral(b)) return false;
  const [left, right] = a.ignoreCase || b.ignoreCase ? [asciiLower(a.value), asciiLower(b.value)] : [a.value, b.value];
  if (a.kind === "exact" && b.kind === "exact") return left !== right;
  if (a.kind === "exact") return !left.startsWith(right);
  if (b.kind === "exact") return !right.startsWith(left);
  return !left.startsWith(right) && !right.startsWith(left);
}

function valuesDiffer(a: readonly ValueCondition[], b: readonly ValueCondition[]): boolean {
  return a.some((one) =>
    b.some((other) => {
      if (!one.negated && !other.negated) return textsDiffer(one.match, other.match);
      return one.negated !== other.negated && conditionKey(one.match) === conditionKey(other.match);
    }),
  );
}

/** Of texts that every request has. */
function textWithin(inner: StringCondition | undefined, outer: StringCondition | undefined): boolean {
  if (outer === undefined) return true;
  if (inner === undefined) return false;
  if (conditionKey(inner) === conditionKey(outer)) return true;
  return isLiteral(inner) && outer.kind === "prefix" && !outer.ignoreCase && !inner.ignoreCase && inner.value.startsWith(outer.value);
}

/** Every path begins with a slash. */
function pathWithin(inner: StringCondition | undefined, outer: StringCondition | undefined): boolean {
  return (outer?.kind === "prefix" && outer.value === "/") || textWithin(inner, outer);
}

function valueWithin(inner: readonly ValueCondition[] | undefined, outer: ValueCondition): boolean {
  return (inner ?? []).some((one) => {
    if (one.negated !== outer.negated) return false;
    return outer.negated ? conditionKey(one.match) === conditionKey(outer.match) : within(one.match, outer.match);
  });
}

/** Of values that may be missing: whatever is asked of one, it is there. */
function within(inner: StringCondition, outer: StringCondition): boolean {
  return outer.kind === "present" || textWithin(inner, outer);
}

/** An entry with gateways does not look at the source. */
function sourceWithin(entry: MatchEntry, earlier: MatchEntry, bound: readonly string[]): boolean {
  if (earlier.gateways.length > 0) {
    return (entry.gateways.length > 0 ? entry.gateways : bound).every((gateway) => earlier.gateways.includes(gateway));
  }
  if (earlier.sourceNamespace === undefined && earlier.sourceLabels.size === 0) return true;
  return (
    entry.gateways.length === 0 &&
    (earlier.sourceNamespace === undefined || earlier.sourceNamespace === entry.sourceNamespace) &&
    [...earlier.sourceLabels].every(([key, value]) => entry.sourceLabels.get(key) === value)
  );
}

function isLiteral(match: StringCondition | undefined): match is Extract<StringCondition, { readonly kind: "exact" | "prefix" }> {
  return match?.kind === "exact" || match?.kind === "prefix";
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
