import type { ModelKind } from "../model/resource";
import { localRules } from "../schema/localRules";
import { destinationRuleConflict } from "./destinationRule/destination-rule-conflict";
import { destinationRuleHostNotFound } from "./destinationRule/destination-rule-host-not-found";
import { destinationRuleNotConsulted } from "./destinationRule/destination-rule-not-consulted";
import { mtlsMismatch } from "./destinationRule/mtls-mismatch";
import { subsetSelectsNoWorkload } from "./destinationRule/subset-selects-no-workload";
import { subsetUnused } from "./destinationRule/subset-unused";
import { subsetWithoutLabels } from "./destinationRule/subset-without-labels";
import { tlsOriginatedTwice } from "./destinationRule/tls-originated-twice";
import { wildcardPolicyHidden } from "./destinationRule/wildcard-policy-hidden";
import type { Level } from "./finding";
import { peerAuthenticationConflict } from "./policy/peer-authentication-conflict";
import { policySelectsNoWorkload } from "./policy/policy-selects-no-workload";
import { rootPeerAuthenticationWithSelector } from "./policy/root-peer-authentication-with-selector";
import type { Rule } from "./rule";
import { targetPortNotFound } from "./service/target-port-not-found";
import { exportToUnknownNamespace } from "./shared/export-to-unknown-namespace";
import { rootSidecarWithSelector } from "./sidecar/root-sidecar-with-selector";
import { sidecarHostNotFound } from "./sidecar/sidecar-host-not-found";
import { validationRules } from "./validation/registry";
import { claimRouteWithoutAuthentication } from "./virtualService/claim-route-without-authentication";
import { delegateConflict } from "./virtualService/delegate-conflict";
import { delegateNotFound } from "./virtualService/delegate-not-found";
import { delegateNotUsable } from "./virtualService/delegate-not-usable";
import { destinationHostDiffers } from "./virtualService/destination-host-differs";
import { destinationHostNotFound } from "./virtualService/destination-host-not-found";
import { destinationPortDiffers } from "./virtualService/destination-port-differs";
import { destinationPortNotFound } from "./virtualService/destination-port-not-found";
import { destinationPortRequired } from "./virtualService/destination-port-required";
import { destinationRepeated } from "./virtualService/destination-repeated";
import { destinationWithoutShare } from "./virtualService/destination-without-share";
import { gatewayBypassesSubsets } from "./virtualService/gateway-bypasses-subsets";
import { gatewayNotFound } from "./virtualService/gateway-not-found";
import { hashWithWeights } from "./virtualService/hash-with-weights";
import { hostNotDns } from "./virtualService/host-not-dns";
import { hostNotInGateway } from "./virtualService/host-not-in-gateway";
import { internalGatewayReferenced } from "./virtualService/internal-gateway-referenced";
import { loneWeight } from "./virtualService/lone-weight";
import { matchWithoutEffect } from "./virtualService/match-without-effect";
import { mirrorToSameDestination } from "./virtualService/mirror-to-same-destination";
import { mixedVersions } from "./virtualService/mixed-versions";
import { redirectCodeWithoutEffect } from "./virtualService/redirect-code-without-effect";
import { rulesNotUsed } from "./virtualService/rules-not-used";
import { shadowedAtGateway } from "./virtualService/shadowed-at-gateway";
import { sourceLabelsMatchNothing } from "./virtualService/source-labels-match-nothing";
import { subsetNotFound } from "./virtualService/subset-not-found";
import { tcpMatchPortNotServed } from "./virtualService/tcp-match-port-not-served";
import { timeoutShorterThanRetries } from "./virtualService/timeout-shorter-than-retries";
import { tlsOriginationMissing } from "./virtualService/tls-origination-missing";
import { unreachableRule } from "./virtualService/unreachable-rule";
import { virtualServiceHostConflict } from "./virtualService/virtual-service-host-conflict";
import { weightsNotHundred } from "./virtualService/weights-not-100";
import { wildcardHostOnMesh } from "./virtualService/wildcard-host-on-mesh";
import { workloadGroupsAlike } from "./workload/workload-groups-alike";

/** Every rule that checks a resource against the workspace. A rule is added here and nowhere else. */
export const rules: readonly Rule[] = [
  claimRouteWithoutAuthentication,
  delegateConflict,
  delegateNotFound,
  delegateNotUsable,
  destinationHostDiffers,
  destinationHostNotFound,
  destinationPortDiffers,
  destinationPortNotFound,
  destinationPortRequired,
  destinationRepeated,
  destinationRuleConflict,
  destinationRuleHostNotFound,
  destinationRuleNotConsulted,
  destinationWithoutShare,
  exportToUnknownNamespace,
  gatewayBypassesSubsets,
  gatewayNotFound,
  hashWithWeights,
  hostNotDns,
  hostNotInGateway,
  internalGatewayReferenced,
  loneWeight,
  matchWithoutEffect,
  mirrorToSameDestination,
  mixedVersions,
  mtlsMismatch,
  peerAuthenticationConflict,
  policySelectsNoWorkload,
  redirectCodeWithoutEffect,
  rootPeerAuthenticationWithSelector,
  rootSidecarWithSelector,
  rulesNotUsed,
  shadowedAtGateway,
  sidecarHostNotFound,
  sourceLabelsMatchNothing,
  subsetNotFound,
  subsetSelectsNoWorkload,
  subsetUnused,
  subsetWithoutLabels,
  targetPortNotFound,
  tcpMatchPortNotServed,
  timeoutShorterThanRetries,
  tlsOriginatedTwice,
  tlsOriginationMissing,
  unreachableRule,
  virtualServiceHostConflict,
  weightsNotHundred,
  wildcardHostOnMesh,
  wildcardPolicyHidden,
  workloadGroupsAlike,
];

const byKind: ReadonlyMap<ModelKind, readonly Rule[]> = new Map(
  [...new Set(rules.flatMap((rule) => rule.kinds))].map((kind) => [kind, rules.filter((rule) => rule.kinds.includes(kind))]),
);

const byCode: ReadonlyMap<string, RuleInfo> = new Map([...rules, ...validationRules, ...localRules].map((rule) => [rule.code, rule]));

/** What is known of every code, whether a rule, the validation of single objects or the schema layer reports it. */
export type RuleInfo = Pick<Rule, "code" | "docs" | "level" | "istio" | "kiali">;

export function rulesFor(kind: ModelKind): readonly Rule[] {
  return byKind.get(kind) ?? [];
}

export function ruleInfo(code: string): RuleInfo | undefined {
  return byCode.get(code);
}

/** All codes with their documentation, in the order of the code. */
export function ruleInfos(): readonly RuleInfo[] {
  return [...byCode.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

export function defaultLevel(code: string): Level {
  return byCode.get(code)?.level ?? "error";
}

export function codesOf(code: string): Pick<RuleInfo, "istio" | "kiali"> {
  return byCode.get(code) ?? { istio: [], kiali: [] };
}
