import { resourceKey } from "../../index/keys";
import { similarNames } from "../../text/similar";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** The classes that istiod makes itself (pilot/pkg/config/kube/gateway gatewayclass.go). */
const ownClasses = ["istio", "istio-remote", "istio-waypoint", "istio-east-west"];

/** Source: Gateway API specification (gatewayClassName); Kiali k8sgateways/gatewayclass_checker.go. */
export const gatewayClassNotFound = defineRule({
  code: "gateway-class-not-found",
  docs: {
    what: "A Gateway of the Gateway API names a class that no controller stands for.",
    why: "No controller takes the Gateway: no proxy is started for it, and connections are refused. istiod makes the classes istio, istio-remote, istio-waypoint and istio-east-west itself; others need a GatewayClass. Where the files are not the whole mesh, only a name much like one of Istio's is reported; Kiali takes a list of classes from its settings.",
    bad: "spec: {gatewayClassName: istoi}",
    good: "spec: {gatewayClassName: istio}",
  },
  level: "error",
  kinds: ["KubernetesGateway"],
  reads: ["resource"],
  istio: [],
  kiali: ["KIA1504"],
  *check(resource, { index }) {
    const name = resource.model.className;
    if (name === undefined || name.value === "" || ownClasses.includes(name.value)) return;
    if (index.lookup(resourceKey("GatewayClass", name.value)).length > 0) return;
    const near = similarNames(name.value, ownClasses);
    if (near.length === 0 && (!index.mesh.complete || name.value.startsWith("istio-"))) return; // newer releases may make more
    yield {
      at: name.span,
      ...(index.mesh.complete ? {} : { absence: "not-in-view" as const }),
      message: `No GatewayClass ${name.value} ${index.mesh.complete ? "exists" : "is in view"}, and it is none of Istio's own: no proxy is started for this Gateway.${near[0] === undefined ? "" : ` Did you mean ${near[0]}?`}`,
      fixes: () => near.map((one) => replaceValue(resource, name, one, "suggestion")),
    };
  },
});
