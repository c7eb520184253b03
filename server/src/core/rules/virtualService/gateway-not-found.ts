import { gatewaysNamed, splitGatewayName } from "../../index/gateways";
import type { IndexView } from "../../index/indexView";
import type { Resource } from "../../model/resource";
import type { VirtualService } from "../../model/virtualService";
import { similarNames } from "../../text/similar";
import type { Spanned } from "../../text/span";
import type { Finding } from "../finding";
import { replaceValue } from "../fixText";
import { createGateway } from "../newObjects";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/config.go resolveGatewayName; analyzer virtualservice.GatewayAnalyzer. */
export const gatewayNotFound = defineRule({
  code: "gateway-not-found",
  docs: {
    what: "A VirtualService names a Gateway that does not exist.",
    why: "Nothing binds the VirtualService to a listener: requests that arrive at the ingress find no route and get 404. A name without a namespace is looked up in the VirtualService's own namespace. `./name` means that one too, and the old form `name.namespace` the namespace that it names, as for the control plane; istioctl takes both literally and does not find them. It also leaves out gateways that single matches name.",
    bad: "gateways:\n- bookinfo-gateway   # the Gateway is called bookinfo",
    good: "gateways:\n- bookinfo",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: ["gateway", "in-view", "names"],
  istio: ["IST0101", "IST0132"],
  kiali: ["KIA1102"],
  *check(resource, { index }) {
    const bound = resource.model.gateways;
    const narrowed = resource.model.routes.flatMap((route) => route.matches.flatMap((match) => match.gateways));
    for (const gateway of [...bound, ...narrowed]) {
      if (gateway.value !== "mesh" && gateway.value !== "") yield* checkGateway(resource, gateway, index);
    }
  },
});

function* checkGateway(resource: Resource<VirtualService>, gateway: Spanned<string>, index: IndexView): Iterable<Finding> {
  const namespace = resource.effectiveNamespace;
  if (gatewaysNamed(index, gateway.value, namespace).length > 0) return;
  const [gatewayNamespace, name] = splitGatewayName(gateway.value, namespace);
  const known = index.inView("Gateway", gatewayNamespace);
  const isForgotten = !gateway.value.includes("/") && index.names("gateway").some((full) => full.endsWith(`/${name}`));
  const near = similarGateways(index, name, gatewayNamespace, namespace);
  const suggestion = near[0] === undefined ? "" : ` Did you mean ${near[0]}?`;
  yield {
    at: gateway.span,
    ...(known ? {} : isForgotten ? { level: "warning" as const } : { absence: "not-in-view" as const }),
    message: isForgotten
      ? `A name without a namespace means a Gateway of namespace ${gatewayNamespace}, and none called ${name} is there: the rules are bound to no listener, and requests that arrive at the ingress get 404.${suggestion}`
      : known
        ? `No Gateway ${name} exists in namespace ${gatewayNamespace}: the rules are bound to no listener, and requests that should arrive through it get 404.${suggestion}`
        : `No Gateway of namespace ${gatewayNamespace} is among these files. If the cluster has none called ${name} there either, requests that should arrive through it get 404.${suggestion}`,
    fixes: () => [
      ...near.map((suggested) => replaceValue(resource, gateway, suggested, "suggestion")),
      ...(isForgotten ? [] : createGateway(resource, { namespace: gatewayNamespace, name }, index)),
    ],
  };
}

/** Gateways with a similar name: in the namespace asked for first; written without a namespace where it is the VirtualService's own. */
function similarGateways(index: IndexView, name: string, gatewayNamespace: string, namespace: string): readonly string[] {
  const all = index.names("gateway").map((full) => full.split("/") as [string, string]);
  const write = ([ns, gateway]: [string, string]) => (ns === namespace ? gateway : `${ns}/${gateway}`);
  const sameNamespace = all.filter(([ns]) => ns === gatewayNamespace);
  const near = similarNames(
    name,
    sameNamespace.map(([, gateway]) => gateway),
  ).map((gateway) => write([gatewayNamespace, gateway]));
  const elsewhere = all.filter(([ns, gateway]) => ns !== gatewayNamespace && gateway === name).map(write);
  return [...elsewhere, ...near].slice(0, 3);
}
