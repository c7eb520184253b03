/** Where an annotation of Istio belongs. */
export type AnnotationPlace = "Pod" | "Service" | "Namespace" | "Any" | "Other";

export interface IstioAnnotation {
  readonly place: AnnotationPlace;
  readonly deprecated: boolean;
  /** Whether its form may change with any release, and it is not one that Istio itself writes. */
  readonly alpha: boolean;
  /** What is wrong with a value; undefined where nothing is, or nothing is known of the form. */
  readonly problem: (value: string) => string | undefined;
}

/**
 * The annotations that Istio defines (istio/api annotation/annotations.yaml), and of some of them the form
 * (pkg/kube/inject/validate.go). Undefined for any other name.
 */
export function istioAnnotation(name: string): IstioAnnotation | undefined {
  return annotations.get(name);
}

/** Names that Istio defines for a kind of object, for suggestions; all for an object on which none belongs. */
export function istioAnnotationNames(on: AnnotationPlace): readonly string[] {
  return [...annotations].filter(([, { place }]) => on === "Other" || place === on || place === "Any").map(([name]) => name);
}

/** Whether an annotation is one of Istio's by its name, known or not. */
export function isIstioName(name: string): boolean {
  const slash = name.indexOf("/");
  return (slash > 0 && /(^|\.)istio\.io$/.test(name.slice(0, slash))) || name === "kubernetes.io/ingress.class";
}

const fine = () => undefined;

function wholeNumber(value: string): string | undefined {
  return /^\d{1,10}$/.test(value) && Number(value) <= 4_294_967_295 ? undefined : "it must be a whole number";
}

function flag(value: string): string | undefined {
  return /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value) ? undefined : "it must be true or false";
}

function ports(value: string): string | undefined {
  const entries = value.split(",").map((entry) => entry.trim());
  return value.trim() === "" || entries.every((entry) => /^\d{1,5}$/.test(entry) && Number(entry) <= 65_535)
    ? undefined
    : "it must be a list of ports, separated by commas";
}

function portsOrAll(value: string): string | undefined {
  return value === "*" ? undefined : ports(value);
}

function ranges(value: string): string | undefined {
  const entries = value.split(",").map((entry) => entry.trim());
  return value.trim() === "" || entries.every((entry) => /^[0-9a-fA-F:.]+\/\d{1,3}$/.test(entry))
    ? undefined
    : "it must be a list of address ranges (CIDR), separated by commas";
}

function rangesOrAll(value: string): string | undefined {
  return value === "*" ? undefined : ranges(value);
}

function interception(value: string): string | undefined {
  return ["REDIRECT", "TPROXY", "NONE"].includes(value) ? undefined : "it must be REDIRECT, TPROXY or NONE";
}

const sidecar = (name: string) => `sidecar.istio.io/${name}`;
const traffic = (name: string) => `traffic.sidecar.istio.io/${name}`;
const readiness = (name: string) => `readiness.status.sidecar.istio.io/${name}`;

const ofPods = [
  "proxy.istio.io/config",
  "proxy.istio.io/overrides",
  "inject.istio.io/templates",
  "prometheus.istio.io/merge-metrics",
  "security.istio.io/autoMTLS",
  "istio.io/rev",
  "istio.io/reroute-virtual-interfaces",
  "alpha.istio.io/identity",
  "ambient.istio.io/redirection",
  "ambient.istio.io/dns-capture",
  "ambient.istio.io/bypass-inbound-capture",
  "status.sidecar.istio.io/port",
  ...["initialDelaySeconds", "periodSeconds", "failureThreshold", "applicationPorts"].map(readiness),
  ...[
    "includeOutboundIPRanges",
    "excludeOutboundIPRanges",
    "includeInboundPorts",
    "excludeInboundPorts",
    "includeOutboundPorts",
    "excludeOutboundPorts",
    "excludeInterfaces",
    "kubevirtInterfaces",
  ].map(traffic),
  ...[
    "inject",
    "status",
    "rewriteAppHTTPProbers",
    "controlPlaneAuthPolicy",
    "discoveryAddress",
    "proxyImage",
    "proxyImageType",
    "proxyCPU",
    "proxyCPULimit",
    "proxyMemory",
    "proxyMemoryLimit",
    "interceptionMode",
    "bootstrapOverride",
    "nativeSidecar",
    "statsInclusionPrefixes",
    "statsInclusionSuffixes",
    "statsInclusionRegexps",
    "statsHistogramBuckets",
    "statsCompression",
    "statsEvictionInterval",
    "userVolume",
    "userVolumeMount",
    "enableCoreDump",
    "logLevel",
    "componentLogLevel",
    "agentLogLevel",
    "extraStatTags",
  ].map(sidecar),
];
const ofServices = [
  "networking.istio.io/exportTo",
  "networking.istio.io/traffic-distribution",
  "traffic.istio.io/nodeSelector",
  "ambient.istio.io/waypoint-inbound-binding",
  "alpha.istio.io/kubernetes-serviceaccounts",
  "alpha.istio.io/canonical-serviceaccounts",
];
/** Of Gateways, routes, policies and entries, which are not looked at here. */
const ofOthers = [
  "kubernetes.io/ingress.class",
  "gateway.istio.io/name-override",
  "gateway.istio.io/service-account",
  "gateway.istio.io/tls-terminate-mode",
  "networking.istio.io/address-type",
  "networking.istio.io/service-type",
  "istio.io/dry-run",
  "istio.io/autoRegistrationGroup",
  "istio.io/workloadController",
  "istio.io/connectedAt",
  "istio.io/disconnectedAt",
];
const ofAll = [
  "galley.istio.io/analyze-suppress",
  "gateway.istio.io/controller-version",
  "install.operator.istio.io/chart-owner",
  "install.operator.istio.io/owner-generation",
  "install.operator.istio.io/version",
  "topology.istio.io/controlPlaneClusters",
];
const ofNamespaces = ["topology.istio.io/controlPlaneClusters"];

const deprecated: ReadonlySet<string> = new Set([
  "alpha.istio.io/kubernetes-serviceaccounts",
  "alpha.istio.io/canonical-serviceaccounts",
  "alpha.istio.io/identity",
  "istio.io/reroute-virtual-interfaces",
  traffic("kubevirtInterfaces"),
  ...[
    "controlPlaneAuthPolicy",
    "discoveryAddress",
    "statsInclusionPrefixes",
    "statsInclusionSuffixes",
    "statsInclusionRegexps",
    "enableCoreDump",
  ].map(sidecar),
]);

/** Beta or stable (istio.io, Resource Annotations), or written by the injector and the control plane. */
const notAlpha: ReadonlySet<string> = new Set([
  "ambient.istio.io/redirection",
  "gateway.istio.io/controller-version",
  "istio.io/rev",
  "kubernetes.io/ingress.class",
  "proxy.istio.io/config",
  sidecar("inject"),
  sidecar("status"),
]);

const forms: ReadonlyMap<string, IstioAnnotation["problem"]> = new Map([
  [sidecar("interceptionMode"), interception],
  [sidecar("rewriteAppHTTPProbers"), flag],
  ["prometheus.istio.io/merge-metrics", flag],
  ["status.sidecar.istio.io/port", ports],
  ...["initialDelaySeconds", "periodSeconds", "failureThreshold"].map((name) => [readiness(name), wholeNumber] as const),
  [traffic("includeOutboundIPRanges"), rangesOrAll],
  [traffic("excludeOutboundIPRanges"), ranges],
  [traffic("includeInboundPorts"), portsOrAll],
  [traffic("excludeInboundPorts"), ports],
  [traffic("includeOutboundPorts"), portsOrAll],
  [traffic("excludeOutboundPorts"), ports],
]);

const annotations: ReadonlyMap<string, IstioAnnotation> = new Map(
  (
    [
      ["Pod", ofPods],
      ["Service", ofServices],
      ["Other", ofOthers],
      ["Namespace", ofNamespaces],
      ["Any", ofAll],
    ] as const
  ).flatMap(([place, names]) =>
    names.map(
      (name) => [name, { place, deprecated: deprecated.has(name), alpha: !notAlpha.has(name), problem: forms.get(name) ?? fine }] as const,
    ),
  ),
);
