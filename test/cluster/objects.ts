/** The manifests of rollout 4 (website canary) that an apply is about, without a namespace: it comes from the context. */

export function service(port: number): object {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "website" },
    spec: { selector: { app: "website" }, ports: [{ name: "http", port, targetPort: 80 }] },
  };
}

export function destinationRule(...versions: readonly number[]): object {
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "DestinationRule",
    metadata: { name: "website" },
    spec: {
      host: "website",
      subsets: versions.map((version) => ({ name: `version-${version}`, labels: { version: `website-version-${version}` } })),
    },
  };
}

/** Routes by weight: `{ 1: 80, 2: 20 }`. */
export function virtualService(weights: Readonly<Record<number, number>>): object {
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name: "website-virtual-service" },
    spec: {
      hosts: ["website"],
      http: [
        {
          route: Object.entries(weights).map(([version, weight]) => ({
            destination: { host: "website", subset: `version-${version}` },
            weight,
          })),
        },
      ],
    },
  };
}
