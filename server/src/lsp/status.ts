import type { Connection } from "vscode-languageserver";
import { type ServerStatus, statusNotification } from "../protocol/status";

/** The shortest time between two messages that only change counts, in milliseconds. */
const countDelayMs = 250;
/** More problems than these are only counted. */
const shownProblems = 3;

/** What is told beside the state. */
export type StatusCounts = Pick<ServerStatus, "files" | "resources" | "schemas">;

/** Tells the client what the server is at. */
export class StatusReporter {
  readonly #connection: Connection;
  readonly #count: () => StatusCounts;
  readonly #skipped = new Map<string, string>();
  readonly #problems = new Set<string>();
  #state: ServerStatus["state"] = "starting";
  #failure: string | undefined;
  #sent = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection, count: () => StatusCounts) {
    this.#connection = connection;
    this.#count = count;
  }

  indexing(): void {
    this.#state = "indexing";
    this.#failure = undefined;
    this.#send();
  }

  /** Nothing is left to do; a failure stays told until the next index. */
  ready(): void {
    const next = this.#failure === undefined ? "ready" : "error";
    const isNew = this.#state !== next;
    this.#state = next;
    if (isNew) this.#send();
    else this.#sendLater();
  }

  failed(message: string): void {
    this.#state = "error";
    this.#failure = message;
    this.#send();
  }

  /** Notes that a file is left out, and tells the log why. */
  skipped(file: string, message: string): void {
    if (this.#skipped.get(file) === message) return;
    this.#skipped.set(file, message);
    this.#connection.console.warn(message);
  }

  /** The file is read now, or gone. */
  taken(file: string): void {
    this.#skipped.delete(file);
  }

  /** Before the folders and their project files are looked at anew. */
  forgetProblems(): void {
    this.#problems.clear();
  }

  problem(message: string): void {
    this.#problems.add(message);
    this.#connection.console.warn(message);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #sendLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#send();
    }, countDelayMs);
  }

  #send(): void {
    const { files, resources, schemas } = this.#count();
    const status: ServerStatus = { state: this.#state, files, resources, schemas, message: this.#message() };
    const text = JSON.stringify(status);
    if (text === this.#sent) return;
    this.#sent = text;
    void this.#connection.sendNotification(statusNotification.method, status);
  }

  #message(): string | undefined {
    const all = [...(this.#failure === undefined ? [] : [this.#failure]), ...this.#problems, ...this.#skipped.values()];
    if (all.length === 0) return undefined;
    const more = all.length > shownProblems ? ` And ${all.length - shownProblems} more, see the output.` : "";
    return all.slice(0, shownProblems).join(" ") + more;
  }
}
