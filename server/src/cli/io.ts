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
}

/** Wrong usage: the message is for the user, without a stack. */
export class UsageError extends Error {}
