import type { Simulation, SimulationRequest } from "../../core/routing/simulation";

/** An answered request. */
export interface Answer {
  readonly request: SimulationRequest;
  readonly simulation: Simulation;
}
