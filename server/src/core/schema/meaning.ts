import type { GroupVersionKind } from "../model/resource";

/**
 * What the scalars of a field stand for, beyond their type: names of other objects, labels, shares. Of a map the meaning is that of
 * its keys and values together, of a list that of its items.
 */
export type Meaning =
  | "host"
  | "virtual-host"
  | "rule-host"
  | "server-host"
  | "sni-host"
  | "egress-host"
  | "subset"
  | "subset-name"
  | "destination-port"
  | "policy-port"
  | "match-port"
  | "target-port"
  | "backend"
  | "backend-port"
  | "parent"
  | "gateway"
  | "match-gateway"
  | "subset-labels"
  | "pod-selector"
  | "gateway-selector"
  | "source-labels"
  | "template-labels"
  | "namespace"
  | "export-to"
  | "secret"
  | "service-account"
  | "service-account-ref"
  | "principal"
  | "delegate"
  | "target-name"
  | "target-kind"
  | "header"
  | "method"
  | "protocol"
  | "retry-on"
  | "condition-key"
  | "weight"
  | "resource-file";

/**
 * The meaning of a field of a kind; `field` in the notation of `fieldPath`. The values of a map and the items of a list mean what
 * the map or list does.
 */
export function meaningOf(gvk: Pick<GroupVersionKind, "group" | "kind">, field: string): Meaning | undefined {
  const bare = field.replace(/(?:\[\]|\{\*\})$/, "");
  const own = (byKind[`${gvk.group}/${gvk.kind}`] ?? []).find(([pattern]) => pattern.test(bare));
  return (own ?? common.find(([pattern]) => pattern.test(bare)))?.[1];
}

type Entry = readonly [RegExp, Meaning];

const common: readonly Entry[] = [
  [/^(?:spec\.(?:jobTemplate\.spec\.)?)?template\.metadata\.namespace$|^metadata\.namespace$/, "namespace"],
  [/^spec\.(?:selector\.matchLabels|workloadSelector\.labels)$/, "pod-selector"],
  [/^spec\.exportTo$/, "export-to"],
  [/^spec\.targetRefs?(?:\[\])?\.name$/, "target-name"],
  [/^spec\.targetRefs?(?:\[\])?\.kind$/, "target-kind"],
  [/\.spec\.serviceAccountName$/, "service-account"],
];

const templates: readonly Entry[] = [[/^spec\.(?:selector\.matchLabels|template\.metadata\.labels)$/, "template-labels"]];

const routes: readonly Entry[] = [
  [/^spec\.(?:parentRefs\[\])\.name$/, "parent"],
  [/\.(?:backendRefs\[\]|backendRef)\.name$/, "backend"],
  [/\.(?:backendRefs\[\]|backendRef)\.port$/, "backend-port"],
  [/\.(?:parentRefs\[\]|backendRefs\[\]|backendRef)\.namespace$/, "namespace"],
  [/\.headers\[\]\.name$|HeaderModifier\.(?:(?:set|add)\[\]\.name|remove)$/, "header"],
];

const byKind: Readonly<Record<string, readonly Entry[]>> = {
  "networking.istio.io/VirtualService": [
    [/^spec\.hosts$/, "virtual-host"],
    [/^spec\.gateways$/, "gateway"],
    [/\.match\[\]\.gateways$/, "match-gateway"],
    [/\.(?:destination|mirror)\.host$/, "host"],
    [/\.(?:destination|mirror)\.subset$/, "subset"],
    [/\.(?:destination|mirror)\.port\.number$/, "destination-port"],
    [/\.match\[\]\.port$/, "match-port"],
    [/\.match\[\]\.sniHosts$/, "sni-host"],
    [/\.match\[\]\.sourceLabels$/, "source-labels"],
    [/\.match\[\]\.sourceNamespace$|\.delegate\.namespace$/, "namespace"],
    [/\.delegate\.name$/, "delegate"],
    [/\.match\[\]\.(?:headers|withoutHeaders)$/, "header"],
    [/\.headers\.(?:request|response)\.(?:set|add|remove)$|\.corsPolicy\.(?:allowHeaders|exposeHeaders)$/, "header"],
    [/\.match\[\]\.method\.exact$|\.corsPolicy\.allowMethods$/, "method"],
    [/\.retries\.retryOn$/, "retry-on"],
    [/\.route\[\]\.weight$/, "weight"],
  ],
  "networking.istio.io/DestinationRule": [
    [/^spec\.host$/, "rule-host"],
    [/^spec\.subsets\[\]\.name$/, "subset-name"],
    [/^spec\.subsets\[\]\.labels$/, "subset-labels"],
    [/^spec\.workloadSelector\.matchLabels$/, "pod-selector"],
    [/\.portLevelSettings\[\]\.port\.number$/, "policy-port"],
    [/\.tls\.credentialName$/, "secret"],
    [/\.consistentHash\.httpHeaderName$/, "header"],
    [/\.tunnel\.targetHost$/, "host"],
  ],
  "networking.istio.io/Gateway": [
    [/^spec\.selector$/, "gateway-selector"],
    [/^spec\.servers\[\]\.hosts$/, "server-host"],
    [/\.tls\.(?:credentialName|credentialNames|caCertCredentialName)$/, "secret"],
    [/\.port\.protocol$/, "protocol"],
  ],
  "networking.istio.io/ServiceEntry": [
    [/^spec\.ports\[\]\.protocol$/, "protocol"],
    [/\.endpoints\[\]\.serviceAccount$/, "service-account"],
    [/\.endpoints\[\]\.labels$/, "pod-selector"],
  ],
  "networking.istio.io/Sidecar": [
    [/^spec\.egress\[\]\.hosts$/, "egress-host"],
    [/\.port\.protocol$/, "protocol"],
    [/\.egressProxy\.host$/, "host"],
    [/\.egressProxy\.subset$/, "subset"],
    [/\.egressProxy\.port\.number$/, "destination-port"],
    [/\.tls\.(?:credentialName|credentialNames|caCertCredentialName)$/, "secret"],
  ],
  "networking.istio.io/WorkloadEntry": [
    [/^spec\.serviceAccount$/, "service-account"],
    [/^spec\.labels$/, "pod-selector"],
  ],
  "networking.istio.io/WorkloadGroup": [
    [/^spec\.template\.serviceAccount$/, "service-account"],
    [/^spec\.(?:metadata|template)\.labels$/, "pod-selector"],
  ],
  "security.istio.io/AuthorizationPolicy": [
    [/\.source\.(?:namespaces|notNamespaces)$/, "namespace"],
    [/\.source\.(?:principals|notPrincipals)$/, "principal"],
    [/\.source\.(?:serviceAccounts|notServiceAccounts)$/, "service-account-ref"],
    [/\.operation\.(?:methods|notMethods)$/, "method"],
    [/\.when\[\]\.key$/, "condition-key"],
  ],
  "security.istio.io/RequestAuthentication": [
    [/\.fromHeaders\[\]\.name$|\.outputPayloadToHeader$|\.outputClaimToHeaders\[\]\.header$/, "header"],
  ],
  "extensions.istio.io/WasmPlugin": [[/^spec\.imagePullSecret$/, "secret"]],
  "gateway.networking.k8s.io/HTTPRoute": routes,
  "gateway.networking.k8s.io/GRPCRoute": routes,
  "gateway.networking.k8s.io/Gateway": [[/\.certificateRefs\[\]\.name$/, "secret"]],
  "gateway.networking.k8s.io/ReferenceGrant": [[/^spec\.from\[\]\.namespace$/, "namespace"]],
  "kustomize.config.k8s.io/Kustomization": [
    [/^namespace$/, "namespace"],
    [/^resources$/, "resource-file"],
  ],
  "/Service": [
    [/^spec\.selector$/, "pod-selector"],
    [/^spec\.ports\[\]\.targetPort$/, "target-port"],
  ],
  "apps/Deployment": templates,
  "apps/StatefulSet": templates,
  "apps/DaemonSet": templates,
  "apps/ReplicaSet": templates,
  "argoproj.io/Rollout": templates,
};
