import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROLLOUTS = join(import.meta.dirname, "../fixtures/rollouts");

export type Level = "error" | "warning" | "information" | "hint";

interface Position {
  readonly line: number;
  readonly character: number;
}

/** A finding that a file must have. `at` is the text of `range`, whose positions are zero-based. */
export interface ExpectedFinding {
  readonly code: string;
  readonly level: Level;
  readonly at: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

/** `file` is relative to `ROLLOUTS`. A `correct` file has nothing above hint, a `mistake` has something. */
export interface ExpectedFile {
  readonly file: string;
  readonly role: "correct" | "mistake";
  readonly findings: readonly ExpectedFinding[];
}

export function expectedRollouts(): readonly ExpectedFile[] {
  const { files } = JSON.parse(readFileSync(join(ROLLOUTS, "expected.json"), "utf8")) as { readonly files: readonly ExpectedFile[] };
  return files;
}

/** The paths of the rollouts' manifests relative to `ROLLOUTS`, with forward slashes, sorted. */
export function rolloutFiles(): readonly string[] {
  return readdirSync(ROLLOUTS, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".yaml"))
    .sort();
}

export function readRollout(file: string): string {
  return readFileSync(join(ROLLOUTS, file), "utf8");
}
