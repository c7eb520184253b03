import type { Span, Spanned } from "../text/span";
import type { LabelMap } from "./labels";

/** gateway.networking.k8s.io Gateway. */
export interface KubernetesGateway {
  readonly kind: "KubernetesGateway";
  readonly className: Spanned<string> | undefined;
  readonly listeners: readonly Listener[];
  /** The values of spec.addresses. */
  readonly addresses: readonly Spanned<string>[];
}

export interface Listener {
  readonly span: Span;
  readonly name: Spanned<string> | undefined;
  readonly hostname: Spanned<string> | undefined;
  readonly port: Spanned<number> | undefined;
  readonly protocol: Spanned<string> | undefined;
  /** allowedRoutes.namespaces.from: Same (the default), All, Selector, None. */
  readonly routesFrom: string;
  /** allowedRoutes.namespaces.selector.matchLabels, where the selector has nothing else. */
  readonly routesSelector: LabelMap | undefined;
}

/** gateway.networking.k8s.io HTTPRoute or GRPCRoute. */
export interface KubernetesRoute {
  readonly kind: "KubernetesRoute";
  readonly parents: readonly KubernetesReference[];
  /** Backends of rules, and of mirrors. */
  readonly backends: readonly KubernetesReference[];
}

/** A parentRef or backendRef; group and kind have the defaults of their place. */
export interface KubernetesReference {
  readonly span: Span;
  readonly group: string;
  readonly kind: string;
  readonly name: Spanned<string> | undefined;
  readonly namespace: Spanned<string> | undefined;
  readonly port: Spanned<number> | undefined;
  readonly sectionName: Spanned<string> | undefined;
}

/** gateway.networking.k8s.io ReferenceGrant: `from` may refer to `to` in the grant's namespace. */
export interface ReferenceGrant {
  readonly kind: "ReferenceGrant";
  readonly from: readonly { readonly group: string; readonly kind: string; readonly namespace: Spanned<string> | undefined }[];
  /** Without a name everything of the kind is meant. */
  readonly to: readonly { readonly group: string; readonly kind: string; readonly name: string | undefined }[];
}
