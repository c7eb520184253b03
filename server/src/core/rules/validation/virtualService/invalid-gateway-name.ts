import { fqdnProblem, isDnsLabel } from "../../../model/dnsName";
import { type Report, rejectedByWebhook, replacement, type ValidationRule } from "../../validation";
import type { Field } from "../field";

/** Source: pkg/config/validation/validation.go validateGatewayNames; it looks at nothing behind the first name without a slash. */
export const invalidGatewayName: ValidationRule = {
  code: "invalid-gateway-name",
  docs: {
    what: "An entry of `gateways` does not have the form `name` or `namespace/name`, or has the legacy form `name.namespace`.",
    why: "The webhook rejects malformed names. Behind the first name without a slash, and `mesh` is one, it stops looking: what is wrong there is found here all the same. Such a name passes but means no Gateway, so the rules are bound to less than is written.",
    bad: "gateways:\n- istio-system/*",
    good: "gateways:\n- istio-system/website-gateway",
  },
  level: "error",
  istio: [...rejectedByWebhook, "IST0133"],
  kiali: ["KIA1108"],
  numbers: ["VS-4", "VS-33", "VS-119", "VS-129"],
  kinds: ["VirtualService"],
  check({ spec, namespace }, report) {
    checkNames(spec.items("gateways"), namespace, report);
    for (const protocol of ["http", "tls", "tcp"]) {
      for (const match of spec.select(`${protocol}[].match[]`)) checkNames(match.items("gateways"), namespace, report);
    }
  },
};

function checkNames(names: readonly Field[], namespace: string, report: Report): void {
  let looking = true;
  for (const { value: name, path } of names) {
    if (typeof name !== "string") continue;
    const problem = nameProblem(name);
    const own = name.startsWith("./") ? `${namespace}/${name.slice(2)}` : undefined;
    if (problem !== undefined && (looking || own === undefined)) {
      report(path, `"${name}" is no name of a Gateway: ${problem}`, {
        level: looking ? "error" : "warning",
        fixes: own === undefined ? [] : [replacement(path, own)],
      });
    } else if (problem === undefined && !name.includes("/") && name.includes(".")) {
      const [first = "", second = ""] = name.split(".");
      const better = `${second}/${first}`;
      report(path, `"${name}" is the legacy form of a Gateway's name: Istio takes it for "${better}". Write that.`, {
        level: "warning",
        fixes: second === "" ? [] : [replacement(path, better, "safe")],
      });
    }
    if (!name.includes("/")) looking = false;
  }
}

function nameProblem(name: string): string | undefined {
  const slash = name.indexOf("/");
  if (slash < 0) return fqdnProblem(name);
  const [namespace, gateway] = [name.slice(0, slash), name.slice(slash + 1)];
  if (namespace === "" || gateway === "") return 'namespace and name cannot be empty. Write "namespace/name".';
  if (namespace === ".") return 'the own namespace is written without "./".';
  if (!isDnsLabel(namespace)) return `"${namespace}" is no namespace. Each gateway is named by itself.`;
  return isDnsLabel(gateway) ? undefined : `"${gateway}" is more than letters, digits and inner dashes. Wildcards are not possible.`;
}
