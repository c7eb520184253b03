import { bareHost, gatewayDomainProblem } from "../../model/dnsName";
import { isIpAddress } from "../../model/ipAddress";
import { appliesToMesh } from "../../model/virtualService";
import { defineRule } from "../rule";

/** Source: pkg/config/validation/validation.go ValidateVirtualService, ValidateWildcardDomain (rule VS-6 of the validation list). */
export const hostNotDns = defineRule({
  code: "host-not-dns",
  docs: {
    what: "A host of a VirtualService is neither a DNS name (with an optional leading `*`) nor an IP address.",
    why: "The validation webhook rejects the object. A host has no scheme, port or path: those are matched by rules.",
    bad: "hosts:\n- http://shop.example.com/",
    good: "hosts:\n- shop.example.com",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: [],
  istio: ["IST0106"],
  kiali: [],
  *check(resource) {
    const { model } = resource;
    const matchesSni = !appliesToMesh(model) && model.routes.some((route) => route.matches.some((match) => match.sniHosts.length > 0));
    for (const host of model.hosts) {
      const problem = isIpAddress(host.value) ? undefined : gatewayDomainProblem(host.value, matchesSni);
      if (problem === undefined) continue;
      const bare = bareHost(host.value);
      yield {
        at: host.span,
        message: `"${host.value}" is not a DNS name: ${problem} The API server's webhook rejects the VirtualService.`,
        fixes: () =>
          bare === undefined
            ? []
            : [{ title: `Change to ${bare}`, kind: "suggestion", edits: [{ in: resource, span: host.span, newText: bare }] }],
      };
    }
  },
});
