import { servicePortProtocol } from "../../model/protocol";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/listener.go (listeners of ExternalName services); analyzer service.PortNameAnalyzer. */
export const externalNamePort = defineRule({
  code: "external-name-port",
  docs: {
    what: "A port of an ExternalName Service speaks plain TCP, or does not say what it speaks.",
    why: "Such a Service has no address of its own, so the sidecar listens at the port for every destination: connections of other services at this port go there too. With a protocol that names its host (HTTP, TLS) they are told apart.",
    bad: "type: ExternalName\nports: [{name: tcp, port: 443}]",
    good: "type: ExternalName\nports: [{name: tls, port: 443}]",
  },
  level: "warning",
  kinds: ["Service"],
  reads: [],
  istio: ["IST0150"],
  kiali: [],
  *check(resource) {
    if (resource.model.type !== "ExternalName") return;
    for (const port of resource.model.ports) {
      const protocol = servicePortProtocol(port);
      if (protocol !== "auto" && protocol !== "tcp") continue;
      yield {
        at: port.name?.span ?? port.number?.span ?? port.span,
        message: `Port ${port.number?.value ?? ""} of an ExternalName Service ${protocol === "tcp" ? "speaks plain TCP" : "does not say what it speaks"}: the sidecar takes connections of other services at this port for it. Begin the port's name with http or tls.`,
      };
    }
  },
});
