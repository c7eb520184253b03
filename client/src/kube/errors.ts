import { nameTarget, type Target } from "./target";

/** Why the API server could not be talked to at all. */
export type UnreachableCause = "name-not-found" | "connection-refused" | "connect-timeout" | "tls" | "network";

/** Fields that another field manager of the object owns with another value. */
export interface FieldConflict {
  readonly manager: string;
  /** Field paths as the server writes them, e.g. `.spec.http`. */
  readonly fields: readonly string[];
}

/** What a server said to be missing. */
export type MissingThing =
  | { readonly what: "namespace"; readonly name: string }
  | { readonly what: "kind"; readonly apiVersion: string; readonly kind: string }
  | { readonly what: "object"; readonly detail: string };

/** Everything that can go wrong between a kubeconfig and an object in the cluster. `detail` is the words of the server or the system. */
export type ClusterError =
  | { readonly kind: "no-kubeconfig"; readonly lookedAt: readonly string[] }
  | { readonly kind: "invalid-kubeconfig"; readonly problem: string }
  | { readonly kind: "unreachable"; readonly cause: UnreachableCause; readonly detail: string }
  | { readonly kind: "unauthorized"; readonly detail: string }
  | { readonly kind: "forbidden"; readonly action: ForbiddenAction | undefined; readonly detail: string }
  | { readonly kind: "conflict"; readonly conflicts: readonly FieldConflict[]; readonly detail: string }
  | { readonly kind: "not-found"; readonly missing: MissingThing }
  | { readonly kind: "invalid"; readonly fields: readonly string[]; readonly detail: string }
  | { readonly kind: "timeout"; readonly seconds: number }
  | { readonly kind: "cancelled" }
  | { readonly kind: "other"; readonly detail: string };

/** What the identity is not allowed to do. `namespace` is undefined for the whole cluster, `group` empty for the core group. */
export interface ForbiddenAction {
  readonly user: string;
  readonly verb: string;
  readonly resource: string;
  readonly group: string;
  readonly namespace: string | undefined;
}

/** One sentence for people. It names the context and the server as soon as they are known. */
export function describeError(error: ClusterError, target: Target | undefined): string {
  const place = target === undefined ? undefined : nameTarget(target);
  const at = place === undefined ? "" : ` in ${place}`;
  switch (error.kind) {
    case "no-kubeconfig":
      return `No kubeconfig found: looked at ${error.lookedAt.join(", ") || "no file, because the home folder is unknown"}.`;
    case "invalid-kubeconfig":
      return `${sentence(error.problem)}`;
    case "unreachable":
      return `The API server of ${place ?? "the context"} cannot be reached: ${unreachableWords(error.cause, error.detail)}.`;
    case "unauthorized":
      return `The API server of ${place ?? "the context"} did not accept the credentials of user "${target?.user ?? ""}": ${sentence(error.detail)}`;
    case "forbidden":
      return error.action === undefined ? `Forbidden${at}: ${sentence(error.detail)}` : `${forbiddenWords(error.action)}${at}.`;
    case "conflict":
      return error.conflicts.length === 0
        ? `The object changed at the same moment${at}: ${sentence(error.detail)}`
        : `Other managers own fields of the object${at}: ${conflictWords(error.conflicts)}.`;
    case "not-found":
      return `${missingWords(error.missing)}${at}.`;
    case "invalid":
      return `The API server of ${place ?? "the context"} rejects the object: ${sentence(error.detail)}`;
    case "timeout":
      return `The API server of ${place ?? "the context"} did not answer within ${error.seconds} seconds.`;
    case "cancelled":
      return place === undefined ? "Cancelled." : `Cancelled the work with ${place}.`;
    case "other":
      return `The API server of ${place ?? "the context"} answered: ${sentence(error.detail)}`;
  }
}

/** `kubectl owns .spec.http; helm owns .spec.hosts and .metadata.labels.app`. */
export function conflictWords(conflicts: readonly FieldConflict[]): string {
  return conflicts.map(({ manager, fields }) => `"${manager}" owns ${fields.join(" and ")}`).join("; ");
}

/** Whether the error concerns the connection and would meet every other object too. */
export function meetsEveryObject(error: ClusterError): boolean {
  switch (error.kind) {
    case "no-kubeconfig":
    case "invalid-kubeconfig":
    case "unreachable":
    case "unauthorized":
    case "timeout":
    case "cancelled":
      return true;
    case "forbidden":
    case "conflict":
    case "not-found":
    case "invalid":
    case "other":
      return false;
  }
}

function unreachableWords(cause: UnreachableCause, detail: string): string {
  const suffix = detail === "" ? "" : ` (${withoutFullStop(detail)})`;
  switch (cause) {
    case "name-not-found":
      return `its name is not known to DNS${suffix}`;
    case "connection-refused":
      return `the connection was refused${suffix}`;
    case "connect-timeout":
      return `the connection timed out${suffix}`;
    case "tls":
      return `its TLS certificate was not accepted or the TLS handshake failed${suffix}`;
    case "network":
      return `the connection failed${suffix}`;
  }
}

function forbiddenWords({ user, verb, resource, group, namespace }: ForbiddenAction): string {
  const full = group === "" ? resource : `${resource}.${group}`;
  return `User "${user}" may not ${verb} ${full} ${namespace === undefined ? "at cluster scope" : `in namespace "${namespace}"`}`;
}

function missingWords(missing: MissingThing): string {
  switch (missing.what) {
    case "namespace":
      return `Namespace "${missing.name}" does not exist`;
    case "kind":
      return `The API server does not know kind ${missing.kind} of ${missing.apiVersion} (is its CustomResourceDefinition installed?)`;
    case "object":
      return `Not found: ${withoutFullStop(missing.detail)}`;
  }
}

function sentence(text: string): string {
  return `${withoutFullStop(text)}.`;
}

function withoutFullStop(text: string): string {
  return text.trim().replace(/\.+$/, "");
}
