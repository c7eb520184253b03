import { type MeshSymbol, type Occurrence, occurrenceAt, occurrencesOf } from "../index/occurrences";
import type { FixEdit } from "../rules/finding";
import type { Span } from "../text/span";
import type { FeatureContext } from "./context";

/** The name under the cursor without quotes, where it can be renamed: a subset. The span counts from the document's start. */
export function renameTargetAt(context: FeatureContext): { readonly span: Span; readonly text: string } | undefined {
  const target = renamableAt(context);
  return target === undefined ? undefined : { span: nameSpan(target.occurrence.span, target.symbol.name), text: target.symbol.name };
}

/** The edits that give the subset under the cursor another name, in every DestinationRule and VirtualService that names it. */
export function renameEdits(context: FeatureContext, newName: string): readonly FixEdit[] {
  const target = renamableAt(context);
  if (target === undefined) return [];
  return occurrencesOf(context.index, target.symbol).map((one) => ({
    in: one.resource,
    span: nameSpan(one.span, target.symbol.name),
    newText: newName,
  }));
}

/** Leaves the quotes of a quoted name alone. */
function nameSpan(span: Span, name: string): Span {
  return span.end - span.start === name.length + 2 ? { start: span.start + 1, end: span.end - 1 } : span;
}

/** Subsets can be renamed: their name lives in DestinationRules and VirtualServices only. */
function renamableAt(
  context: FeatureContext,
): { readonly occurrence: Occurrence; readonly symbol: Extract<MeshSymbol, { kind: "subset" }> } | undefined {
  const occurrence = occurrenceAt(context.index, context.document.resources, context.offset);
  return occurrence?.symbol.kind === "subset" ? { occurrence, symbol: occurrence.symbol } : undefined;
}
