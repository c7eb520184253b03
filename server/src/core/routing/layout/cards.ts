import type { DestinationNode, EntryNode, NodeState, RouteGraph, RuleNode, WorkloadNode } from "../routeView";
import type { Block } from "./blocks";
import { besideBlocks, dotsBlock, emptyBlock, flowBlocks, iconBlock, moveBlock, numberBlock, stackBlocks, textBlock } from "./blocks";
import type { Icon, NodeKind, SceneNode } from "./scene";
import type { Measure } from "./text";
import { catchAllText, problemText, replicasText, splitTitle, takesEverything, workloadProblem } from "./words";

/** The middle of the first row of a card. */
export const portY = 19;
const padX = 12;
const padY = 10;
/** Left of a destination is its colour. */
const accent = 4;
const maxConditions = 8;

/** A node that has its size but neither a place nor a label yet. */
export type Card = Omit<SceneNode, "x" | "y" | "label"> & { readonly naturalWidth: number };

/** The heading of a graph, over its whole width. */
export function headingCard(graph: RouteGraph, width: number, measure: Measure): Card {
  const { kind, namespace, name } = splitTitle(graph.title);
  const title = textBlock("title", name, width, 2, measure);
  const kindText = [kind || graph.subject, namespace && `namespace ${namespace}`].filter(Boolean).join(" · ");
  const hosts = graph.hosts
    .slice(0, maxConditions)
    .map((host) => textBlock("label", host === "*" ? "* (any)" : host, width - 48, 2, measure));
  const rest = graph.hosts.length - hosts.length;
  const chips = [textBlock("joiner", graph.hosts.length === 1 ? "Host" : "Hosts", width, 1, measure), ...hosts];
  if (rest > 0) chips.push(textBlock("joiner", `and ${rest} more`, width, 1, measure));
  const hostRow = graph.hosts.length > 0 ? flowBlocks(chips, width, 6, 4) : emptyBlock;
  const content = stackBlocks([textBlock("eyebrow", kindText, width, 2, measure), title, hostRow], 3);
  return finish("graph", { ...graph, state: "ok" }, width, content);
}

/** @param inRow its details stand behind its name, as far as there is room */
export function entryCard(entry: EntryNode, width: number, measure: Measure, inRow = false): Card {
  const inner = width - 2 * padX;
  const {
    kind,
    namespace,
    name: own,
  } = entry.kind === "gateway" ? splitTitle(entry.title) : { kind: "", namespace: "", name: entry.title };
  const name = besideBlocks(moveBlock(iconBlock("icon", entry.kind, 16), 0, 1), textBlock("name", own, inner - 22, 3, measure), 22);
  const qualified = kind === "" ? [] : [[kind, namespace].filter(Boolean).join(" · ")];
  const details = [...qualified, ...entry.details].map((detail) => textBlock("detail", detail, inner, 3, measure));
  const lowered = details.map((detail) => moveBlock(detail, 0, 2));
  const words = inRow ? [flowBlocks([name, ...lowered], inner, 14, 2)] : [name, ...details];
  const content = stackBlocks([...words, problemBlock(entry.state, entry.problem, inner, measure)], 4);
  return finish("entry", entry, width, moveBlock(content, padX, padY), padX);
}

export function ruleCard(rule: RuleNode, graph: RouteGraph, width: number, measure: Measure): Card {
  const indent = 28;
  const inner = width - 2 * padX;
  const own = inner - indent;
  const all = takesEverything(rule);
  const heading = rule.name ?? (all ? catchAllText(rule, graph) : undefined);
  const name = heading === undefined ? emptyBlock : textBlock("name", heading, own, 3, measure);
  const everything = all && rule.name !== undefined ? textBlock("detail", catchAllText(rule, graph), own, 1, measure) : emptyBlock;
  const conditions = all ? emptyBlock : conditionRows(rule, own, measure);
  const faults = new Set(rule.faults ?? []);
  const actions = rule.actions.map((action) => textBlock(faults.has(action) ? "fault" : "action", action, own, 3, measure));
  const words = stackBlocks([name, everything, conditions, flowBlocks(actions, own, 5, 5)], 6);
  const badge = moveBlock(numberBlock(rule.order, 20), 0, -1);
  const icon = rule.unreachable ? "unreachable" : undefined;
  const problem = problemBlock(
    rule.state,
    rule.unreachable ? (rule.problem ?? "Never gets a request.") : rule.problem,
    inner,
    measure,
    icon,
  );
  const content = stackBlocks([besideBlocks(badge, words, indent), problem], 7);
  return finish("rule", rule, width, moveBlock(content, padX, padY), padX, rule.unreachable === true);
}

export function destinationCard(destination: DestinationNode, width: number, measure: Measure): Card {
  const left = padX + accent;
  const inner = width - left - padX;
  const { subset, host, port } = destination;
  const name = textBlock("name", subset ?? host, inner, 3, measure);
  const portText = port === undefined ? undefined : subset === undefined ? `port ${port}` : `${host}:${port}`;
  const second = portText ?? (subset === undefined ? undefined : host);
  const detail = second === undefined ? emptyBlock : textBlock("detail", second, inner, 3, measure);
  const labels = flowBlocks(
    destination.labels.map((label) => textBlock("label", label, inner, 3, measure)),
    inner,
    5,
    4,
  );
  const content = stackBlocks([name, detail, labels, problemBlock(destination.state, destination.problem, inner, measure)], 4);
  return finish("destination", destination, width, moveBlock(content, left, padY), padX);
}

export function workloadCard(workload: WorkloadNode, graph: RouteGraph, width: number, measure: Measure): Card {
  const inner = width - 2 * padX;
  const severalNamespaces = graph.workloads.some((other) => other.namespace !== workload.namespace);
  const kind = severalNamespaces ? `${workload.kind} · ${workload.namespace}` : workload.kind;
  const name = textBlock("name", workload.name, inner, 3, measure);
  const dots = workload.state === "unknown" ? [] : [moveBlock(dotsBlock(workload.replicas, inner), 0, 4)];
  const count = textBlock("detail", replicasText(workload.replicas), inner, 1, measure);
  const replicas = flowBlocks([...dots, count], inner, 8, 2);
  const content = stackBlocks(
    [name, textBlock("detail", kind, inner, 2, measure), replicas, problemBlock(workload.state, workloadProblem(workload), inner, measure)],
    4,
  );
  return finish("workload", workload, width, moveBlock(content, padX, padY), padX);
}

/** Makes a card higher; what it shows stays in the middle. */
export function stretchCard(card: Card, height: number): Card {
  if (height <= card.h) return card;
  const shift = Math.floor((height - card.h) / 2);
  return { ...card, h: height, port: card.port + shift, parts: card.parts.map((part) => ({ ...part, y: part.y + shift })) };
}

/** `If` one, `and` another, `or if` a third: each condition in a row of its own. */
function conditionRows(rule: RuleNode, width: number, measure: Measure): Block {
  const rows = rule.conditions.flatMap((all, alternative) =>
    all.map((text, index) => ({ joiner: index > 0 ? "and" : alternative > 0 ? "or if" : "If", text })),
  );
  const shown = rows.length > maxConditions ? rows.slice(0, maxConditions - 1) : rows;
  const joiners = shown.map(({ joiner }) => textBlock("joiner", joiner, width, 1, measure));
  const indent = Math.max(...joiners.map((joiner) => joiner.width)) + 7;
  const blocks = shown.map(({ text }, row) =>
    besideBlocks(joiners[row] ?? emptyBlock, textBlock("condition", text, width - indent, 4, measure), indent),
  );
  const hidden = rows.slice(shown.length);
  const rest = hidden.length === 0 ? emptyBlock : textBlock("detail", `and ${hidden.length} more conditions`, width, 2, measure);
  const titled = {
    ...rest,
    parts: rest.parts.map((part) => ({ ...part, title: hidden.map(({ joiner, text }) => `${joiner} ${text}`).join("\n") })),
  };
  return moveBlock(stackBlocks([...blocks, titled], 4), 0, -2);
}

function problemBlock(state: NodeState, problem: string | undefined, width: number, measure: Measure, icon?: Icon): Block {
  const text = problemText(state, problem);
  if (text === undefined) return emptyBlock;
  const indent = 20;
  const mark = iconBlock("problem-icon", icon ?? (state === "ok" ? "warning" : state), 14);
  const words = textBlock("problem", text, width - indent, 6, measure);
  const heading =
    state === "unknown" && text !== "Not in view." ? textBlock("eyebrow", "Not in view", width - indent, 1, measure) : emptyBlock;
  return besideBlocks(moveBlock(mark, 0, 1), stackBlocks([heading, words], 0), indent);
}

type Subject = Pick<SceneNode, "id" | "state" | "source">;

function finish(kind: NodeKind, { id, state, source }: Subject, width: number, content: Block, right = 0, unreachable = false): Card {
  const bottom = kind === "graph" ? 0 : padY;
  return {
    id,
    kind,
    state,
    unreachable,
    hue: undefined,
    port: portY,
    source,
    parts: content.parts,
    w: width,
    h: content.height + bottom,
    naturalWidth: content.width + right,
  };
}
