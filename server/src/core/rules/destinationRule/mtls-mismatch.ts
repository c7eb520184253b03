import { nearestDefinition, resolveHostIn } from "../../index/hosts";
import type { IndexView } from "../../index/indexView";
import { namespaceOfWildcard } from "../../index/mtls";
import { companions } from "../../index/nearest";
import { isForAllWorkloads, policiesIn } from "../../index/policies";
import { selectableLabels, selectorOf, workloadsBehind } from "../../index/workloads";
import type { ClientTls, DestinationRule, TrafficPolicy } from "../../model/destinationRule";
import { isWildcardHost } from "../../model/host";
import { labelValue } from "../../model/labels";
import type { Policy } from "../../model/policy";
import { describeResource, isKind, type Resource } from "../../model/resource";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/cluster_tls.go (a written mode switches automatic mTLS off); pilot/pkg/security/authn (what servers accept). */
export const mtlsMismatch = defineRule({
  code: "mtls-mismatch",
  docs: {
    what: "A DestinationRule makes clients talk plain text to servers that insist on mutual TLS, or mutual TLS to servers that want plain text.",
    why: "Without `tls` clients do what the server accepts. A mode that is written holds, whatever PeerAuthentications say: plain text to STRICT is cut off, mutual TLS to DISABLE fails in the handshake, and requests get 503 (response flag UF or UC). Nothing is said where PeerAuthentications with a selector, or pods without a sidecar, may make the difference. Mutual TLS without any PeerAuthentication works, because servers accept both by default.",
    bad: "kind: PeerAuthentication\nmetadata: {name: default, namespace: shop}\nspec: {mtls: {mode: STRICT}}\n---\nkind: DestinationRule\nmetadata: {name: website, namespace: shop}\nspec:\n  host: website\n  trafficPolicy: {tls: {mode: DISABLE}}",
    good: "kind: DestinationRule\nmetadata: {name: website, namespace: shop}\nspec:\n  host: website\n  trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}",
  },
  level: "warning",
  kinds: ["DestinationRule"],
  reads: ["host", "wildcard-host", "workloads", "policies"],
  istio: [],
  kiali: ["KIA0207", "KIA0208", "KIA0505", "KIA0506"],
  *check(resource, { index }) {
    const written = writtenModes(resource.model);
    if (written.length === 0) return;
    const namespace = serverNamespace(resource, index);
    const policy = namespace === undefined ? undefined : policyInForce(namespace, resource, index);
    const accepted = policy?.model.mtlsMode;
    if (policy === undefined || accepted === undefined) return;
    for (const mode of written) {
      const plain = mode.value === "DISABLE" && accepted.value === "STRICT";
      const mutual = mode.value === "ISTIO_MUTUAL" && accepted.value === "DISABLE";
      if (!plain && !mutual) continue;
      yield {
        at: mode.span,
        message: plain
          ? `Clients send plain text, but ${describeResource(policy)} lets servers of ${resource.model.host?.value} accept mutual TLS only: requests get 503. Use ISTIO_MUTUAL, or leave the mode out.`
          : `Clients open mutual TLS, but ${describeResource(policy)} switches it off for servers of ${resource.model.host?.value}: requests get 503. Use DISABLE, or leave the mode out.`,
        related: [{ resource: policy, span: accepted.span, message: `servers are set to ${accepted.value}` }],
        fixes: () => [replaceValue(resource, mode, plain ? "ISTIO_MUTUAL" : "DISABLE", "suggestion")],
      };
    }
  },
});

function writtenModes(model: DestinationRule): readonly NonNullable<ClientTls["mode"]>[] {
  const policies: readonly (TrafficPolicy | undefined)[] = [model.trafficPolicy, ...model.subsets.map((subset) => subset.trafficPolicy)];
  return policies.flatMap((policy) =>
    policy === undefined ? [] : [policy, ...policy.portLevelSettings].flatMap((part) => part.tls?.mode ?? []),
  );
}

/**
 * The namespace in which the servers of the host run; the root namespace for a wildcard over all of them. Undefined where they lie
 * outside of the mesh, are not in view or run without a sidecar.
 */
function serverNamespace(resource: Resource<DestinationRule>, index: IndexView): string | undefined {
  const host = resource.model.host?.value ?? "";
  if (isWildcardHost(host)) {
    const namespace = namespaceOfWildcard(host, index.mesh);
    return namespace === "*" ? index.mesh.rootNamespace : namespace;
  }
  const definition = nearestDefinition(resolveHostIn(index, host, resource.effectiveNamespace), resource.file);
  if (definition === undefined || !isKind(definition.resource, "Service") || selectorOf(definition) === undefined) return undefined;
  const bare = workloadsBehind(index, definition).some(
    (one) =>
      one.model.kind !== "Workload" ||
      labelValue(selectableLabels(one), injectLabel) === "false" ||
      labelValue(one.model.podAnnotations, injectLabel) === "false",
  );
  return bare ? undefined : definition.resource.effectiveNamespace;
}

const injectLabel = "sidecar.istio.io/inject";

/** The PeerAuthentication that decides what servers of a namespace accept; undefined where several may. */
function policyInForce(namespace: string, from: Resource<DestinationRule>, index: IndexView): Resource<Policy> | undefined {
  const own = policiesIn(index, namespace, "PeerAuthentication");
  if (!own.every(isForAllWorkloads)) return undefined;
  for (const where of [namespace, index.mesh.rootNamespace]) {
    const policies = companions(policiesIn(index, where, "PeerAuthentication").filter(isForAllWorkloads), from.file);
    const decided = policies.filter((one) => one.model.mtlsMode !== undefined && one.model.mtlsMode.value !== "UNSET");
    const modes = new Set(decided.map((one) => one.model.mtlsMode?.value));
    if (modes.size > 1) return undefined;
    if (decided[0] !== undefined) return decided[0];
  }
  return undefined;
}
