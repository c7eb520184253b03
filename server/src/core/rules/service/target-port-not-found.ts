import { serviceHost } from "../../index/hosts";
import { workloadsBehind } from "../../index/workloads";
import { isKind, type Resource } from "../../model/resource";
import type { Workload } from "../../model/workload";
import { similarNames } from "../../text/similar";
import type { Spanned } from "../../text/span";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: Kubernetes, "Service: port definitions" (a named targetPort is looked up in each pod; pods without it are no endpoints of the port). */
export const targetPortNotFound = defineRule({
  code: "target-port-not-found",
  docs: {
    what: "The targetPort of a Service is the name of a port that no container behind it has.",
    why: "Kubernetes looks the name up in each pod. Without it the port has no endpoints: requests get 503 (response flag UH). Numbers are not judged, because a container need not declare the ports that it opens; Kiali reports those too.",
    bad: "kind: Service\nspec: {ports: [{name: http, port: 80, targetPort: web}]}\n# containers: [{ports: [{name: http, containerPort: 8080}]}]",
    good: "kind: Service\nspec: {ports: [{name: http, port: 80, targetPort: http}]}",
  },
  level: "warning",
  kinds: ["Service"],
  reads: ["workloads"],
  istio: [],
  kiali: ["KIA0701"],
  *check(resource, { index }) {
    const named = resource.model.ports.flatMap(({ targetPort }) => (isName(targetPort) ? [targetPort] : []));
    if (named.length === 0) return;
    const fqdn = serviceHost(resource, index.mesh.domain);
    const behind = workloadsBehind(index, { resource, fqdn, ports: resource.model.ports });
    const workloads = behind.filter((one): one is Resource<Workload> => isKind(one, "Workload"));
    if (workloads.length === 0 || workloads.length < behind.length || workloads.some((one) => one.model.workloadRef !== undefined)) return;
    const names = [...new Set(workloads.flatMap((one) => one.model.containerPorts.flatMap((port) => port.name ?? [])))];
    for (const targetPort of named) {
      if (names.includes(targetPort.value)) continue;
      const [first] = workloads;
      const offers = names.length === 0 ? "they name none" : `they name ${names.join(", ")}`;
      yield {
        at: targetPort.span,
        message: `No container behind Service ${resource.name.value} has a port named "${targetPort.value}" (${offers}), so this port has no endpoints and its requests get 503.`,
        related:
          first === undefined ? [] : [{ resource: first, span: first.name.span, message: `${first.name.value} is behind the Service` }],
        fixes: () =>
          (names.length === 1 ? names : similarNames(targetPort.value, names)).map((name) =>
            replaceValue(resource, targetPort, name, "suggestion"),
          ),
      };
    }
  },
});

function isName(targetPort: Spanned<string | number> | undefined): targetPort is Spanned<string> {
  return typeof targetPort?.value === "string" && /[a-z]/i.test(targetPort.value);
}
