import type { FileSpan } from "../../../../server/src/core/features/results";
import { answerInShort, effectsInWords, type ShareInWords, sharesInWords } from "../../../../server/src/core/routing/answerInWords";
import type { Outcome, Simulation, TraceStep } from "../../../../server/src/core/routing/simulation";
import { html } from "./dom";
import { icon } from "./icons";

type Reveal = (place: FileSpan) => void;

/** Rules that were passed by, one after the other, are folded where they are more than this. */
const maxPassed = 4;

/** More destinations than this are listed below the headline. */
const maxInHeadline = 2;

/** What becomes of the request: where it goes, in which shares, and who answers there, or in a sentence why it goes nowhere. */
export function headline(outcome: Outcome): readonly HTMLElement[] {
  const shares = sharesInWords(outcome);
  if (shares.length === 0) return [html("div", "", outcome.reason)];
  return shares.length > maxInHeadline ? [html("div", "", `Split over ${shares.length} destinations`)] : shares.map(shareElement);
}

function shareElement({ share, destination, workloads, problem }: ShareInWords): HTMLElement {
  const who = workloads.length === 0 ? [] : [html("div", "answer-by", `answered by ${workloads.join(", ")}`)];
  const why = problem === undefined ? [] : [html("div", "answer-by failing", `fails: ${problem}`)];
  return html("div", "answer-share", `${share ?? "Goes"} to ${destination}`, ...who, ...why);
}

/** What stands below: what else happens, and the rules that led to the answer, each a link to its source. */
export function answerElements({ outcome, trace, notes }: Simulation, reveal: Reveal): readonly HTMLElement[] {
  const effects = effectsInWords(outcome);
  const shares = sharesInWords(outcome);
  return [
    ...(shares.length > maxInHeadline ? [html("div", "answer-shares", ...shares.map(shareElement))] : []),
    ...(effects.length === 0 ? [] : [html("ul", "answer-effects", ...effects.map((effect) => html("li", "", effect)))]),
    ...(trace.length === 0 ? [] : [html("h3", "", "How it was decided"), html("ol", "answer-trace", ...byResource(trace, reveal))]),
    ...(notes.length === 0 ? [] : [html("h3", "", "What the files do not tell"), html("ul", "answer-notes", ...notes.map(noteItem))]),
  ];
}

/** One item for each stretch of steps of one resource, under its name. */
function byResource(trace: readonly TraceStep[], reveal: Reveal): readonly HTMLElement[] {
  return stretches(trace, ({ resource }) => resource).map((steps) => {
    const items = stretches(steps, ({ matched }) => String(matched)).flatMap((run) => runItems(run, reveal));
    return html("li", "", html("div", "answer-resource", steps[0]?.resource ?? ""), html("ol", "answer-steps", ...items));
  });
}

function runItems(run: readonly TraceStep[], reveal: Reveal): readonly HTMLElement[] {
  const items = run.map((step) => html("li", "", stepButton(step, reveal)));
  if (run.length <= maxPassed || run[0]?.matched !== false) return items;
  const summary = html("summary", "answer-passed", `${run.length} were passed by`);
  return [html("li", "", html("details", "", summary, html("ol", "answer-steps", ...items)))];
}

function stretches(steps: readonly TraceStep[], keyOf: (step: TraceStep) => string): readonly (readonly TraceStep[])[] {
  const result: TraceStep[][] = [];
  for (const step of steps) {
    const last = result.at(-1);
    if (last?.[0] !== undefined && keyOf(last[0]) === keyOf(step)) last.push(step);
    else result.push([step]);
  }
  return result;
}

function stepButton(step: TraceStep, reveal: Reveal): HTMLButtonElement {
  const { resource, rule, matched, reason, file, span } = step;
  const button = html(
    "button",
    matched ? "answer-step matched" : "answer-step",
    html("span", "answer-mark", icon(matched ? "check" : "broken")),
    html("span", "answer-rule", html("strong", "", rule), html("span", "answer-verdict", matched ? "matched" : "no match")),
    html("span", "answer-reason", reason),
  );
  button.type = "button";
  button.title = "Show the source";
  button.setAttribute("aria-label", `${matched ? "Matched" : "No match"}: ${rule} of ${resource}. ${reason}. Show the source.`);
  button.addEventListener("click", () => reveal({ file, span }));
  return button;
}

function noteItem({ text, alternatives }: Simulation["notes"][number]): HTMLElement {
  const items = alternatives.map(({ when, outcome }) => html("li", "", `${when}: ${answerInShort(outcome)}`));
  return html("li", "", text, ...(items.length === 0 ? [] : [html("ul", "", ...items)]));
}
