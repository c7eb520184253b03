const svgNamespace = "http://www.w3.org/2000/svg";

export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className !== "") element.className = className;
  element.append(...children);
  return element;
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Node[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(svgNamespace, tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

export function setAttributes(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const text = String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

export function toggleClasses(element: Element, classes: Readonly<Record<string, boolean>>): void {
  for (const [name, isOn] of Object.entries(classes)) element.classList.toggle(name, isOn);
}

/**
 * Makes the children of `parent` those of `items`, in their order. Elements are found again by key, so that focus, transitions and
 * listeners survive.
 */
export function reconcile<T, E extends HTMLElement | SVGElement>(
  parent: Element,
  items: readonly T[],
  keyOf: (item: T) => string,
  create: (item: T) => E,
  update: (element: E, item: T) => void,
): void {
  const old = new Map<string, E>();
  for (const child of [...parent.children]) old.set((child as E).dataset.key ?? "", child as E);
  const focused = document.activeElement;
  let next = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const element = old.get(key) ?? create(item);
    element.dataset.key = key;
    old.delete(key);
    if (element === next) next = next.nextElementSibling;
    else parent.insertBefore(element, next);
    update(element, item);
  }
  for (const gone of old.values()) gone.remove();
  // Without the focus of the window this would take it away from the editor.
  const isLost = document.hasFocus() && focused instanceof HTMLElement && focused !== document.activeElement && parent.contains(focused);
  if (isLost) focused.focus({ preventScroll: true });
}
