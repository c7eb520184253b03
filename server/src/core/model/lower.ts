import { entryOf, type MapEntry, type MapNode, nodeAt, type SyntaxTree } from "../syntax/node";
import { type Span, type Spanned, touchesSpan } from "../text/span";
import { isNotedDefinition } from "./definitions";
import { isClusterScoped, isListKind, type KnownKind, knownKind, splitApiVersion } from "./kinds";
import { type Kustomized, notKustomized } from "./kustomized";
import { noLabels } from "./labels";
import { lowerDestinationRule } from "./lowerDestinationRule";
import { lowerGateway } from "./lowerGateway";
import { lowerKubernetesGateway, lowerKubernetesRoute, lowerReferenceGrant } from "./lowerKubernetesGateway";
import { lowerPolicy } from "./lowerPolicy";
import { lowerService } from "./lowerService";
import { lowerServiceEntry, lowerWorkloadEntry, lowerWorkloadGroup } from "./lowerServiceEntry";
import { lowerSidecar } from "./lowerSidecar";
import { lowerVirtualService } from "./lowerVirtualService";
import { lowerWorkload } from "./lowerWorkload";
import type { Manifest } from "./manifest";
import { emptyAt, entriesOf, itemsOf, labelMap, type Mutable, spannedString, textOf } from "./read";
import type { GroupVersionKind, Model, Other, Resource, Secret, SecretSource } from "./resource";

export interface LowerInput {
  readonly file: string;
  /** Ordinal of the YAML document within its file. */
  readonly document: number;
  readonly tree: SyntaxTree;
  /** The namespace meant where metadata.namespace is absent. */
  readonly defaultNamespace: string;
  readonly kustomized?: Kustomized;
  /** Where Helm template actions of the document were masked. */
  readonly masked: readonly Span[];
}

/**
 * The Kubernetes objects of one YAML document: none for anything that names neither kind nor apiVersion, the items for a list.
 * Missing parts stay undefined or empty (an absent name is "" with an empty span where it would be written), so that half-typed
 * documents keep working.
 */
export function lowerDocument(input: LowerInput): readonly Resource[] {
  const root = input.tree.root;
  if (root?.kind !== "map") return [];
  const id = `${input.file}#${input.document}`;
  const kind = textOf(entryOf(root, "kind")?.value);
  const items = kind !== undefined && isListKind(kind) ? entryOf(root, "items")?.value : undefined;
  const result: Resource[] = [];
  if (items?.kind === "seq") {
    itemsOf(items).forEach((item, ordinal) => {
      if (item.kind === "map") lowerObject(item, `${id}.${ordinal}`, input, result);
    });
  } else lowerObject(root, id, input, result);
  return result;
}

function lowerObject(root: MapNode, id: string, input: LowerInput, into: Resource[]): void {
  const frame = readFrame(root);
  if (frame.kind === undefined && frame.apiVersion === undefined) return;
  const { group, version } = splitApiVersion(frame.apiVersion?.value ?? "");
  const kind = frame.kind?.value ?? "";
  const known = knownKind(frame.apiVersion?.value, kind);
  const gvk: GroupVersionKind = { group, version, kind };
  const { isPatch, isRenamed, otherNamespaces } = input.kustomized ?? notKustomized;
  const isWritten = (part: Spanned<string>) => !input.masked.some((one) => touchesSpan(one, part.span));
  const namespace = frame.namespace !== undefined && isWritten(frame.namespace) ? frame.namespace : undefined;
  const manifest: Manifest = { root, spec: frame.spec, labels: frame.labels, annotations: frame.annotations };
  into.push({
    id,
    file: input.file,
    document: input.document,
    gvk,
    apiVersion: frame.apiVersion ?? { value: "", span: emptyAt(root.span.start) },
    kindSpan: frame.kind?.span ?? emptyAt(root.span.start),
    name: frame.name ?? { value: "", span: emptyAt(frame.nameAt) },
    namespace,
    effectiveNamespace: isClusterScoped(kind) ? "" : (namespace?.value ?? input.defaultNamespace),
    labels: frame.labels,
    annotations: frame.annotations,
    span: root.span,
    masked: input.masked.length > 0,
    isNamed: !isRenamed && (frame.name === undefined ? input.masked.length === 0 : isWritten(frame.name)),
    isPatch,
    otherNamespaces: namespace === undefined && !isClusterScoped(kind) ? otherNamespaces : [],
    model: known === undefined ? other : lowerModel(known, manifest, frame.name?.value ?? ""),
  });
}

const other: Other = { kind: "Other" };

function lowerModel({ kind, group }: KnownKind, manifest: Manifest, name: string): Model {
  switch (kind) {
    case "VirtualService":
      return lowerVirtualService(manifest);
    case "DestinationRule":
      return lowerDestinationRule(manifest);
    case "Gateway":
      return group === "networking.istio.io" ? lowerGateway(manifest) : lowerKubernetesGateway(manifest);
    case "ServiceEntry":
      return lowerServiceEntry(manifest);
    case "Sidecar":
      return lowerSidecar(manifest);
    case "WorkloadEntry":
      return lowerWorkloadEntry(manifest);
    case "WorkloadGroup":
      return lowerWorkloadGroup(manifest);
    case "EnvoyFilter":
    case "ProxyConfig":
    case "AuthorizationPolicy":
    case "PeerAuthentication":
    case "RequestAuthentication":
    case "Telemetry":
    case "WasmPlugin":
    case "TrafficExtension":
      return lowerPolicy(kind, manifest);
    case "HTTPRoute":
    case "GRPCRoute":
      return lowerKubernetesRoute(manifest);
    case "ReferenceGrant":
      return lowerReferenceGrant(manifest);
    case "Service":
      return group === "" ? lowerService(manifest) : { kind: "ServiceSource", targetNamespace: undefined };
    case "InferenceService":
    case "Canary":
      return { kind: "ServiceSource", targetNamespace: undefined };
    case "HelmRelease":
      return { kind: "ServiceSource", targetNamespace: textOf(nodeAt(manifest.spec?.value, ["targetNamespace"])) };
    case "Application":
      return lowerApplication(manifest);
    case "ServiceAccount":
      return { kind: "ServiceAccount" };
    case "GatewayClass":
      return { kind: "GatewayClass" };
    case "Namespace":
      return { kind: "Namespace" };
    case "Secret":
      return lowerSecret(manifest);
    case "CustomResourceDefinition":
      return isNotedDefinition(name) ? { kind: "CustomResourceDefinition" } : other;
    case "Certificate":
      return lowerSecretSource(manifest, ["secretName"]);
    case "SealedSecret":
      return lowerSecretSource(manifest, ["template", "metadata", "name"]);
    case "ExternalSecret":
      return lowerSecretSource(manifest, ["target", "name"]);
    case "Pod":
    case "ReplicationController":
    case "Deployment":
    case "DaemonSet":
    case "ReplicaSet":
    case "StatefulSet":
    case "Job":
    case "CronJob":
    case "Rollout":
      return lowerWorkload(kind, manifest);
  }
}

/** The Secret is named at `path` of the spec, else like its source. */
function lowerSecretSource({ root, spec }: Manifest, path: readonly string[]): SecretSource {
  const named = spec === undefined ? undefined : textOf(nodeAt(spec.value, path));
  return { kind: "SecretSource", secretName: named ?? textOf(nodeAt(root, ["metadata", "name"])) ?? "" };
}

/** An Application of Argo CD that installs a chart; one that applies files of a repository makes nothing that these do not show. */
function lowerApplication({ spec }: Manifest): Model {
  if (nodeAt(spec?.value, ["source", "chart"]) === undefined) return other;
  return { kind: "ServiceSource", targetNamespace: textOf(nodeAt(spec?.value, ["destination", "namespace"])) };
}

interface Frame {
  readonly apiVersion: Spanned<string> | undefined;
  readonly kind: Spanned<string> | undefined;
  readonly name: Spanned<string> | undefined;
  /** Where the name would be written if it is absent. */
  readonly nameAt: number;
  readonly namespace: Spanned<string> | undefined;
  readonly labels: Resource["labels"];
  readonly annotations: Resource["annotations"];
  readonly spec: MapEntry | undefined;
}

function readFrame(root: MapNode): Frame {
  const frame: Mutable<Frame> = {
    apiVersion: undefined,
    kind: undefined,
    name: undefined,
    nameAt: root.span.start,
    namespace: undefined,
    labels: noLabels,
    annotations: noLabels,
    spec: undefined,
  };
  for (const entry of root.entries) {
    switch (entry.name) {
      case "apiVersion":
      case "kind":
        frame[entry.name] = writtenString(entry);
        break;
      case "spec":
        frame.spec = entry;
        break;
      case "metadata":
        readMetadata(entry, frame);
        break;
    }
  }
  return frame;
}

function readMetadata({ value: metadata }: MapEntry, frame: Mutable<Frame>): void {
  frame.nameAt = metadata.span.start;
  for (const entry of entriesOf(metadata)) {
    switch (entry.name) {
      case "name":
        frame.name = spannedString(entry.value);
        if (frame.name === undefined) frame.nameAt = entry.value.span.start;
        break;
      case "namespace":
        frame.namespace = writtenString(entry);
        break;
      case "labels":
      case "annotations":
        frame[entry.name] = labelMap(entry.value);
        break;
    }
  }
}

/** A string that counts as absent when it is empty. */
function writtenString({ value }: MapEntry): Spanned<string> | undefined {
  const text = spannedString(value);
  return text?.value === "" ? undefined : text;
}

function lowerSecret({ root }: Manifest): Secret {
  let type = "Opaque";
  const keys: string[] = [];
  for (const { name, value } of root.entries) {
    if (name === "type") type = textOf(value) ?? type;
    else if (name === "data" || name === "stringData") {
      for (const entry of entriesOf(value)) if (!keys.includes(entry.name)) keys.push(entry.name);
    }
  }
  return { kind: "Secret", type, keys };
}
