import type { NewValue } from "../edit/treeChange";
import type { Fix, Level } from "./finding";
import type { Rule } from "./rule";
import type { Field, ManifestPath } from "./validation/field";

/** The kinds whose objects are judged by themselves. */
export type ValidatedKind =
  | "VirtualService"
  | "DestinationRule"
  | "Gateway"
  | "ServiceEntry"
  | "Sidecar"
  | "WorkloadEntry"
  | "WorkloadGroup"
  | "EnvoyFilter"
  | "ProxyConfig"
  | "AuthorizationPolicy"
  | "PeerAuthentication"
  | "RequestAuthentication"
  | "Telemetry"
  | "WasmPlugin"
  | "TrafficExtension"
  | "Service";

/** One object as kubectl would send it. */
export interface ValidatedObject {
  readonly kind: ValidatedKind;
  readonly name: string;
  /** The namespace that it lands in. */
  readonly namespace: string;
  readonly root: Field;
  readonly spec: Field;
}

/** A change of a manifest by path; whoever holds the text turns it into an edit. A change that the text does not allow for is left out. */
export type ManifestEdit =
  | { readonly action: "set"; readonly path: ManifestPath; readonly value: string | number | boolean }
  | { readonly action: "rename"; readonly path: ManifestPath; readonly key: string }
  | { readonly action: "remove"; readonly path: ManifestPath }
  /** Puts another entry in place of the one at `path`. */
  | { readonly action: "replace"; readonly path: ManifestPath; readonly key: string; readonly value: NewValue }
  /** Adds `key` to the mapping at `path`. */
  | { readonly action: "add"; readonly path: ManifestPath; readonly key: string; readonly value: NewValue };

export interface ManifestFix {
  readonly title: string;
  readonly kind: Fix["kind"];
  readonly edits: readonly ManifestEdit[];
}

export interface ReportOptions {
  /** What is at fault: by default the value where it is a scalar, else its key. */
  readonly on?: "key" | "value";
  readonly level?: Level;
  /** The finding rests on something not being there, which a template may well fill in. */
  readonly missing?: true;
  /** Struck through in editors. */
  readonly deprecated?: true;
  readonly fixes?: readonly ManifestFix[];
}

/** Takes what is wrong at a path, or at the nearest place above it that exists. What an error leads to (nothing is applied) is added to the message. */
export type Report = (path: ManifestPath, message: string, options?: ReportOptions) => void;

/**
 * A check of one object by itself, as Istio's validation webhook makes it. It runs over the plain value of a document as soon as
 * that is parsed, so it must stay linear in the size of the document; it knows no other object.
 */
export interface ValidationRule extends Pick<Rule, "code" | "docs" | "level" | "istio" | "kiali"> {
  /** The numbers of Istio's rules that it stands for; none for a check that only Kiali has. */
  readonly numbers: readonly string[];
  readonly kinds: readonly ValidatedKind[];
  check(object: ValidatedObject, report: Report): void;
}

/** Code of istioctl analyze for what the webhook rejects. */
export const rejectedByWebhook = ["IST0106"] as const;

/** Code of istioctl analyze for what the webhook warns about. */
export const warnedByWebhook = ["IST0133"] as const;

export function removal(path: ManifestPath, title?: string): ManifestFix {
  return { title: title ?? `Remove ${path.at(-1)}`, kind: "suggestion", edits: [{ action: "remove", path }] };
}

export function replacement(path: ManifestPath, value: string | number | boolean, kind: Fix["kind"] = "suggestion"): ManifestFix {
  return { title: `Change to ${value}`, kind, edits: [{ action: "set", path, value }] };
}
