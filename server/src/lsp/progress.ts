import type { Connection, WorkDoneProgressServerReporter } from "vscode-languageserver";

/** Work-done progress of the index, for clients that show it. */
export class IndexProgress {
  readonly #reporter: Promise<WorkDoneProgressServerReporter | undefined>;
  #ready: WorkDoneProgressServerReporter | undefined;

  constructor(connection: Connection, supported: boolean) {
    this.#reporter = supported ? this.#begin(connection) : Promise.resolve(undefined);
  }

  report(files: number): void {
    this.#ready?.report(`${files} files`);
  }

  async end(): Promise<void> {
    const reporter = await this.#reporter;
    this.#ready = undefined;
    reporter?.done();
  }

  /** The client is asked for a token first; meanwhile the work goes on. */
  async #begin(connection: Connection): Promise<WorkDoneProgressServerReporter | undefined> {
    try {
      this.#ready = await connection.window.createWorkDoneProgress();
      this.#ready.begin("Istio: reading manifests");
      return this.#ready;
    } catch (error) {
      connection.console.warn(`The client refused to show progress: ${String(error)}`);
      return undefined;
    }
  }
}
