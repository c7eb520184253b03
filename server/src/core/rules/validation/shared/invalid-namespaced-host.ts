import { bareHost, isDnsLabel, wildcardDomainProblem } from "../../../model/dnsName";
import { isIpAddress } from "../../../model/ipAddress";
import { type Report, rejectedByWebhook, replacement, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { isConverted } from "../primitives/gatewayServer";
import { isEmptyList } from "../primitives/virtualService";

/** Source: pkg/config/validation/agent/validation.go ValidateNamespaceSlashWildcardHostname, validateSidecarOrGatewayHostnamePart. */
export const invalidNamespacedHost: ValidationRule = {
  code: "invalid-namespaced-host",
  docs: {
    what: "A host of a Gateway's server or of a Sidecar's egress does not have the form `namespace/host`.",
    why: "The webhook rejects it. The host is a name with a dot, `*`, or `*.` with a name; the namespace is one by name, `.` (the own) or `*`. A Gateway may do without namespace, and takes IP addresses.",
    bad: "egress:\n- hosts: [cart]",
    good: "egress:\n- hosts: [./cart.shop.svc.cluster.local]",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["GW-6", "GW-7", "SC-34", "SC-35"],
  kinds: ["Gateway", "Sidecar"],
  check({ kind, root, spec }, report) {
    const gateway = kind === "Gateway";
    const hidden = gateway && isConverted(root);
    for (const owner of spec.items(gateway ? "servers" : "egress")) {
      if (owner.has("hosts") && isEmptyList(owner, "hosts")) {
        report([...owner.path, "hosts"], `There is no host. ${gateway ? 'For any host write "*".' : 'For everything write "*/*".'}`, {
          on: "key",
          missing: true,
        });
      }
      for (const host of owner.items("hosts")) checkHost(host, gateway, hidden, report);
    }
  },
};

function checkHost({ value, path }: Field, gateway: boolean, hidden: boolean, report: Report): void {
  if (typeof value !== "string") return;
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? bareHost(value) : undefined;
  const slash = url === undefined ? value.indexOf("/") : -1;
  if (slash < 0 && !gateway) {
    const host = url ?? value;
    report(path, `"${value}" has no namespace: the form is "namespace/host".`, {
      fixes: hostProblem(host, gateway) === undefined ? [replacement(path, `*/${host}`), replacement(path, `./${host}`)] : [],
    });
    return;
  }
  const [namespace, host] = slash < 0 ? [undefined, value] : [value.slice(0, slash), value.slice(slash + 1)];
  if (namespace === "" || host === "") {
    report(path, `"${value}" lacks ${namespace === "" ? "the namespace" : "the host"}: neither can be empty. Write "namespace/host".`);
    return;
  }
  if (namespace !== undefined && !isNamespace(namespace, gateway, hidden)) {
    report(path, `"${namespace}" is no namespace: name one, or write "." for the own and "*" for all.`);
  }
  const problem = hostProblem(host, gateway);
  if (problem === undefined) return;
  const fixed = url ?? (/^\*[^.]/.test(host) ? `*.${host.replace(/^\*-?/, "")}` : bareHost(host));
  const prefix = namespace === undefined ? "" : `${namespace}/`;
  report(path, `"${host}" is no host here: ${problem}`, {
    fixes: fixed !== undefined && hostProblem(fixed, gateway) === undefined ? [replacement(path, `${prefix}${fixed}`)] : [],
  });
}

/** A Sidecar can leave namespaces out with `~`. */
function isNamespace(text: string, gateway: boolean, hidden: boolean): boolean {
  if (gateway) return text === "*" || text === "." || (text === "~" && hidden) || isDnsLabel(text);
  const rest = text.startsWith("~") ? text.slice(1) : text;
  return text === "~" || rest === "*" || rest === "." || isDnsLabel(rest);
}

function hostProblem(host: string, gateway: boolean): string | undefined {
  if (host === "*") return undefined;
  if (!host.includes(".")) return "short names are not possible. Write it in full, as in cart.shop.svc.cluster.local.";
  if (gateway && isIpAddress(host)) return undefined;
  const problem = wildcardDomainProblem(host);
  if (problem !== undefined) return problem;
  return host.startsWith("*") && !host.startsWith("*.") ? 'a "*" stands for whole labels here, as in "*.example.com".' : undefined;
}
