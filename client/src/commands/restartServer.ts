import type { CommandContext } from "./context";

export function restartServer({ server }: CommandContext): () => Promise<void> {
  return () => server.restart();
}
