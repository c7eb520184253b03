/** `"a", "b" or "c"`. */
export function listOf(names: readonly string[], word: "and" | "or" = "or"): string {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} ${word} ${quoted.at(-1)}`;
}

/** How a rule is called: by its name, else by its position. */
export function ruleName(protocol: string, rule: { text(name: string): string; readonly path: readonly (string | number)[] }): string {
  const name = rule.text("name");
  return name === "" ? `${protocol} rule ${Number(rule.path.at(-1)) + 1}` : `${protocol} rule "${name}"`;
}
