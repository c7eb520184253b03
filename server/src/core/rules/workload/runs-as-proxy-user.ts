import { defineRule } from "../rule";

/** The user id of the sidecar. */
const proxyUser = 1337;

/** Source: istio.io application requirements; analyzer applicationUID.Analyzer. */
export const runsAsProxyUser = defineRule({
  code: "runs-as-proxy-user",
  docs: {
    what: "A container runs as user 1337, which is the sidecar's.",
    why: "Traffic of that user is what the sidecar itself sends and is not redirected: calls of the application leave the pod past the mesh, without its rules and without mutual TLS. istioctl looks at Pods and Deployments only.",
    bad: "securityContext: {runAsUser: 1337}",
    good: "securityContext: {runAsUser: 1000}",
  },
  level: "warning",
  kinds: ["Workload"],
  reads: [],
  istio: ["IST0144"],
  kiali: [],
  *check(resource) {
    for (const user of resource.model.users) {
      if (user.value !== proxyUser) continue;
      yield {
        at: user.span,
        message: `User ${proxyUser} is the sidecar's: what this container sends is not redirected and leaves the pod past the mesh. Use another one.`,
      };
    }
  },
});
