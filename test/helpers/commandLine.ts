import type { Io } from "../../server/src/cli/io";
import { run } from "../../server/src/cli/run";
import type { TestFolder } from "./folder";

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CommandOptions {
  readonly stdin?: string;
  readonly color?: boolean;
}

/** Runs the command line in a folder and collects what it prints. */
export async function runIn(
  folder: TestFolder,
  args: readonly string[],
  { stdin = "", color = false }: CommandOptions = {},
): Promise<CommandResult> {
  let out = "";
  let err = "";
  const code = await run(args, {
    ...commandIo(folder),
    color,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stdin: async () => stdin,
  });
  return { code, out, err };
}

/** A process in a folder that reads nothing and prints nowhere. */
export function commandIo(folder: TestFolder): Io {
  return { cwd: folder.path, color: false, out: () => {}, err: () => {}, stdin: async () => "", interrupted: async () => {} };
}
