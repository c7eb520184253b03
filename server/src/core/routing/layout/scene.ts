import type { FileSpan } from "../../features/results";
import type { NodeState } from "../routeView";

/** Pixels; the origin is the top left corner of what holds it. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Geometry of a picture, ready to be drawn: nothing is left to decide but colours. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly graphs: readonly SceneGraph[];
}

/**
 * `columns`: the flow runs from left to right. `entries-above`: the same, with the entries over the rules.
 * `stacked`: from top to bottom, indented as a tree.
 */
export type Arrangement = "columns" | "entries-above" | "stacked";

/** One graph; its box is in the scene, everything inside is relative to that box. */
export interface SceneGraph extends Box {
  readonly id: string;
  readonly arrangement: Arrangement;
  /** The first one is the graph's own heading. */
  readonly nodes: readonly SceneNode[];
  readonly connectors: readonly Connector[];
  /** Headings of the columns. */
  readonly captions: readonly Part[];
  readonly more: MoreRules | undefined;
}

export type NodeKind = "graph" | "entry" | "rule" | "destination" | "workload";

/** Something that can be focused and leads to its source. */
export interface SceneNode extends Box {
  readonly id: string;
  readonly kind: NodeKind;
  readonly state: NodeState;
  /** No request gets here. */
  readonly unreachable: boolean;
  /** Which of the colours, from 0; undefined for a neutral one. */
  readonly hue: number | undefined;
  /** Height, in its box, at which the line from an entry or a branch meets it. */
  readonly port: number;
  /** Everything it shows, relative to its box. */
  readonly parts: readonly Part[];
  /** What it says to a screen reader. */
  readonly label: string;
  readonly source: FileSpan;
}

export type PartKind =
  | "title"
  | "eyebrow"
  | "name"
  | "detail"
  | "number"
  | "joiner"
  | "condition"
  | "label"
  | "action"
  | "fault"
  | "icon"
  | "dots"
  | "problem"
  | "problem-icon"
  | "mark"
  | "caption";

export type Icon = "gateway" | "mesh" | "broken" | "unknown" | "warning" | "unreachable";

/** A piece of text or a mark. */
export interface Part extends Box {
  readonly kind: PartKind;
  readonly lines: readonly string[];
  /** The full text, where `lines` had to leave something out. */
  readonly title: string | undefined;
  readonly icon: Icon | undefined;
  /** Number of dots. */
  readonly count: number;
}

/** `serves`: an entry and a rule. `leg`, `mirror`: a rule and a destination. `pods`: a destination and a workload. `outcome`: a rule that sends nowhere. */
export type ConnectorKind = "serves" | "leg" | "mirror" | "pods" | "outcome";

export interface Connector {
  /** That of the leg, where there is one. */
  readonly id: string;
  readonly kind: ConnectorKind;
  readonly from: string;
  /** Undefined for an outcome. */
  readonly to: string | undefined;
  /** SVG path data; empty where a reference stands for the line. All paths of a kind have the same commands, so that they can be animated. */
  readonly path: string;
  /** Stroke width, growing with the share. */
  readonly width: number;
  readonly state: NodeState;
  readonly unreachable: boolean;
  readonly hue: number | undefined;
  readonly pill: Pill | undefined;
  /** Names a node that is drawn elsewhere. */
  readonly reference: (Box & { readonly text: string; readonly title: string | undefined }) | undefined;
  readonly source: FileSpan | undefined;
}

/** A share on its line. */
export interface Pill extends Box {
  readonly text: string;
  /** What it says to a screen reader. */
  readonly label: string;
  /** The weights of its rule can be changed. */
  readonly editable: boolean;
}

/** Stands for rules that are not drawn. */
export interface MoreRules extends Box {
  readonly hidden: number;
  readonly text: string;
}
