import type { ValidatedKind, ValidationRule } from "../validation";
import { denyBlocksTcp } from "./authorizationPolicy/deny-blocks-tcp";
import { emptyPolicyPart } from "./authorizationPolicy/empty-policy-part";
import { invalidCondition } from "./authorizationPolicy/invalid-condition";
import { invalidOperation } from "./authorizationPolicy/invalid-operation";
import { invalidProvider } from "./authorizationPolicy/invalid-provider";
import { invalidSource } from "./authorizationPolicy/invalid-source";
import { policyWithoutRules } from "./authorizationPolicy/policy-without-rules";
import { unknownMethod } from "./authorizationPolicy/unknown-method";
import { unsupportedWithCustom } from "./authorizationPolicy/unsupported-with-custom";
import { duplicateSubset } from "./destinationRule/duplicate-subset";
import { emptyTrafficPolicy } from "./destinationRule/empty-traffic-policy";
import { failoverWithoutOutlierDetection } from "./destinationRule/failover-without-outlier-detection";
import { invalidClientTls } from "./destinationRule/invalid-client-tls";
import { invalidConnectionPool } from "./destinationRule/invalid-connection-pool";
import { invalidConsistentHash } from "./destinationRule/invalid-consistent-hash";
import { invalidDestinationRuleHost } from "./destinationRule/invalid-destination-rule-host";
import { invalidLocalitySetting } from "./destinationRule/invalid-locality-setting";
import { invalidOutlierDetection } from "./destinationRule/invalid-outlier-detection";
import { invalidTunnel } from "./destinationRule/invalid-tunnel";
import { invalidWarmup } from "./destinationRule/invalid-warmup";
import { portSettingsWithoutPort } from "./destinationRule/port-settings-without-port";
import { incompletePatch } from "./envoyFilter/incomplete-patch";
import { invalidPatchValue } from "./envoyFilter/invalid-patch-value";
import { patchMatchMismatch } from "./envoyFilter/patch-match-mismatch";
import { duplicateServer } from "./gateway/duplicate-server";
import { gatewayNameNotDns } from "./gateway/gateway-name-not-dns";
import { gatewayWithoutServers } from "./gateway/gateway-without-servers";
import { httpsRedirectNotHttp } from "./gateway/https-redirect-not-http";
import { ineffectiveCipherSuites } from "./gateway/ineffective-cipher-suites";
import { invalidServer } from "./gateway/invalid-server";
import { invalidServerTls } from "./gateway/invalid-server-tls";
import { serverTlsMismatch } from "./gateway/server-tls-mismatch";
import { invalidJwtRule } from "./requestAuthentication/invalid-jwt-rule";
import { servicePortProtocolUnknown } from "./service/service-port-protocol-unknown";
import { ignoredWorkloadSelector } from "./serviceEntry/ignored-workload-selector";
import { invalidDynamicDns } from "./serviceEntry/invalid-dynamic-dns";
import { invalidServiceEntryEndpoint } from "./serviceEntry/invalid-service-entry-endpoint";
import { invalidServiceEntryHost } from "./serviceEntry/invalid-service-entry-host";
import { serviceEntryWithoutAddresses } from "./serviceEntry/service-entry-without-addresses";
import { severalHostsOnOnePort } from "./serviceEntry/several-hosts-on-one-port";
import { invalidDuration } from "./shared/invalid-duration";
import { invalidExportTo } from "./shared/invalid-export-to";
import { invalidLabel } from "./shared/invalid-label";
import { invalidNamespacedHost } from "./shared/invalid-namespaced-host";
import { invalidPortName } from "./shared/invalid-port-name";
import { invalidPortNumber } from "./shared/invalid-port-number";
import { invalidRegex } from "./shared/invalid-regex";
import { invalidSelector } from "./shared/invalid-selector";
import { invalidSubnet } from "./shared/invalid-subnet";
import { invalidSubsetName } from "./shared/invalid-subset-name";
import { invalidTargetReference } from "./shared/invalid-target-reference";
import { unsupportedAnnotation } from "./shared/unsupported-annotation";
import { unsupportedProtocol } from "./shared/unsupported-protocol";
import { emptySidecar } from "./sidecar/empty-sidecar";
import { invalidDefaultEndpoint } from "./sidecar/invalid-default-endpoint";
import { invalidEgressProxy } from "./sidecar/invalid-egress-proxy";
import { invalidIngressTls } from "./sidecar/invalid-ingress-tls";
import { invalidListener } from "./sidecar/invalid-listener";
import { redundantEgressHost } from "./sidecar/redundant-egress-host";
import { invalidFilterExpression } from "./telemetry/invalid-filter-expression";
import { invalidTag } from "./telemetry/invalid-tag";
import { severalTracingSettings } from "./telemetry/several-tracing-settings";
import { authoritySetTwice } from "./virtualService/authority-set-twice";
import { conflictingActions } from "./virtualService/conflicting-actions";
import { emptyPrefix } from "./virtualService/empty-prefix";
import { invalidCorsPolicy } from "./virtualService/invalid-cors-policy";
import { invalidDelegate } from "./virtualService/invalid-delegate";
import { invalidDestination } from "./virtualService/invalid-destination";
import { invalidDirectResponse } from "./virtualService/invalid-direct-response";
import { invalidFault } from "./virtualService/invalid-fault";
import { invalidGatewayName } from "./virtualService/invalid-gateway-name";
import { invalidHeaderName } from "./virtualService/invalid-header-name";
import { invalidHeaderValue } from "./virtualService/invalid-header-value";
import { invalidMirror } from "./virtualService/invalid-mirror";
import { invalidRedirect } from "./virtualService/invalid-redirect";
import { invalidRetry } from "./virtualService/invalid-retry";
import { invalidRewrite } from "./virtualService/invalid-rewrite";
import { invalidSourceNamespace } from "./virtualService/invalid-source-namespace";
import { invalidTlsMatch } from "./virtualService/invalid-tls-match";
import { invalidWeight } from "./virtualService/invalid-weight";
import { jwtClaimWithoutGateway } from "./virtualService/jwt-claim-without-gateway";
import { overlappingHosts } from "./virtualService/overlapping-hosts";
import { ruleWithoutAction } from "./virtualService/rule-without-action";
import { virtualServiceWithoutRules } from "./virtualService/virtual-service-without-rules";
import { invalidWorkloadAddress } from "./workloadEntry/invalid-workload-address";
import { probeWithoutMethod } from "./workloadEntry/probe-without-method";

/** Every rule that judges an object by itself. A rule is added here and nowhere else. */
export const validationRules: readonly ValidationRule[] = [
  authoritySetTwice,
  conflictingActions,
  denyBlocksTcp,
  duplicateServer,
  duplicateSubset,
  emptyPolicyPart,
  emptyPrefix,
  emptySidecar,
  emptyTrafficPolicy,
  failoverWithoutOutlierDetection,
  gatewayNameNotDns,
  gatewayWithoutServers,
  httpsRedirectNotHttp,
  ignoredWorkloadSelector,
  incompletePatch,
  ineffectiveCipherSuites,
  invalidClientTls,
  invalidCondition,
  invalidConnectionPool,
  invalidConsistentHash,
  invalidCorsPolicy,
  invalidDefaultEndpoint,
  invalidDelegate,
  invalidDestination,
  invalidDestinationRuleHost,
  invalidDirectResponse,
  invalidDuration,
  invalidDynamicDns,
  invalidEgressProxy,
  invalidExportTo,
  invalidFault,
  invalidFilterExpression,
  invalidGatewayName,
  invalidHeaderName,
  invalidHeaderValue,
  invalidIngressTls,
  invalidJwtRule,
  invalidLabel,
  invalidListener,
  invalidLocalitySetting,
  invalidMirror,
  invalidNamespacedHost,
  invalidOperation,
  invalidOutlierDetection,
  invalidPatchValue,
  invalidPortName,
  invalidPortNumber,
  invalidProvider,
  invalidRedirect,
  invalidRegex,
  invalidRetry,
  invalidRewrite,
  invalidSelector,
  invalidServer,
  invalidServerTls,
  invalidServiceEntryEndpoint,
  invalidServiceEntryHost,
  invalidSource,
  invalidSourceNamespace,
  invalidSubnet,
  invalidSubsetName,
  invalidTag,
  invalidTargetReference,
  invalidTlsMatch,
  invalidTunnel,
  invalidWarmup,
  invalidWeight,
  invalidWorkloadAddress,
  jwtClaimWithoutGateway,
  overlappingHosts,
  patchMatchMismatch,
  policyWithoutRules,
  portSettingsWithoutPort,
  probeWithoutMethod,
  redundantEgressHost,
  ruleWithoutAction,
  serverTlsMismatch,
  serviceEntryWithoutAddresses,
  servicePortProtocolUnknown,
  severalHostsOnOnePort,
  severalTracingSettings,
  unknownMethod,
  unsupportedAnnotation,
  unsupportedProtocol,
  unsupportedWithCustom,
  virtualServiceWithoutRules,
];

const byKind: ReadonlyMap<ValidatedKind, readonly ValidationRule[]> = new Map(
  [...new Set(validationRules.flatMap((rule) => rule.kinds))].map((kind) => [
    kind,
    validationRules.filter((rule) => rule.kinds.includes(kind)),
  ]),
);

export function validationRulesFor(kind: ValidatedKind): readonly ValidationRule[] {
  return byKind.get(kind) ?? [];
}
