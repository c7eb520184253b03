import type { ClusterError } from "./errors";
import { err, ok, type Result } from "./result";

/** An object as the API server takes and gives it: plain JSON, nothing dropped and nothing renamed. */
export interface ClusterObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly [field: string]: unknown;
}

export interface ObjectMetadata {
  readonly name: string;
  /** Undefined where the target's namespace is meant, and for kinds that have none. */
  readonly namespace?: string | undefined;
  readonly [field: string]: unknown;
}

export interface ApplyOptions {
  /** Ask what would be stored without storing it (dryRun=All). */
  readonly dryRun: boolean;
  readonly fieldManager: string;
  /** Take over fields that other managers own. */
  readonly force: boolean;
}

/** What the apply flow needs of a cluster. Every call ends in a typed error rather than a rejection, and when the signal is aborted. */
export interface ClusterPort {
  /** Version of the API server, e.g. `v1.32.13`; the first call, because it tells whether the server can be reached at all. */
  readonly serverVersion: (signal: AbortSignal) => Promise<Result<string, ClusterError>>;
  /** The object as stored, undefined when there is none. */
  readonly get: (object: ClusterObject, signal: AbortSignal) => Promise<Result<ClusterObject | undefined, ClusterError>>;
  /** Server-side apply; the value is the object as stored or, for a dry run, as it would be stored. */
  readonly serverSideApply: (
    object: ClusterObject,
    options: ApplyOptions,
    signal: AbortSignal,
  ) => Promise<Result<ClusterObject, ClusterError>>;
  /** Lets go of the connections. */
  readonly close: () => void;
}

/** Takes a plain value for an object if it has what every object of a cluster has; else says what is missing. */
export function readClusterObject(value: unknown): Result<ClusterObject, string> {
  if (!isRecord(value)) return err("it is not a mapping");
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== "string" || apiVersion === "") return err("it has no apiVersion");
  if (typeof kind !== "string" || kind === "") return err("it has no kind");
  if (!isRecord(metadata)) return err("it has no metadata");
  const { name, namespace } = metadata;
  if (typeof name !== "string" || name === "") return err("it has no metadata.name");
  if (namespace !== undefined && typeof namespace !== "string") return err("its metadata.namespace is not a string");
  return ok({ ...value, apiVersion, kind, metadata: { ...metadata, name, ...(namespace === undefined ? {} : { namespace }) } });
}

/** Identity of an object within one cluster, whatever API version it is written in. */
export function objectKey(object: ClusterObject, defaultNamespace: string): string {
  const group = object.apiVersion.includes("/") ? object.apiVersion.split("/", 1)[0] : "";
  return [group, object.kind, object.metadata.namespace ?? defaultNamespace, object.metadata.name].join("/");
}

/** `VirtualService shop/website` */
export function objectTitle(object: ClusterObject): string {
  const { name, namespace } = object.metadata;
  return `${object.kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
