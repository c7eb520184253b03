import { Automaton } from "./automaton";
import type { Budget } from "./budget";
import { ANY_CODE_POINT, eitherAsciiCase, singleCodePoint } from "./codePointSet";
import type { StringCondition } from "./condition";
import { explore, type Membership } from "./exploration";
import { positionsOf } from "./positions";
import { parseRe2 } from "./re2Syntax";
import type { RegexNode } from "./regexNode";

/** Automata of conditions, built once each. Lives as long as its owner wants to remember them. */
export class Languages {
  private readonly known = new Map<string, Automaton | undefined>();

  /** The texts that meet the condition; undefined when its regex is invalid, not modelled or too large. */
  of(condition: StringCondition): Automaton | undefined {
    const key = conditionKey(condition);
    const known = this.known.get(key);
    if (known !== undefined || this.known.has(key)) {
      return known;
    }
    const node = languageOf(condition);
    const positions = node && positionsOf(node);
    const automaton = positions && new Automaton(positions);
    this.known.set(key, automaton);
    return automaton;
  }
}

/** Equal for conditions that are written alike. */
export function conditionKey(condition: StringCondition): string {
  switch (condition.kind) {
    case "exact":
    case "prefix":
      return `${condition.kind} ${condition.ignoreCase ? "i" : "="} ${condition.value}`;
    case "regex":
      return `regex ${condition.pattern}`;
    case "present":
      return "present";
  }
}

export type TextExample = { readonly kind: "example"; readonly text: string } | { readonly kind: "none" } | { readonly kind: "unknown" };

/**
 * A shortest text that meets all of `accepted` and none of `rejected`, of letters where there is a choice.
 * So `(a, b), ()` asks for the intersection, `(a), (b)` for the difference ("none": b covers a), `(), (a)` for the complement.
 * Texts are Unicode without line feed.
 */
export function exampleText(
  accepted: readonly StringCondition[],
  rejected: readonly StringCondition[],
  languages: Languages,
  budget: Budget,
): TextExample {
  const required: Membership[] = [];
  for (const [conditions, negated] of [
    [accepted, false],
    [rejected, true],
  ] as const) {
    for (const condition of conditions) {
      const automaton = languages.of(condition);
      if (automaton === undefined) {
        return { kind: "unknown" };
      }
      required.push({ automaton, negated });
    }
  }
  const found = explore(required, [], new Set(), budget);
  const text = found?.get(0n);
  return found === undefined ? { kind: "unknown" } : text === undefined ? { kind: "none" } : { kind: "example", text };
}

const ANY_TEXT: RegexNode = { kind: "repeat", item: { kind: "class", set: ANY_CODE_POINT }, min: 0, max: Number.POSITIVE_INFINITY };

function languageOf(condition: StringCondition): RegexNode | undefined {
  switch (condition.kind) {
    case "present":
      return ANY_TEXT;
    case "regex": {
      const parsed = parseRe2(condition.pattern);
      return parsed.kind === "regex" ? parsed.node : undefined;
    }
    default: {
      const charSet = condition.ignoreCase ? eitherAsciiCase : singleCodePoint;
      const literal: RegexNode[] = [...condition.value].map((char) => ({ kind: "class", set: charSet(char.codePointAt(0) ?? 0) }));
      return { kind: "concat", items: condition.kind === "prefix" ? [...literal, ANY_TEXT] : literal };
    }
  }
}
