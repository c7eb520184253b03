import { workloadLabelKey } from "../../index/keys";
import { isKind } from "../../model/resource";
import { defineRule } from "../rule";

/** Source: pilot/pkg/features BLOCKED_CIDRS_IN_JWKS_URIS; analyzer authn.BlockedCIDRsAnalyzer. */
export const jwksFetchUnrestricted = defineRule({
  code: "jwks-fetch-unrestricted",
  docs: {
    what: "A RequestAuthentication names a jwksUri, and istiod is not told which addresses it must not fetch.",
    why: "The control plane fetches keys from whatever address the resource names, also from inside of the cluster or of the cloud's metadata service. Who may write RequestAuthentications can have it call there, unless BLOCKED_CIDRS_IN_JWKS_URIS is set. Reported only where istiod's Deployment is in view.",
    bad: "# istiod without BLOCKED_CIDRS_IN_JWKS_URIS\njwtRules: [{issuer: me, jwksUri: https://example.com/jwks}]",
    good: "# istiod: env: [{name: BLOCKED_CIDRS_IN_JWKS_URIS, value: 169.254.0.0/16}]",
  },
  level: "warning",
  kinds: ["Policy"],
  reads: ["workload-label"],
  istio: ["IST0175"],
  kiali: [],
  *check(resource, { index }) {
    if (resource.model.jwksUris.length === 0) return;
    const controlPlanes = index.lookup(workloadLabelKey("app=istiod")).filter((one) => isKind(one, "Workload"));
    const open = controlPlanes.find((one) => !one.model.controlPlaneSettings.includes("BLOCKED_CIDRS_IN_JWKS_URIS"));
    if (open === undefined) return;
    for (const uri of resource.model.jwksUris) {
      yield {
        at: uri.span,
        message: `istiod fetches "${uri.value}" whatever its address, because BLOCKED_CIDRS_IN_JWKS_URIS is not set there: who may write this resource can have it call inside of the cluster.`,
        related: [{ resource: open, span: open.name.span, message: "istiod without BLOCKED_CIDRS_IN_JWKS_URIS" }],
      };
    }
  },
});
