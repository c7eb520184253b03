import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Position } from "../../server/src/core/text/lineIndex";
import { rolloutsFolder } from "./rollouts";

/** A finding that a file must have. `at` is the text of `range`. */
export interface ExpectedFinding {
  readonly code: string;
  readonly level: "error" | "warning" | "information" | "hint";
  readonly at: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

/** `file` is relative to the rollouts' folder. A `correct` file has nothing above hint, a `mistake` has something. */
export interface ExpectedFile {
  readonly file: string;
  readonly role: "correct" | "mistake";
  readonly findings: readonly ExpectedFinding[];
}

/** What `expected.json` says, in its order. */
export function expectedRollouts(): readonly ExpectedFile[] {
  const { files } = JSON.parse(readFileSync(join(rolloutsFolder, "expected.json"), "utf8")) as { readonly files: readonly ExpectedFile[] };
  return files;
}
