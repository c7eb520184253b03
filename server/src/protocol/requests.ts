import type { RequestDefaults } from "../core/routing/requestDefaults";
import type { RouteView } from "../core/routing/routeView";
import type { Simulation, SimulationRequest, TraceStep } from "../core/routing/simulation";
import type { RequestMethod } from "./method";

/** Zero-based line and UTF-16 character, as in the Language Server Protocol. */
export interface WirePosition {
  readonly line: number;
  readonly character: number;
}

export interface WireRange {
  readonly start: WirePosition;
  readonly end: WirePosition;
}

export interface RouteViewParams {
  readonly uri: string;
  /** The VirtualService or Service there; without it all of the file. */
  readonly position?: WirePosition;
}

/** A snapshot of the picture of `uri`; `version` is that of the open document it was made from. */
export interface RouteViewAnswer {
  readonly view: RouteView;
  readonly version: number | undefined;
}

export const routeViewRequest: RequestMethod<RouteViewParams, RouteViewAnswer | null> = { method: "istioTraffic/routeView" };

export interface SimulateParams {
  readonly request: SimulationRequest;
  /** Of variants of one resource the nearest to this file counts. */
  readonly uri?: string;
}

/** A step of the trace; `span` counts from the start of the file, `range` is the same place in lines. */
export type LocatedStep = TraceStep & { readonly range: WireRange };

export type SimulateAnswer = Omit<Simulation, "trace"> & { readonly trace: readonly LocatedStep[] };

/** Where a request would go; fails with a sentence where it is no request. */
export const simulateRequest: RequestMethod<SimulateParams, SimulateAnswer> = { method: "istioTraffic/simulate" };

/** What a form for a request starts with, for the VirtualService at a position. */
export const requestDefaultsRequest: RequestMethod<RouteViewParams, RequestDefaults> = { method: "istioTraffic/requestDefaults" };

export interface ObjectsParams {
  readonly uri: string;
  /** Only objects that touch this range; without it all of the file. */
  readonly range?: WireRange;
}

/** One Kubernetes object of a file as kubectl would read it. */
export interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** As written; undefined where the manifest leaves it out. */
  readonly namespace: string | undefined;
  readonly object: Readonly<Record<string, unknown>>;
  readonly range: WireRange;
}

export interface ObjectsAnswer {
  /** Of the open document; undefined where the file is not open. */
  readonly version: number | undefined;
  readonly objects: readonly ManifestObject[];
  /** Why parts of the file cannot be applied, one sentence each; nothing should be applied then. */
  readonly problems: readonly string[];
}

/** The objects of a file, for the cluster side of the client. */
export const objectsRequest: RequestMethod<ObjectsParams, ObjectsAnswer> = { method: "istioTraffic/objects" };

/** Documentation of a rule as Markdown; null for an unknown code. */
export const explainRuleRequest: RequestMethod<{ readonly code: string }, string | null> = { method: "istioTraffic/explainRule" };

/** Objects that the client read from a cluster. They replace those sent before; an empty list forgets them. */
export interface ClusterResourcesParams {
  readonly context: string;
  readonly objects: readonly Readonly<Record<string, unknown>>[];
}

export const clusterResourcesRequest: RequestMethod<ClusterResourcesParams, { readonly resources: number }> = {
  method: "istioTraffic/clusterResources",
};

/** Asked by a server without a file system: the manifest files of the workspace folders. */
export const listFilesRequest: RequestMethod<null, readonly string[]> = { method: "istioTraffic/listFiles" };

/** Asked by a server without a file system: the text of a file, or why there is none. */
export const readFileRequest: RequestMethod<{ readonly uri: string }, { readonly text?: string; readonly skipped?: string }> = {
  method: "istioTraffic/readFile",
};
