import { appliesToMesh } from "../../model/virtualService";
import { defineRule } from "../rule";

/** Source: pkg/config/validation/validation.go ValidateVirtualService (rule VS-7 of the validation list). */
export const wildcardHostOnMesh = defineRule({
  code: "wildcard-host-on-mesh",
  docs: {
    what: "A VirtualService for the mesh has the host `*`.",
    why: "It would claim every request of every sidecar, so the validation webhook rejects it. At a gateway `*` is allowed.",
    bad: "hosts: ['*']\ngateways: [website-gateway, mesh]",
    good: "hosts: [website]\ngateways: [website-gateway, mesh]",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: [],
  istio: ["IST0106"],
  kiali: [],
  *check(resource) {
    if (!appliesToMesh(resource.model)) return;
    const meant = resource.model.gateways.length === 0 ? "No gateways means the mesh" : 'The gateway "mesh" means every sidecar';
    for (const host of resource.model.hosts) {
      if (host.value !== "*") continue;
      yield {
        at: host.span,
        message: `${meant}, and there the host "*" is not allowed: the webhook rejects the VirtualService. Name the hosts, or bind it to gateways only.`,
      };
    }
  },
});
