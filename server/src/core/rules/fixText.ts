import type { TreeChange } from "../edit/treeChange";
import { quoteIfNeeded } from "../model/quote";
import type { Span, Spanned } from "../text/span";
import type { DocumentRef, Fix, FixContext } from "./finding";

/** A fix that writes another value in place of the one at `at`, quoted as it was. */
export function replaceValue(document: DocumentRef, at: Spanned<string>, value: string, kind: Fix["kind"], title?: string): Fix {
  const quotes = at.span.end - at.span.start - at.value.length;
  return {
    title: title ?? `Change to ${value}`,
    kind,
    edits: [
      quotes === 2
        ? { in: document, span: { start: at.span.start + 1, end: at.span.end - 1 }, newText: value }
        : { in: document, span: at.span, newText: quoteIfNeeded(value, true) },
    ],
  };
}

/** A fix that changes the structure of a document; nothing where the change cannot be made. */
export function changeTree(
  context: FixContext,
  document: DocumentRef,
  change: TreeChange,
  fix: Pick<Fix, "title" | "kind">,
): readonly Fix[] {
  const edits = context.editsFor(document, change);
  return edits === undefined ? [] : [{ ...fix, edits }];
}

/** Takes an item out of a list; nothing for an only item, which would leave an empty list. */
export function removeItem(
  context: FixContext,
  document: DocumentRef,
  item: Span,
  title: string,
  kind: Fix["kind"] = "suggestion",
): readonly Fix[] {
  return changeTree(context, document, { action: "remove-item", item }, { title, kind });
}
