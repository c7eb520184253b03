import type { Gateway, ServerTls } from "../model/gateway";
import { isKind, type Resource, type Secret } from "../model/resource";
import type { Spanned } from "../text/span";
import { gatewayPods } from "./gatewayPods";
import type { IndexView } from "./indexView";
import { secretKey } from "./keys";

/** A credential that a server names, with the namespaces in which it is looked for: those of the gateway's pods. */
export interface CredentialUse {
  readonly name: Spanned<string>;
  readonly tls: ServerTls;
  readonly namespaces: readonly string[];
  readonly secrets: readonly Resource<Secret>[];
  /** Something in view makes such a Secret in the cluster. */
  readonly isMade: boolean;
}

/**
 * The Secrets behind the credentials of a Gateway (pilot/pkg/credentials): `name` in the namespace of the gateway's pods, or
 * `kubernetes-gateway://ns/name`. Without pods in view the Gateway's own namespace and the root namespace are tried.
 */
export function credentialsOf(index: IndexView, gateway: Resource<Gateway>): readonly CredentialUse[] {
  const pods = gatewayPods(index, gateway);
  const home =
    pods.length > 0
      ? [...new Set(pods.map((pod) => pod.effectiveNamespace))]
      : [...new Set([gateway.effectiveNamespace, index.mesh.rootNamespace])];
  return gateway.model.servers.flatMap(({ tls }) =>
    tls === undefined
      ? []
      : [...(tls.credentialName === undefined ? [] : [tls.credentialName]), ...tls.credentialNames].flatMap((name) => {
          if (name.value === "" || name.value.startsWith("configmap://")) return [];
          const bare = name.value.replace(/^[a-z-]+:\/\//, "");
          const slash = bare.indexOf("/");
          const namespaces = slash < 0 ? home : [bare.slice(0, slash)];
          const found = index
            .lookup(secretKey(bare.slice(slash + 1)))
            .filter((one) => namespaces.includes(one.effectiveNamespace) || one.namespace === undefined);
          const secrets = found.filter((one) => isKind(one, "Secret"));
          return [{ name, tls, namespaces, secrets, isMade: found.length > secrets.length }];
        }),
  );
}
