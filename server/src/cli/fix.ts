import { readFileSync, writeFileSync } from "node:fs";
import { selectSafeFixes } from "../core/features/fixAll";
import { applyEdits } from "../core/text/edit";
import type { DiskWorkspace } from "./diskWorkspace";

/** A fix may uncover what another one mends; after this many rounds what is left is reported. */
const maximumRounds = 10;

/**
 * Applies the safe fixes of the named files until none is left, writes the files that changed and updates `texts`.
 * Returns what was done as one line.
 */
export function applySafeFixes({ workspace, files, texts, named }: Pick<DiskWorkspace, "workspace" | "files" | "texts" | "named">): string {
  const changed = new Set<string>();
  let count = 0;
  for (let round = 0; round < maximumRounds; round++) {
    const fixes = files
      .filter(({ name }) => named.has(name))
      .flatMap(({ name }) => workspace.findings(name).map((finding) => workspace.fixes(name, finding)));
    const edits = selectSafeFixes(fixes);
    if (edits.length === 0) break;
    count += edits.length;
    for (const file of new Set(edits.map((edit) => edit.file))) {
      const text = applyEdits(
        texts.get(file) ?? "",
        edits.filter((edit) => edit.file === file),
      );
      texts.set(file, text);
      changed.add(file);
      workspace.setFile(file, text, false);
    }
    workspace.check();
  }
  for (const { name, path } of files) if (path !== undefined && changed.has(name)) write(path, texts.get(name) ?? "");
  return count === 0
    ? "Nothing to fix.\n"
    : `Made ${count} ${count === 1 ? "edit" : "edits"} in ${changed.size} ${changed.size === 1 ? "file" : "files"}.\n`;
}

/** Keeps the byte order mark that reading drops. */
function write(path: string, text: string): void {
  const mark = readFileSync(path, "utf8").startsWith("\ufeff") ? "\ufeff" : "";
  writeFileSync(path, mark + text);
}
