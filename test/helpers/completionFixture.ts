import type { CompletionItem } from "../../server/src/core/features/results";
import { expandSnippet } from "./expandSnippet";
import { type OpenFixture, openFixture } from "./workspaceFixture";

/** A fixture with what completion offers at its cursor. */
export interface Completed extends OpenFixture {
  readonly path: string;
  readonly offset: number;
  readonly text: string;
  readonly items: readonly CompletionItem[];
}

/** Opens a fixture and completes at its `$0`. */
export function completeFixture(source: string): Completed {
  const open = openFixture(source);
  const cursor = open.fixture.cursor;
  if (cursor === undefined) throw new Error("completion: the fixture has no $0");
  const text = open.texts.get(cursor.path) ?? "";
  return { ...open, ...cursor, text, items: open.workspace.completion(cursor.path, cursor.offset) };
}

/**
 * What an editor lists: the items that have the letters typed so far in this order, those that begin with them first, else as ranked.
 * White space in front of the word does not count (VS Code, completionModel.ts).
 */
export function listed({ items, text, offset }: Completed): readonly CompletionItem[] {
  const fits = items.flatMap((item) => {
    const typed = text.slice(item.replace.start, offset).trimStart().toLowerCase();
    const name = (item.filterText ?? item.label).toLowerCase();
    if (name.startsWith(typed)) return [{ item, order: 0 }];
    return hasLetters(name, typed) ? [{ item, order: 1 }] : [];
  });
  return fits.sort((a, b) => a.order - b.order || a.item.rank - b.item.rank).map(({ item }) => item);
}

/** The text after an item has been taken: tab stops as their defaults, further lines indented like the line, as VS Code does. */
export function afterCompletion({ text }: Completed, item: CompletionItem): string {
  const { start, end } = item.replace;
  const line = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  const indent = /^[ \t]*/.exec(line)?.[0] ?? "";
  const plain = item.snippet ? expandSnippet(item.insertText).text : item.insertText;
  return text.slice(0, start) + plain.replaceAll("\n", `\n${indent}`) + text.slice(end);
}

function hasLetters(name: string, typed: string): boolean {
  let at = 0;
  for (const char of name) if (char === typed[at]) at++;
  return at === typed.length;
}
