import type { Box, Part, SceneNode } from "../../../../server/src/core/routing/layout/scene";
import { html, setAttributes, toggleClasses } from "./dom";
import { icon } from "./icons";

/** Colours that tell destinations apart; more of them start over. */
export const hueCount = 5;

export function createNode({ id, kind }: SceneNode): HTMLButtonElement {
  const element = html("button", `node node-${kind} focusable`);
  element.type = "button";
  element.tabIndex = -1;
  element.dataset.id = id;
  return element;
}

/** What elements show; what has not changed is left alone. */
export type Contents = WeakMap<Element, string>;

export function updateNode(element: HTMLButtonElement, node: SceneNode, contents: Contents): void {
  placeBox(element, node);
  setAttributes(element, { "aria-label": node.label });
  setLook(element, node);
  fillParts(element, node.parts, contents);
}

/** Captions and the like: text that is not part of a node. */
export function createPart(part: Part): HTMLElement {
  const element = html("span", `part part-${part.kind}`);
  if (part.title !== undefined) element.title = part.title;
  if (part.icon !== undefined) element.append(icon(part.icon));
  if (part.kind === "dots") element.append(...dots(part.count));
  for (const line of part.lines) element.append(html("span", "line", line));
  return element;
}

export function placeBox(element: HTMLElement, { x, y, w, h }: Box): void {
  element.style.translate = `${x}px ${y}px`;
  element.style.width = `${w}px`;
  element.style.height = `${h}px`;
}

/** Marks what a node or a line is, for the style sheet. */
export function setLook(element: Element, { state, unreachable, hue }: Pick<SceneNode, "state" | "unreachable" | "hue">): void {
  toggleClasses(element, { broken: state === "broken", unknown: state === "unknown", unreachable });
  setHue(element, hue);
}

export function setHue(element: Element, hue: number | undefined): void {
  for (let index = 0; index < hueCount; index++) element.classList.toggle(`hue-${index}`, hue !== undefined && hue % hueCount === index);
}

function fillParts(element: HTMLElement, parts: readonly Part[], contents: Contents): void {
  const content = JSON.stringify(parts);
  if (contents.get(element) === content) return;
  contents.set(element, content);
  element.replaceChildren(
    ...parts.map((part) => {
      const child = createPart(part);
      placeBox(child, part);
      return child;
    }),
  );
}

function dots(count: number): readonly HTMLElement[] {
  if (count === 0) return [html("span", "dot dot-none")];
  return Array.from({ length: count }, () => html("span", "dot"));
}
