import type { ModelKind } from "../model/resource";
import { localRules } from "../schema/localRules";
import { ambientWithSidecar } from "./ambient/ambient-with-sidecar";
import { outsideServiceNamespace } from "./ambient/outside-service-namespace";
import { selectorIgnoredByWaypoint } from "./ambient/selector-ignored-by-waypoint";
import { waypointNeeded } from "./ambient/waypoint-needed";
import { waypointNotFound } from "./ambient/waypoint-not-found";
import { waypointWithoutAmbient } from "./ambient/waypoint-without-ambient";
import { gatewayApiOutdated } from "./definition/gateway-api-outdated";
import { removedApiDefined } from "./definition/removed-api-defined";
import { destinationRuleConflict } from "./destinationRule/destination-rule-conflict";
import { destinationRuleHostNotFound } from "./destinationRule/destination-rule-host-not-found";
import { destinationRuleNotConsulted } from "./destinationRule/destination-rule-not-consulted";
import { istioMutualOutsideMesh } from "./destinationRule/istio-mutual-outside-mesh";
import { mtlsMismatch } from "./destinationRule/mtls-mismatch";
import { subsetSelectsNoWorkload } from "./destinationRule/subset-selects-no-workload";
import { subsetUnused } from "./destinationRule/subset-unused";
import { subsetWithoutLabels } from "./destinationRule/subset-without-labels";
import { tlsOriginatedTwice } from "./destinationRule/tls-originated-twice";
import { tlsWithoutCa } from "./destinationRule/tls-without-ca";
import { wideMutualTlsNotDemanded } from "./destinationRule/wide-mutual-tls-not-demanded";
import { wildcardPolicyHidden } from "./destinationRule/wildcard-policy-hidden";
import { gatewayCertificateShared } from "./gateway/gateway-certificate-shared";
import { gatewayCredentialNotFound } from "./gateway/gateway-credential-not-found";
import { gatewayCredentialUnusable } from "./gateway/gateway-credential-unusable";
import { gatewayPortNotOnService } from "./gateway/gateway-port-not-on-service";
import { gatewaySelectsNoWorkload } from "./gateway/gateway-selects-no-workload";
import { gatewayServerConflict } from "./gateway/gateway-server-conflict";
import { gatewayClassNotFound } from "./kubernetesGateway/gateway-class-not-found";
import { grantNamespaceNotFound } from "./kubernetesGateway/grant-namespace-not-found";
import { listenerConflict } from "./kubernetesGateway/listener-conflict";
import { routeBackendNotFound } from "./kubernetesGateway/route-backend-not-found";
import { routeParentNotFound } from "./kubernetesGateway/route-parent-not-found";
import type { LevelSetting } from "./levels";
import { namespaceModeConflict } from "./namespace/namespace-mode-conflict";
import { namespaceNotInMesh } from "./namespace/namespace-not-in-mesh";
import { accessLogWithoutProvider } from "./policy/access-log-without-provider";
import { authorizationHostUnknown } from "./policy/authorization-host-unknown";
import { envoyPatchIgnored } from "./policy/envoy-patch-ignored";
import { envoyPatchRelative } from "./policy/envoy-patch-relative";
import { identityWithoutMtls } from "./policy/identity-without-mtls";
import { jwksFetchUnrestricted } from "./policy/jwks-fetch-unrestricted";
import { namespaceWideTwice } from "./policy/namespace-wide-twice";
import { peerAuthenticationConflict } from "./policy/peer-authentication-conflict";
import { policySelectsNoWorkload } from "./policy/policy-selects-no-workload";
import { principalNotFound } from "./policy/principal-not-found";
import { rootPeerAuthenticationWithSelector } from "./policy/root-peer-authentication-with-selector";
import { selectorOnKubernetesGateway } from "./policy/selector-on-kubernetes-gateway";
import { selectorSelectsNoWorkload } from "./policy/selector-selects-no-workload";
import { selectorsOverlap } from "./policy/selectors-overlap";
import { sourceNamespaceNotFound } from "./policy/source-namespace-not-found";
import { strictWithoutClientTls } from "./policy/strict-without-client-tls";
import { tracingProviderRetired } from "./policy/tracing-provider-retired";
import type { Rule } from "./rule";
import { externalNamePort } from "./service/external-name-port";
import { targetPortNotFound } from "./service/target-port-not-found";
import { plaintextToTlsPort } from "./serviceEntry/plaintext-to-tls-port";
import { serviceEntryConflict } from "./serviceEntry/service-entry-conflict";
import { alphaAnnotation } from "./shared/alpha-annotation";
import { deprecatedAnnotation } from "./shared/deprecated-annotation";
import { exportToUnknownNamespace } from "./shared/export-to-unknown-namespace";
import { invalidAnnotation } from "./shared/invalid-annotation";
import { misplacedAnnotation } from "./shared/misplaced-annotation";
import { unknownAnnotation } from "./shared/unknown-annotation";
import { rootSidecarWithSelector } from "./sidecar/root-sidecar-with-selector";
import { sidecarHostNotFound } from "./sidecar/sidecar-host-not-found";
import { sidecarInAmbientNamespace } from "./sidecar/sidecar-in-ambient-namespace";
import { validationRules } from "./validation/registry";
import { claimRouteWithoutAuthentication } from "./virtualService/claim-route-without-authentication";
import { delegateConflict } from "./virtualService/delegate-conflict";
import { delegateNotFound } from "./virtualService/delegate-not-found";
import { delegateNotUsable } from "./virtualService/delegate-not-usable";
import { destinationHostDiffers } from "./virtualService/destination-host-differs";
import { destinationHostNotFound } from "./virtualService/destination-host-not-found";
import { destinationNotExported } from "./virtualService/destination-not-exported";
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
import { runsAsProxyUser } from "./workload/runs-as-proxy-user";
import { servicesConflict } from "./workload/services-conflict";
import { workloadGroupsAlike } from "./workload/workload-groups-alike";
import { workloadNotAuthorized } from "./workload/workload-not-authorized";
import { serviceAccountNotFound } from "./workloadGroup/service-account-not-found";

/** Every rule that checks a resource against the workspace. A rule is added here and nowhere else. */
export const rules: readonly Rule[] = [
  accessLogWithoutProvider,
  alphaAnnotation,
  ambientWithSidecar,
  authorizationHostUnknown,
  claimRouteWithoutAuthentication,
  delegateConflict,
  delegateNotFound,
  delegateNotUsable,
  deprecatedAnnotation,
  destinationHostDiffers,
  destinationHostNotFound,
  destinationNotExported,
  destinationPortDiffers,
  destinationPortNotFound,
  destinationPortRequired,
  destinationRepeated,
  destinationRuleConflict,
  destinationRuleHostNotFound,
  destinationRuleNotConsulted,
  destinationWithoutShare,
  envoyPatchIgnored,
  envoyPatchRelative,
  exportToUnknownNamespace,
  externalNamePort,
  gatewayApiOutdated,
  gatewayBypassesSubsets,
  gatewayCertificateShared,
  gatewayClassNotFound,
  gatewayCredentialNotFound,
  gatewayCredentialUnusable,
  gatewayNotFound,
  gatewayPortNotOnService,
  gatewaySelectsNoWorkload,
  gatewayServerConflict,
  grantNamespaceNotFound,
  hashWithWeights,
  hostNotDns,
  hostNotInGateway,
  identityWithoutMtls,
  internalGatewayReferenced,
  invalidAnnotation,
  istioMutualOutsideMesh,
  jwksFetchUnrestricted,
  listenerConflict,
  loneWeight,
  matchWithoutEffect,
  mirrorToSameDestination,
  misplacedAnnotation,
  mixedVersions,
  mtlsMismatch,
  namespaceModeConflict,
  namespaceNotInMesh,
  namespaceWideTwice,
  outsideServiceNamespace,
  peerAuthenticationConflict,
  plaintextToTlsPort,
  policySelectsNoWorkload,
  principalNotFound,
  redirectCodeWithoutEffect,
  removedApiDefined,
  rootPeerAuthenticationWithSelector,
  rootSidecarWithSelector,
  routeBackendNotFound,
  routeParentNotFound,
  rulesNotUsed,
  runsAsProxyUser,
  selectorIgnoredByWaypoint,
  selectorOnKubernetesGateway,
  selectorSelectsNoWorkload,
  selectorsOverlap,
  serviceAccountNotFound,
  serviceEntryConflict,
  servicesConflict,
  shadowedAtGateway,
  sidecarHostNotFound,
  sidecarInAmbientNamespace,
  sourceLabelsMatchNothing,
  sourceNamespaceNotFound,
  strictWithoutClientTls,
  subsetNotFound,
  subsetSelectsNoWorkload,
  subsetUnused,
  subsetWithoutLabels,
  targetPortNotFound,
  tcpMatchPortNotServed,
  timeoutShorterThanRetries,
  tlsOriginatedTwice,
  tlsOriginationMissing,
  tlsWithoutCa,
  tracingProviderRetired,
  unknownAnnotation,
  unreachableRule,
  virtualServiceHostConflict,
  waypointNeeded,
  waypointNotFound,
  waypointWithoutAmbient,
  weightsNotHundred,
  wideMutualTlsNotDemanded,
  wildcardHostOnMesh,
  wildcardPolicyHidden,
  workloadGroupsAlike,
  workloadNotAuthorized,
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

export function defaultLevel(code: string): LevelSetting {
  return byCode.get(code)?.level ?? "error";
}

export function codesOf(code: string): Pick<RuleInfo, "istio" | "kiali"> {
  return byCode.get(code) ?? { istio: [], kiali: [] };
}
