import { parseProtocol } from "../../../model/protocol";
import { rejectedByWebhook, removal, type ValidationRule } from "../../validation";
import { isEmptyList } from "../primitives/virtualService";

/** Source: pkg/config/validation/validation.go ValidateServiceEntry (resolution DYNAMIC_DNS; wildcards are checked with the hosts). */
export const invalidDynamicDns: ValidationRule = {
  code: "invalid-dynamic-dns",
  docs: {
    what: "A ServiceEntry with the resolution DYNAMIC_DNS has addresses, endpoints, or a port whose protocol does not name the host.",
    why: "The webhook rejects it: the proxy looks up the host that a request names, in HTTP or in the SNI of TLS, so nothing else can say where to go. Inside of the mesh a waypoint cannot take part.",
    bad: "hosts: ['*.example.com']\nresolution: DYNAMIC_DNS\nports: [{number: 3306, name: mysql, protocol: TCP}]",
    good: "hosts: ['*.example.com']\nresolution: DYNAMIC_DNS\nports: [{number: 443, name: tls, protocol: TLS}]",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["SE-42", "SE-43", "SE-45", "SE-47"],
  kinds: ["ServiceEntry"],
  check({ spec, root }, report) {
    if (spec.text("resolution") !== "DYNAMIC_DNS") return;
    for (const field of ["addresses", "endpoints"]) {
      if (isEmptyList(spec, field)) continue;
      const path = [...spec.path, field];
      report(path, `With DYNAMIC_DNS every request is looked up, so "${field}" has no meaning. Remove it.`, {
        on: "key",
        fixes: [removal(path)],
      });
    }
    for (const port of spec.items("ports")) {
      const written = port.text("protocol");
      const protocol = parseProtocol(written);
      if (protocol !== undefined && possible.includes(protocol)) continue;
      const subject = written === "" ? "The port has no protocol" : `${written} does not name the host`;
      report([...port.path, "protocol"], `${subject}, and DYNAMIC_DNS looks up the host that a request names: HTTP, HTTP2, GRPC or TLS.`, {
        ...(written === "" ? { missing: true } : {}),
      });
    }
    const waypoint = root.get("metadata")?.get("labels")?.get("istio.io/use-waypoint");
    if (spec.text("location") === "MESH_INTERNAL" && waypoint !== undefined && waypoint.value !== "none") {
      report(
        waypoint.path,
        "A waypoint cannot serve a ServiceEntry inside of the mesh with DYNAMIC_DNS. Use MESH_EXTERNAL, or no waypoint.",
        {
          on: "key",
          fixes: [removal(waypoint.path)],
        },
      );
    }
  },
};

const possible: readonly string[] = ["http", "http2", "grpc", "tls"];
