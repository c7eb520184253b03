import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const SNIPPETS = join(import.meta.dirname, "../../snippets");

/** One entry of a snippet file, in VS Code's format. */
export interface Snippet {
  readonly file: string;
  readonly title: string;
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

export function snippetFiles(): readonly string[] {
  return readdirSync(SNIPPETS).sort();
}

/** The snippets of all files, in the order of the files. */
export function readSnippets(): readonly Snippet[] {
  return snippetFiles().flatMap((file) => {
    const entries = JSON.parse(readFileSync(join(SNIPPETS, file), "utf8")) as Readonly<Record<string, Omit<Snippet, "file" | "title">>>;
    return Object.entries(entries).map(([title, entry]) => ({ ...entry, file, title }));
  });
}
