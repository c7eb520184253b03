import { readFileSync, statSync } from "node:fs";
import { relative, sep } from "node:path";
import { InputError } from "./io";

/** A path relative to the working directory, with `/`. */
export function nameOf(path: string, cwd: string): string {
  return relative(cwd, path).split(sep).join("/");
}

/**
 * The text of a file, or undefined where there is no file of this (absolute) path.
 * @throws InputError where it cannot be read; the message names it relative to `cwd`
 */
export function readIfFile(path: string, cwd: string): string | undefined {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new InputError(`${nameOf(path, cwd)} cannot be read: ${messageOf(error)}.`);
  }
}

/** Whether node:fs says that there is no such file (any more). */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
