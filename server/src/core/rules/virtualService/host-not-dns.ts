import { dnsNameProblem } from "../../model/dnsName";
import { defineRule } from "../rule";

/** Source: pkg/config/validation/validation.go ValidateVirtualService, ValidateWildcardDomain (rules VS-4 to VS-6 of the validation list). */
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
    for (const host of resource.model.hosts) {
      const problem = dnsNameProblem(host.value);
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

/** The host of a URL. */
function bareHost(value: string): string | undefined {
  const host = value
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .replace(/[/?#].*$/, "")
    .replace(/:\d+$/, "");
  return host !== value && dnsNameProblem(host) === undefined ? host : undefined;
}
