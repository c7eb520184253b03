import { dump, load } from "js-yaml";

/**
 * The value of a kubeconfig's text, undefined for a text without a document.
 * @throws Error with line and column in its message when the text is not one YAML document
 */
export function parseYaml(text: string): unknown {
  return /^\s*[^\s#]/m.test(text) ? load(text) : undefined;
}

/** An object of the cluster as YAML, keys in the order given, no line folding. */
export function toYaml(value: unknown): string {
  return dump(value, { noRefs: true, lineWidth: -1 });
}
