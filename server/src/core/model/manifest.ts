import type { MapEntry, MapNode } from "../syntax/node";
import type { LabelMap } from "./labels";

/** The frame of one object, read once; a kind's lowering reads the rest. */
export interface Manifest {
  readonly root: MapNode;
  /** The `spec` entry, where present. */
  readonly spec: MapEntry | undefined;
  readonly labels: LabelMap;
  readonly annotations: LabelMap;
}
