import type { ClientTls, LoadBalancer, PolicyPart, PortTrafficPolicy, TrafficPolicy } from "./destinationRule";

/** One part of a traffic policy that is in force, and where it is written. */
export interface PolicyInForce {
  readonly part: PolicyPartName;
  readonly from: "subset" | "rule";
  /** Settings as `path: value`. */
  readonly settings: PolicyPart["settings"];
}

type PolicyPartName = (typeof parts)[number];

const parts = ["loadBalancer", "connectionPool", "outlierDetection", "tls", "retryBudget", "tunnel", "proxyProtocol"] as const;

/**
 * The policy of a subset: each part is the subset's if it has one, else the rule's, as a whole
 * (istio pilot/pkg/networking/util/util.go MergeSubsetTrafficPolicy). Ports with settings of their own are not looked at.
 */
export function policyInForce(rule: TrafficPolicy | undefined, subset: TrafficPolicy | undefined): readonly PolicyInForce[] {
  return parts.flatMap((part) => {
    const own = subset?.[part];
    const used = own ?? rule?.[part];
    return used === undefined ? [] : [{ part, from: own === undefined ? "rule" : "subset", settings: settingsOf(used) }];
  });
}

/** The ports with settings of their own, which replace the whole policy there; a port of the subset hides that of the rule. */
export function portsWithPolicy(
  rule: TrafficPolicy | undefined,
  subset: TrafficPolicy | undefined,
): readonly { readonly port: number; readonly from: "subset" | "rule"; readonly parts: readonly PolicyInForce[] }[] {
  const own = portsOf(subset);
  const inherited = [...portsOf(rule)].filter(([port]) => !own.has(port));
  return [
    ...[...own].map(([port, policy]) => ({ port, from: "subset" as const, parts: policyInForce(undefined, policy) })),
    ...inherited.map(([port, policy]) => ({ port, from: "rule" as const, parts: policyInForce(policy, undefined) })),
  ];
}

function portsOf(policy: TrafficPolicy | undefined): ReadonlyMap<number, PortTrafficPolicy> {
  return new Map((policy?.portLevelSettings ?? []).flatMap((one) => (one.port === undefined ? [] : [[one.port.value, one]])));
}

function settingsOf(part: PolicyPart | LoadBalancer | ClientTls): PolicyPart["settings"] {
  if ("settings" in part) return part.settings;
  const { mode, sni, credentialName, caCertificates, subjectAltNames } = part;
  return [
    ...[...Object.entries({ mode, sni, credentialName, caCertificates })].flatMap(([path, value]) =>
      value === undefined ? [] : [{ path, value: value.value }],
    ),
    ...(subjectAltNames.length === 0 ? [] : [{ path: "subjectAltNames", value: subjectAltNames.join(", ") }]),
  ];
}
