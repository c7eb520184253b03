import type { NotificationMethod } from "./method";

/** What the language server is at; sent by the server whenever it changes. */
export interface ServerStatus {
  readonly state: "starting" | "indexing" | "ready" | "error";
  readonly files: number;
  readonly resources: number;
  /** What the schemas are taken from: a release of Istio, or the name of the user's file. */
  readonly schemas: string;
  /** What went wrong, or what was left out (files that are too large or not text), in sentences. */
  readonly message: string | undefined;
}

export const statusNotification: NotificationMethod<ServerStatus> = { method: "istioTraffic/status" };

/** Files on disk, settings or cluster resources were read anew: what was asked before may have other answers. */
export const workspaceChangedNotification: NotificationMethod<null> = { method: "istioTraffic/workspaceChanged" };
