import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** For a Chromium that runs as any user and talks to nobody. */
export const chromiumArguments: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Path of a Chromium: $CHROMIUM, or the first of the usual commands that is on the PATH. */
export function findChromium(): string | undefined {
  const own = process.env.CHROMIUM;
  if (own) return own;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const commands = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  return commands.flatMap((command) => folders.map((folder) => join(folder, command))).find((file) => existsSync(file));
}
