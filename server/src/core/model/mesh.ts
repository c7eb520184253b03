/** What of the mesh configuration matters to rules and routing (istio/api mesh/v1alpha1/config.proto), with Istio's defaults in `defaultMesh`. */
export interface MeshSettings {
  readonly domain: string;
  readonly rootNamespace: string;
  readonly outboundTrafficPolicy: "ALLOW_ANY" | "REGISTRY_ONLY";
  /** The files are the whole mesh: what is not in view does not exist. */
  readonly complete: boolean;
}

export const defaultMesh: MeshSettings = {
  domain: "cluster.local",
  rootNamespace: "istio-system",
  outboundTrafficPolicy: "ALLOW_ANY",
  complete: false,
};
