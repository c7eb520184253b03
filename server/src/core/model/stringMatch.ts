import type { Span, Spanned } from "../text/span";

/** Istio StringMatch. `present` stands for `{}`, null and (for headers and query parameters) a regex `*`. */
export type StringMatch =
  | { readonly kind: "exact"; readonly value: Spanned<string>; readonly span: Span }
  | { readonly kind: "prefix"; readonly value: Spanned<string>; readonly span: Span }
  | { readonly kind: "regex"; readonly value: Spanned<string>; readonly span: Span }
  | { readonly kind: "present"; readonly span: Span };

/** In words: `is "x"`, `starts with "x"`, `matches x`, `is present`. */
export function describeStringMatch(match: StringMatch): string {
  switch (match.kind) {
    case "exact":
      return `is "${match.value.value}"`;
    case "prefix":
      return `starts with "${match.value.value}"`;
    case "regex":
      return `matches ${match.value.value}`;
    case "present":
      return "is present";
  }
}
