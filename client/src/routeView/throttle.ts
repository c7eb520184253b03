/**
 * Runs work that is asked for often: at once when it has not run for a while, else when the pause is over, never twice at a time,
 * and once more when it was asked for meanwhile.
 */
export class Throttle {
  readonly #pauseMs: number;
  readonly #work: () => Promise<void>;
  #state: "idle" | "running" | "running-again" | "pausing" | "disposed" = "idle";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(pauseMs: number, work: () => Promise<void>) {
    this.#pauseMs = pauseMs;
    this.#work = work;
  }

  request(): void {
    switch (this.#state) {
      case "idle":
        void this.#run();
        break;
      case "running":
        this.#state = "running-again";
        break;
      case "pausing":
        this.#state = "running-again";
        break;
      case "running-again":
      case "disposed":
        break;
    }
  }

  dispose(): void {
    this.#state = "disposed";
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#state = "running";
    await this.#work();
    if (this.#state === "running") this.#state = "pausing";
    this.#timer = setTimeout(() => this.#afterPause(), this.#pauseMs);
  }

  #afterPause(): void {
    if (this.#state === "running-again") void this.#run();
    else if (this.#state === "pausing") this.#state = "idle";
  }
}
