import { isWildcardHost } from "../model/host";
import { type LabelMap, selects } from "../model/labels";
import type { MeshSettings } from "../model/mesh";
import type { Policy } from "../model/policy";
import { isKind, type Resource } from "../model/resource";
import { clientTlsOf } from "./clientTls";
import type { IndexView } from "./indexView";
import { policiesKey, wildcardDestinationRuleKey } from "./keys";
import { nearestVariants } from "./nearest";

export type MtlsMode = "STRICT" | "PERMISSIVE" | "DISABLE";

/** What a server's sidecar accepts, and the PeerAuthentication that says so (undefined: nothing does, and PERMISSIVE holds). */
export interface ServerMtls {
  readonly mode: MtlsMode;
  readonly policy: Resource<Policy> | undefined;
}

/**
 * The mTLS mode of pods with `labels` in a namespace: by a PeerAuthentication for them (in the root namespace such a one is passed over), else for the namespace, else for the mesh;
 * UNSET takes over what the next wider one says (pilot/pkg/security/authn/policy_applier.go). Without labels: of the namespace.
 */
export function serverMtls(index: IndexView, namespace: string, labels: LabelMap | undefined, file: string): ServerMtls {
  const own = peerAuthentications(index, namespace, file);
  const mesh = namespace === index.mesh.rootNamespace ? [] : peerAuthentications(index, index.mesh.rootNamespace, file);
  const specific = labels === undefined || namespace === index.mesh.rootNamespace ? [] : own.filter((one) => isFor(one, labels));
  for (const policy of [...specific, ...own.filter(isWide), ...mesh.filter(isWide)]) {
    const mode = policy.model.mtlsMode?.value;
    if (mode === "STRICT" || mode === "PERMISSIVE" || mode === "DISABLE") return { mode, policy };
  }
  return { mode: "PERMISSIVE", policy: undefined };
}

/** The namespace whose hosts a wildcard covers, "*" for those of all namespaces; undefined for a wildcard of another shape and for a single host. */
export function namespaceOfWildcard(host: string, { domain }: MeshSettings): string | undefined {
  if (!isWildcardHost(host)) return undefined;
  if (["*", `*.svc.${domain}`, `*.${domain}`, `*.${domain.split(".").at(-1)}`].includes(host)) return "*";
  const suffix = `.svc.${domain}`;
  const namespace = host.endsWith(suffix) ? host.slice(2, -suffix.length) : "";
  return namespace === "" || namespace.includes(".") ? undefined : namespace;
}

/** Whether a DestinationRule with a wildcard host makes clients of a namespace's servers (with "*" of all servers) use mutual TLS. */
export function isMutualTlsWritten(index: IndexView, namespace: string): boolean {
  return index.lookup(wildcardDestinationRuleKey).some((rule) => {
    if (!isKind(rule, "DestinationRule")) return false;
    const covered = namespaceOfWildcard(rule.model.host?.value ?? "", index.mesh);
    return (covered === "*" || covered === namespace) && clientTlsOf(rule.model).some((use) => use.mode.value === "ISTIO_MUTUAL");
  });
}

function peerAuthentications(index: IndexView, namespace: string, file: string): readonly Resource<Policy>[] {
  const found = index
    .lookup(policiesKey(namespace))
    .filter((one): one is Resource<Policy> => isKind(one, "Policy") && one.model.policyKind === "PeerAuthentication");
  return nearestVariants(found, file);
}

function isWide({ model: { selector } }: Resource<Policy>): boolean {
  return selector === undefined || selector.entries.length === 0;
}

function isFor({ model: { selector } }: Resource<Policy>, labels: LabelMap): boolean {
  return selector !== undefined && selector.entries.length > 0 && selects(selector, labels);
}
