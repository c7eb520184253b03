import { delegatesNamed } from "../../index/delegates";
import { describeRoute } from "../../model/virtualService";
import { similarNames } from "../../text/similar";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: pilot/pkg/config/kube/crdclient and pilot/pkg/model/virtualservice.go mergeVirtualServices (3 of the routing semantics). */
export const delegateNotFound = defineRule({
  code: "delegate-not-found",
  docs: {
    what: "A rule delegates to a VirtualService that does not exist.",
    why: "The control plane drops just that rule: its requests fall to the rules behind it, or get 404. Without a namespace the delegate is looked for in the namespace of the VirtualService that delegates. Neither istioctl nor Kiali looks at delegates.",
    bad: "http:\n- match: [{uri: {prefix: /cart}}]\n  delegate: {name: cart-path}   # the VirtualService is called cart-paths",
    good: "http:\n- match: [{uri: {prefix: /cart}}]\n  delegate: {name: cart-paths}",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: ["resource", "in-view", "names"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    for (const route of resource.model.routes) {
      const name = route.delegate?.name;
      if (name === undefined || name.value === "" || resource.model.hosts.length === 0) continue;
      if (delegatesNamed(index, resource, route).length > 0) continue;
      const namespace = route.delegate?.namespace?.value ?? resource.effectiveNamespace;
      const known = index.mesh.complete || index.inView("VirtualService", namespace);
      const near = similarNames(
        name.value,
        index.names("virtual-service").flatMap((full) => (full.startsWith(`${namespace}/`) ? [full.slice(namespace.length + 1)] : [])),
      ).filter((one) => one !== resource.name.value);
      const suggestion = near[0] === undefined ? "" : ` Did you mean ${near[0]}?`;
      yield {
        at: name.span,
        ...(known ? {} : { absence: "not-in-view" as const }),
        message: known
          ? `No VirtualService ${namespace}/${name.value} exists, so ${describeRoute(route)} is left out: its requests fall to the rules behind it, or get 404.${suggestion}`
          : `VirtualService ${namespace}/${name.value} is not in view. If the mesh has none either, ${describeRoute(route)} is left out.${suggestion}`,
        fixes: () => near.map((one) => replaceValue(resource, name, one, "suggestion")),
      };
    }
  },
});
