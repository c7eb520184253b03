/**
 * The place an apply goes to, resolved once from a kubeconfig. Two equal targets are the same cluster, the same identity and
 * the same default namespace; it is compared again right before anything is written.
 */
export interface Target {
  readonly context: string;
  /** Base URL of the API server, without a trailing slash. */
  readonly server: string;
  /** Name of the user entry, empty where the context names none. */
  readonly user: string;
  readonly namespace: string;
  /** The program that reading the credentials starts (exec plugin or auth provider), which an untrusted workspace must not do. */
  readonly program: string | undefined;
}

export function sameTarget(a: Target, b: Target): boolean {
  return changedParts(a, b).length === 0;
}

/** What differs between two targets, in words: `server (https://a -> https://b)`. Empty for the same target. */
export function changedParts(before: Target, after: Target): readonly string[] {
  return targetParts.flatMap((part) => {
    if (before[part] === after[part]) return [];
    return [`${part} (${before[part] || "none"} -> ${after[part] || "none"})`];
  });
}

/** For use within a sentence: `context "kind" (https://127.0.0.1:6443)`. */
export function nameTarget(target: Target): string {
  return `context "${target.context}" (${target.server})`;
}

/** All of the target, one fact a line, for a prompt. */
export function describeTarget(target: Target): string {
  const lines = [
    `Context: ${target.context}`,
    `Server: ${target.server}`,
    `Namespace: ${target.namespace}`,
    `User: ${target.user || "none"}`,
  ];
  if (target.program !== undefined) lines.push(`Credentials from the program: ${target.program}`);
  return lines.join("\n");
}

const targetParts = ["context", "server", "user", "namespace", "program"] as const satisfies readonly (keyof Target)[];
