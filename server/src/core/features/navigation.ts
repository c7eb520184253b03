import { companions } from "../index/nearest";
import { type Occurrence, occurrenceAt, occurrencesOf } from "../index/occurrences";
import type { FeatureContext } from "./context";

/**
 * Where the symbol under the cursor is defined. Of variants of one object those that go together with the cursor's file come first;
 * a definition asked for its own place leads to those who use it.
 */
export function definitionsAt(context: FeatureContext): readonly Occurrence[] {
  const at = occurrenceAt(context.index, context.document.resources, context.offset);
  if (at === undefined) return [];
  const all = occurrencesOf(context.index, at.symbol);
  if (at.role === "definition") return all.filter((one) => one.role === "reference");
  const definitions = all.filter((one) => one.role === "definition");
  const close = new Set(
    companions(
      definitions.map((one) => one.resource),
      context.document.file,
    ),
  );
  return [...definitions.filter((one) => close.has(one.resource)), ...definitions.filter((one) => !close.has(one.resource))];
}

/** Every place that names the symbol under the cursor, definitions included. */
export function referencesAt(context: FeatureContext): readonly Occurrence[] {
  const at = occurrenceAt(context.index, context.document.resources, context.offset);
  return at === undefined ? [] : occurrencesOf(context.index, at.symbol);
}
