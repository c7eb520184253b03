import { gatewayApiMinimum } from "../../model/definitions";
import { defineRule } from "../rule";

const bundleVersion = "gateway.networking.k8s.io/bundle-version";

/** Source: pkg/kube/kclient crdwatcher.go (definitions below the minimum are not watched); analyzer k8sgateway.CRDVersionAnalyzer. */
export const gatewayApiOutdated = defineRule({
  code: "gateway-api-outdated",
  docs: {
    what: "The definition of a kind of the Gateway API is older than the release from which on Istio watches that kind.",
    why: "The control plane leaves the kind alone: objects of it are accepted by the API server and have no effect, so requests for them find no route. GRPCRoute needs release 1.1 of the Gateway API, BackendTLSPolicy 1.4, TLSRoute 1.5 and TCPRoute 1.6. A candidate of a release counts as the release.",
    bad: "kind: CustomResourceDefinition\nmetadata:\n  name: tlsroutes.gateway.networking.k8s.io\n  annotations: {gateway.networking.k8s.io/bundle-version: v1.4.1}",
    good: "kind: CustomResourceDefinition\nmetadata:\n  name: tlsroutes.gateway.networking.k8s.io\n  annotations: {gateway.networking.k8s.io/bundle-version: v1.5.0}",
  },
  level: "warning",
  kinds: ["CustomResourceDefinition"],
  reads: [],
  istio: ["IST0176"],
  kiali: [],
  *check(resource) {
    const minimum = gatewayApiMinimum.get(resource.name.value);
    const version = resource.annotations.entries.find((entry) => entry.key.value === bundleVersion)?.value;
    if (minimum === undefined || version === undefined) return;
    const parts = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version.value)?.slice(1).map(Number);
    if (parts === undefined || !isBelow(parts, minimum)) return;
    yield {
      at: version.span,
      message: `Istio watches ${resource.name.value} from release ${minimum.join(".")} of the Gateway API on: with ${version.value} such objects have no effect. Install a newer release.`,
    };
  },
});

function isBelow(version: readonly number[], minimum: readonly number[]): boolean {
  const at = minimum.findIndex((part, place) => part !== version[place]);
  return at >= 0 && (version[at] ?? 0) < (minimum[at] ?? 0);
}
