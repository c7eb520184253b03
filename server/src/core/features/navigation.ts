import { companions } from "../index/nearest";
import { type MeshSymbol, type Occurrence, occurrencesIn, occurrencesOf } from "../index/occurrences";
import { touches } from "../text/span";
import type { FeatureContext } from "./context";

/** The symbol under the cursor with the place that names it. */
export function occurrenceAt(context: FeatureContext): Occurrence | undefined {
  for (const resource of context.document.resources) {
    const found = occurrencesIn(context.index, resource).filter((one) => touches(one.span, context.offset));
    if (found[0] !== undefined) return found[0];
  }
  return undefined;
}

/**
 * Where the symbol under the cursor is defined. Of variants of one object those that go together with the cursor's file come first;
 * a definition asked for its own place leads to those who use it.
 */
export function definitionsAt(context: FeatureContext): readonly Occurrence[] {
  const at = occurrenceAt(context);
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
  const at = occurrenceAt(context);
  return at === undefined ? [] : occurrencesOf(context.index, at.symbol);
}

/** Subsets can be renamed: their name lives in DestinationRules and VirtualServices only. */
export function renamableAt(
  context: FeatureContext,
): { readonly occurrence: Occurrence; readonly symbol: Extract<MeshSymbol, { kind: "subset" }> } | undefined {
  const occurrence = occurrenceAt(context);
  return occurrence?.symbol.kind === "subset" ? { occurrence, symbol: occurrence.symbol } : undefined;
}
