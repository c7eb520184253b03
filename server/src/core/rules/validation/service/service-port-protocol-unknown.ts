import { protocolOfAppProtocol, protocolOfPortName } from "../../../model/protocol";
import { type ManifestFix, removal, type ValidationRule } from "../../validation";
import type { Field } from "../field";

/**
 * The namespace of the control plane, and those that Istio keeps out of the mesh. Source: pkg/kube/inject IgnoredNamespaces, which
 * pkg/config/analysis/analyzers/util IsSystemNamespace asks.
 */
const outsideMesh: ReadonlySet<string> = new Set(["istio-system", "kube-system", "kube-public", "kube-node-lease", "local-path-storage"]);

/** Source: istioctl/pkg/validate/validate.go validateServicePortPrefix; pkg/config/kube/conversion.go. Istio itself takes such ports and sniffs them. */
export const servicePortProtocolUnknown: ValidationRule = {
  code: "service-port-protocol-unknown",
  docs: {
    what: "Neither the name of a Service's port nor its `appProtocol` says what it speaks.",
    why: "Istio then looks at the first bytes: HTTP is recognised, servers that speak first (databases, mail) stall, and settings for a protocol do not apply before it is known. `istioctl validate` rejects such a Service, the cluster takes it.",
    bad: "ports:\n- port: 9080",
    good: "ports:\n- name: http\n  port: 9080",
  },
  level: "hint",
  istio: ["IST0118"],
  kiali: ["KIA0601", "KIA0602"],
  numbers: ["IV-1", "IV-2", "IV-3"],
  kinds: ["Service"],
  check({ spec, namespace }, report) {
    if (outsideMesh.has(namespace) || spec.text("type") === "ExternalName") return;
    const ports = spec.items("ports");
    for (const port of ports) {
      if (port.text("protocol").toUpperCase() === "UDP") continue;
      const [name, stated] = [port.text("name"), port.text("appProtocol")];
      const number = port.number("port");
      if (stated !== "") {
        if (protocolOfAppProtocol(stated) !== undefined) continue;
        const path = [...port.path, "appProtocol"];
        report(path, `Istio does not know the protocol "${stated}": it looks at the first bytes of each connection to port ${number}.`, {
          fixes: [removal(path)],
        });
      } else if (name === "" && ports.length > 1) {
        report(port.path, "Each of several ports needs a name: the API server rejects the Service. Name it by its protocol.", {
          on: "key",
          level: "error",
          missing: true,
        });
      } else if (name === "") {
        report(
          port.path,
          `Nothing says what port ${number} speaks: Istio looks at the first bytes of each connection. Name it by its protocol, as in "http".`,
          {
            on: "key",
            missing: true,
            fixes: [addName(port)],
          },
        );
      } else if (protocolOfPortName(name) === undefined) {
        const path = [...port.path, "name"];
        report(
          path,
          `"${name}" does not say what port ${number} speaks: Istio looks at the first bytes of each connection. Begin the name with the protocol, as in "http-${name}", or set "appProtocol".`,
          {
            fixes: ["http", "grpc", "tcp"].map((protocol) => addProtocol(port, protocol)),
          },
        );
      }
    }
  },
};

function addName(port: Field): ManifestFix {
  return { title: "Name the port http", kind: "suggestion", edits: [{ action: "add", path: port.path, key: "name", value: "http" }] };
}

/** Renaming a port breaks who refers to it by name. */
function addProtocol(port: Field, protocol: string): ManifestFix {
  return {
    title: `Set appProtocol to ${protocol}`,
    kind: "suggestion",
    edits: [{ action: "add", path: port.path, key: "appProtocol", value: protocol }],
  };
}
