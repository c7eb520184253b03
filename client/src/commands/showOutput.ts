import type { CommandContext } from "./context";

export function showOutput({ log }: CommandContext): () => void {
  return () => log.show();
}
