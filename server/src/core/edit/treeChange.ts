import type { Span } from "../text/span";

/** A value to write. Keys keep their order. */
export type NewValue = string | number | boolean | readonly NewValue[] | { readonly [key: string]: NewValue };

/**
 * A change of the structure of a document. Places are spans of values or keys, as models have them; whoever holds the tree turns
 * the change into edits in the style of what stands there, or finds that it cannot be made.
 */
export type TreeChange =
  /** Puts a value behind the last item of the list that holds `beside`. */
  | { readonly action: "append-item"; readonly beside: Span; readonly value: NewValue }
  /** Takes an item out of its list, unless it is the only one: an empty list says something else than a shorter one. */
  | { readonly action: "remove-item"; readonly item: Span }
  /** Puts an item before another one of its list, or behind the last. */
  | { readonly action: "move-item"; readonly item: Span; readonly before: Span | undefined }
  /** Puts an entry behind the one whose key or value is `beside`. */
  | { readonly action: "add-entry"; readonly beside: Span; readonly key: string; readonly value: NewValue }
  /** Puts another entry in place of the one with the key `at`. */
  | { readonly action: "replace-entry"; readonly at: Span; readonly key: string; readonly value: NewValue }
  /** Takes out the entry with the key `at`, with the entry that holds its mapping where that would be empty. */
  | { readonly action: "remove-entry"; readonly at: Span };
