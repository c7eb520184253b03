import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

/** The folder that holds the five rollouts. */
export const rolloutsFolder = join(import.meta.dirname, "../fixtures/rollouts");

/** Every manifest of the rollouts, by path relative to their folder with `/`, in alphabetical order. */
export function rolloutFiles(): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync(rolloutsFolder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => ({ file: name.split(sep).join("/"), text: readFileSync(join(rolloutsFolder, name), "utf8") }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}
