import type { FileSpan } from "../core/features/results";
import type { RequestDefaults } from "../core/routing/requestDefaults";
import type { Simulation, SimulationRequest } from "../core/routing/simulation";

/**
 * What the panel posts to the form for a request.
 * - `tryRequest`: open it, filled with what was asked before in its place, else with the request of the defaults. `follows`: nobody
 *   asked for that, the open form goes with the picture.
 * - `simulation`: the answer to the last `simulate`, or why there is none.
 */
export type RequestFormInput =
  | {
      readonly type: "tryRequest";
      readonly defaults: RequestDefaults;
      readonly remembered: SimulationRequest | undefined;
      readonly follows: boolean;
    }
  | { readonly type: "simulation"; readonly answer: Simulation | { readonly problem: string } };

/**
 * What the form posts to its panel.
 * - `openRequest`: the user wants the form; the answer is `tryRequest`.
 * - `simulate`: ask this, now and whenever files change; without a request nothing any more.
 */
export type RequestFormOutput =
  | { readonly type: "openRequest" }
  | { readonly type: "simulate"; readonly request: SimulationRequest | undefined }
  | ({ readonly type: "reveal"; readonly version: undefined } & FileSpan);
