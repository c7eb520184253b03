import { answerInWords, destinationName, effectsInWords } from "../../core/routing/answerInWords";
import type { DestinationShare, SimulationNote, SimulationRequest, TraceStep } from "../../core/routing/simulation";
import { percent } from "../../core/routing/words";
import type { Position } from "../../core/text/lineIndex";
import type { Answer } from "./answer";

type Place = (file: string, offset: number) => Position;

/** An answer as a colleague would explain it: the answer, how it comes about, who gets which share, what is not certain. */
export function routeText({ request, simulation }: Answer, place: Place, color: boolean): string {
  const bold = (text: string): string => (color ? `\u001b[1m${text}\u001b[0m` : text);
  const { outcome, trace, notes } = simulation;
  const effects = effectsInWords(outcome);
  const sections: readonly (readonly string[])[] = [
    [describe(request), bold(answerInWords(outcome))],
    section("Why", stepLines(trace, place)),
    section("Where it goes", outcome.destinations.length === 0 ? [] : shareLines(outcome.destinations)),
    section(
      "On the way",
      effects.map((effect) => `  ${effect}`),
    ),
    section("To know", notes.flatMap(noteLines)),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines];
}

function describe({ method = "GET", scheme, host, port, path = "/", from, headers = {} }: SimulationRequest): string {
  const address = `${host}${port === undefined ? "" : `:${port}`}`;
  const what = scheme === "tcp" || scheme === "tls" ? `A ${scheme} connection to ${address}` : `${method} ${scheme}://${address}${path}`;
  const sent = Object.entries(headers).map(([name, value]) => `${name}: ${typeof value === "string" ? value : value.join(", ")}`);
  return `${what}${sent.length === 0 ? "" : ` with ${sent.join("; ")}`}, ${senderInWords(from)}`;
}

function senderInWords(from: SimulationRequest["from"]): string {
  if ("gateway" in from) return `arriving at Gateway ${from.gateway}`;
  if ("workload" in from) return `sent by ${from.workload}`;
  const { namespace, labels } = "gatewayPod" in from ? from.gatewayPod : from;
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const pod = `a pod of namespace ${namespace}${pairs.length === 0 ? "" : ` with ${pairs.join(", ")}`}`;
  return "gatewayPod" in from ? `arriving at ${pod}` : `sent by ${pod}`;
}

/** The steps under the resource they belong to. */
function stepLines(trace: readonly TraceStep[], place: Place): readonly string[] {
  const width = Math.max(0, ...trace.map(({ rule }) => rule.length));
  return trace.flatMap((step, at) => {
    const { resource, rule, matched, reason, file, span } = step;
    const line = `    ${matched ? "✓" : "✗"} ${rule.padEnd(width)}  ${reason}  (${file}:${place(file, span.start).line + 1})`;
    return trace[at - 1]?.resource === resource ? [line] : [`  ${resource}`, line];
  });
}

/** Destinations with the workloads behind them, in columns. */
function shareLines(destinations: readonly DestinationShare[]): readonly string[] {
  const rows = destinations.flatMap((one): [string, string, string][] => [
    [percent(one.share), destinationName(one), one.problem?.reason ?? ""],
    ...one.workloads.map(({ kind, namespace, name, share }): [string, string, string] => [
      "",
      `${kind} ${namespace}/${name}`,
      percent(share),
    ]),
  ]);
  const [left, middle] = [0, 1].map((column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length + (column === 1 && row[0] === "" ? 2 : 0))),
  );
  return rows.map(([share, name, rest]) =>
    `  ${share.padStart(left ?? 0)}  ${(share === "" ? `  ${name}` : name).padEnd(middle ?? 0)}  ${rest}`.trimEnd(),
  );
}

function noteLines({ text, alternatives }: SimulationNote): readonly string[] {
  return [`  - ${text}`, ...alternatives.map(({ when, outcome }) => `      ${when}: ${answerInWords(outcome)}`)];
}
