import type { Workspace } from "../core/workspace";

/** The longest time that work goes on before waiting messages are let in, in milliseconds. */
const sliceMs = 5;

/** Returns whether the slice that starts now is used up. */
export function startSlice(): () => boolean {
  const end = performance.now() + sliceMs;
  return () => performance.now() >= end;
}

/**
 * Checks what waits in slices and lets messages in between. A newer edit needs no restart: what it made stale waits again, and what
 * it changed comes first. `onSlice` is called after every slice; `idle` tells whether nothing is left.
 */
export class CheckLoop {
  readonly #workspace: Workspace;
  readonly #pause: () => Promise<void>;
  readonly #onSlice: (idle: boolean) => void;
  readonly #onError: (error: unknown) => void;
  #running = false;
  #paused = false;
  #idleWaiters: (() => void)[] = [];

  constructor(workspace: Workspace, pause: () => Promise<void>, onSlice: (idle: boolean) => void, onError: (error: unknown) => void) {
    this.#workspace = workspace;
    this.#pause = pause;
    this.#onSlice = onSlice;
    this.#onError = onError;
  }

  /** While suspended nothing is checked, so that nothing is said before all files are known. */
  suspend(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.request();
  }

  /** Resolves when nothing is left to check. */
  whenIdle(): Promise<void> {
    if (!this.#running) return Promise.resolve();
    return new Promise((resolve) => this.#idleWaiters.push(resolve));
  }

  /** Starts to work unless it is at work. Requests that arrived together with the edit are answered first. */
  request(): void {
    if (this.#running || this.#paused) return;
    this.#running = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    await this.#pause();
    for (let left = true; left; ) {
      await this.#pause();
      if (this.#paused) break;
      left = this.#slice();
    }
    this.#running = false;
    for (const resolve of this.#idleWaiters.splice(0)) resolve();
  }

  /**
   * Works for one slice, which ends early when open files are done: they are told of first. Returns whether work is left. What failed is not
   * tried again, so that errors never loop.
   */
  #slice(): boolean {
    try {
      const isOver = startSlice();
      const forOpenFiles = this.#workspace.openFilesWait;
      const left = this.#workspace.check(() => isOver() || (forOpenFiles && !this.#workspace.openFilesWait));
      this.#onSlice(!left);
      return left;
    } catch (error) {
      this.#onError(error);
      return true;
    }
  }
}
