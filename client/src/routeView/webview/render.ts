import type { Connector, Scene, SceneGraph, SceneNode } from "../../../../server/src/core/routing/layout/scene";
import { createLine, createPill, createReference, updateLine, updatePill, updateReference } from "./connectors";
import { html, reconcile, setAttributes, svg, toggleClasses } from "./dom";
import type { Contents } from "./nodes";
import { createNode, createPart, placeBox, updateNode } from "./nodes";

/** What is marked in a scene. */
export interface Marks {
  /** What the cursor of the editor stands in. */
  readonly current: string | undefined;
  readonly trace: ReadonlySet<string> | undefined;
  /** What the arrow keys are at, by graph: its only stop for the Tab key. */
  readonly stops: ReadonlyMap<string, string>;
}

/** Draws a scene into a stage; elements of the last one are kept, so that what changed can be animated. */
export function renderScene(stage: HTMLElement, scene: Scene, marks: Marks, contents: Contents): void {
  stage.style.width = `${scene.width}px`;
  stage.style.height = `${scene.height}px`;
  stage.classList.toggle("tracing", marks.trace !== undefined);
  reconcile(
    stage,
    scene.graphs,
    (graph) => graph.id,
    createGraph,
    (element, graph) => updateGraph(element, graph, marks, contents),
  );
}

/** The element that stands for an id: a node, or the share of a leg. */
export function findElement(stage: HTMLElement, id: string): HTMLElement | undefined {
  return stage.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`) ?? undefined;
}

/** Marks the lines that start or end at a node, or belong to a share; none without an id. */
export function markNear(stage: HTMLElement, scene: Scene, id: string | undefined): void {
  const near = scene.graphs.flatMap((graph) => graph.connectors.filter((each) => each.from === id || each.to === id || each.id === id));
  const ids = new Set(near.map((connector) => connector.id));
  for (const line of stage.querySelectorAll<SVGGElement>("[data-line]")) line.classList.toggle("near", ids.has(line.dataset.line ?? ""));
}

function createGraph(graph: SceneGraph): HTMLElement {
  const layers = ["captions", "nodes", "pills", "references", "more-rules"].map((name) => html("div", name));
  const element = html("section", "graph", ...layers);
  element.prepend(svg("svg", { class: "lines", "aria-hidden": "true" }));
  element.dataset.graph = graph.id;
  return element;
}

function updateGraph(element: HTMLElement, graph: SceneGraph, marks: Marks, contents: Contents): void {
  placeBox(element, graph);
  const heading = graph.nodes[0];
  setAttributes(element, { "aria-label": `${heading?.label ?? ""} Arrow keys follow the flow, Enter shows the source.` });
  element.dataset.arrangement = graph.arrangement;
  const [lines, captions, nodes, pills, references, moreRules] = element.children;
  if (!lines || !captions || !pills || !nodes || !references || !moreRules) return;
  const stop = marks.stops.get(graph.id) ?? heading?.id;
  const isLit = litIn(graph, marks.trace);
  reconcile(
    lines,
    graph.connectors,
    (each) => each.id,
    createLine,
    (line, each) => {
      updateLine(line, each);
      toggleClasses(line, { lit: isLit(each), current: each.id === marks.current });
    },
  );
  reconcile(
    nodes,
    graph.nodes,
    (each) => each.id,
    createNode,
    (button, each) => {
      updateNode(button, each, contents);
      markFocusable(button, each.id, marks, stop, marks.trace?.has(each.id) === true || each.kind === "graph");
    },
  );
  const withPill = graph.connectors.filter((each) => each.pill !== undefined);
  reconcile(
    pills,
    withPill,
    (each) => each.id,
    createPill,
    (pill, each) => {
      updatePill(pill, each);
      markFocusable(pill, each.id, marks, stop, isLit(each));
    },
  );
  const withReference = graph.connectors.filter((each) => each.reference !== undefined);
  reconcile(
    references,
    withReference,
    (each) => each.id,
    createReference,
    (button, each) => {
      updateReference(button, each);
      toggleClasses(button, { lit: isLit(each) });
    },
  );
  drawCaptions(captions, graph);
  drawMore(moreRules, graph);
}

function markFocusable(element: HTMLElement, id: string, marks: Marks, stop: string | undefined, lit: boolean): void {
  toggleClasses(element, { current: marks.current === id, lit });
  if (element.tagName === "BUTTON") element.tabIndex = id === stop ? 0 : -1;
  if (marks.current === id) element.setAttribute("aria-current", "true");
  else element.removeAttribute("aria-current");
}

/** A line is on the way of a request if it is named, or if both its ends are and no line of its rule is named. */
function litIn(graph: SceneGraph, trace: ReadonlySet<string> | undefined): (connector: Connector) => boolean {
  if (trace === undefined) return () => false;
  const named = new Set(graph.connectors.filter((each) => trace.has(each.id)).map((each) => each.from));
  return ({ id, from, to }) => trace.has(id) || (trace.has(from) && !named.has(from) && (to === undefined || trace.has(to)));
}

function drawCaptions(layer: Element, graph: SceneGraph): void {
  reconcile(
    layer,
    graph.captions,
    (caption) => caption.lines.join(" "),
    (caption) => createPart(caption),
    (element, caption) => placeBox(element, caption),
  );
}

function drawMore(layer: Element, { id, more }: SceneGraph): void {
  const create = (): HTMLButtonElement => {
    const button = html("button", "more");
    button.type = "button";
    button.dataset.more = id;
    return button;
  };
  reconcile(
    layer,
    more === undefined ? [] : [more],
    () => "more",
    create,
    (button, shown) => {
      placeBox(button, shown);
      button.textContent = shown.text;
    },
  );
}

/** The node or share with an id. */
export function findSource(scene: Scene, id: string): SceneNode["source"] | undefined {
  for (const graph of scene.graphs) {
    const found = graph.nodes.find((node) => node.id === id) ?? graph.connectors.find((connector) => connector.id === id);
    if (found !== undefined) return found.source;
  }
  return undefined;
}
