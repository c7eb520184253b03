import type { FileSpan } from "../../../../server/src/core/features/results";
import { answerInWords, effectsInWords } from "../../../../server/src/core/routing/answerInWords";
import type { Simulation, TraceStep } from "../../../../server/src/core/routing/simulation";
import { html } from "./dom";

/** An answer in words and the rules that led to it, each a link to its source. */
export function answerElements({ outcome, trace, notes }: Simulation, reveal: (place: FileSpan) => void): readonly HTMLElement[] {
  const failing = outcome.type !== "route" && outcome.type !== "redirect" && outcome.type !== "direct-response";
  const headline = html("p", failing || outcome.status === 503 ? "answer-line failing" : "answer-line", answerInWords(outcome));
  const effects = effectsInWords(outcome);
  return [
    headline,
    ...(effects.length === 0 ? [] : [html("p", "answer-effects", effects.join(" · "))]),
    ...(trace.length === 0 ? [] : [html("ol", "answer-steps", ...trace.map((step) => html("li", "", stepButton(step, reveal))))]),
    ...(notes.length === 0 ? [] : [html("ul", "answer-notes", ...notes.map(noteItem))]),
  ];
}

function stepButton(step: TraceStep, reveal: (place: FileSpan) => void): HTMLButtonElement {
  const { resource, rule, matched, reason, file, span } = step;
  const button = html(
    "button",
    matched ? "answer-step matched" : "answer-step",
    html("span", "answer-mark", matched ? "✓" : "✗"),
    html("span", "", html("strong", "", rule), ` ${reason}`, html("span", "answer-resource", resource)),
  );
  button.type = "button";
  button.setAttribute("aria-label", `${matched ? "Matched" : "Passed by"}: ${rule} of ${resource}, ${reason}. Show the source.`);
  button.addEventListener("click", () => reveal({ file, span }));
  return button;
}

function noteItem({ text, alternatives }: Simulation["notes"][number]): HTMLElement {
  const items = alternatives.map(({ when, outcome }) => html("li", "", `${when}: ${answerInWords(outcome)}`));
  return html("li", "", text, ...(items.length === 0 ? [] : [html("ul", "", ...items)]));
}
