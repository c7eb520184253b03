import type { Spanned } from "../text/span";

/** gateway.networking.k8s.io Gateway: only what VirtualServices and completion need of it. */
export interface KubernetesGateway {
  readonly kind: "KubernetesGateway";
  readonly className: Spanned<string> | undefined;
  readonly listeners: readonly {
    readonly name: Spanned<string> | undefined;
    readonly hostname: Spanned<string> | undefined;
    readonly port: Spanned<number> | undefined;
    readonly protocol: Spanned<string> | undefined;
  }[];
}
