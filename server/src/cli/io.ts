/** What the command line needs of the process it runs in. */
export interface Io {
  /** The working directory, absolute. */
  readonly cwd: string;
  /** Whether colours can be seen. */
  readonly color: boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** All of standard input. */
  readonly stdin: () => Promise<string>;
  /** Resolves when the user has had enough (Ctrl-C) or nobody reads any more; without it Ctrl-C ends the process at once. */
  readonly interrupted: () => Promise<void>;
}

/** Wrong usage: the message is for the user, without a stack and with a hint at --help. */
export class UsageError extends Error {}

/** Something that the arguments lead to cannot be used; --help does not tell more. */
export class InputError extends Error {}

/** Follows the message about a code that no rule has. */
export const listsRules = '"istio-traffic rules" lists them.';
