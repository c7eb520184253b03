import type { Memento } from "vscode";
import type { RequestDefaults } from "../../../server/src/core/routing/requestDefaults";
import type { SimulationRequest } from "../../../server/src/core/routing/simulation";

const stateKey = "istioTraffic.requests";
/** The least recently asked are forgotten beyond this. */
const kept = 50;

type Entry = readonly [place: string, request: SimulationRequest];

/** What was last asked of each VirtualService of each file; kept with the workspace. */
export class RequestMemory {
  readonly #state: Pick<Memento, "get" | "update">;

  constructor(state: Pick<Memento, "get" | "update">) {
    this.#state = state;
  }

  recall(file: string, { subject }: RequestDefaults): SimulationRequest | undefined {
    return this.#entries().find(([place]) => place === placeOf(file, subject))?.[1];
  }

  /** A request that is the default is not worth keeping: defaults follow the file. */
  async keep(file: string, { subject, request: usual }: RequestDefaults, request: SimulationRequest): Promise<void> {
    const place = placeOf(file, subject);
    const others = this.#entries().filter((entry) => entry[0] !== place);
    const own: readonly Entry[] = JSON.stringify(request) === JSON.stringify(usual) ? [] : [[place, request]];
    await this.#state.update(stateKey, [...own, ...others].slice(0, kept));
  }

  #entries(): readonly Entry[] {
    return this.#state.get<readonly Entry[]>(stateKey) ?? [];
  }
}

function placeOf(file: string, subject: string | undefined): string {
  return `${file} ${subject ?? ""}`;
}
