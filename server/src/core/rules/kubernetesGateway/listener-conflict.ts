import { allGatewaysKey } from "../../index/keys";
import { mayCoexist, nearestVariants } from "../../index/nearest";
import type { Listener } from "../../model/kubernetesGateway";
import { describeResource, isKind } from "../../model/resource";
import { defineRule } from "../rule";

/** Source: Gateway API specification (listeners are distinct by port, protocol and hostname); Kiali k8sgateways/multi_match_checker.go. */
export const listenerConflict = defineRule({
  code: "listener-conflict",
  docs: {
    what: "Two listeners have the same port, protocol and hostname: in one Gateway, or in two with the same address.",
    why: "Within one Gateway the API server rejects it. Between two Gateways that ask for the same address only one can have it: requests reach one of them, and routes attached to the other get none. Gateways with addresses of their own do not collide, which Kiali reports as well.",
    bad: "listeners:\n- {name: a, port: 80, protocol: HTTP}\n- {name: b, port: 80, protocol: HTTP}",
    good: "listeners:\n- {name: a, port: 80, protocol: HTTP, hostname: a.example.com}\n- {name: b, port: 80, protocol: HTTP, hostname: b.example.com}",
  },
  level: "warning",
  kinds: ["KubernetesGateway"],
  reads: ["gateways"],
  istio: [],
  kiali: ["KIA1501", "KIA1502", "KIA1503"],
  *check(resource, { index }) {
    const { listeners, addresses } = resource.model;
    for (const [at, listener] of listeners.entries()) {
      const twin = listeners.slice(0, at).find((one) => isSame(one, listener));
      if (twin === undefined) continue;
      yield {
        at: listener.name?.span ?? listener.span,
        level: "error",
        message: `Listener "${listener.name?.value ?? ""}" repeats port, protocol and hostname of "${twin.name?.value ?? ""}": the API server rejects the Gateway.`,
        related: [{ resource, span: twin.name?.span ?? twin.span, message: "the same listener" }],
      };
    }
    if (addresses.length === 0) return;
    const others = nearestVariants(
      index.lookup(allGatewaysKey).filter((one) => isKind(one, "KubernetesGateway")),
      resource.file,
    ).filter((one) => mayCoexist(one, resource));
    for (const address of addresses) {
      const other = others.find((one) => one.model.addresses.some((theirs) => theirs.value === address.value));
      if (other === undefined) continue;
      const shared = listeners.some((listener) => other.model.listeners.some((theirs) => isSame(theirs, listener)));
      yield {
        at: address.span,
        message: `${describeResource(other)} asks for the address ${address.value} too${shared ? ", with the same listener" : ""}: only one Gateway can have it.`,
        related: [{ resource: other, span: other.name.span, message: "asks for the same address" }],
      };
    }
  },
});

function isSame(a: Listener, b: Listener): boolean {
  return (
    a.port !== undefined &&
    a.port.value === b.port?.value &&
    a.protocol?.value === b.protocol?.value &&
    (a.hostname?.value ?? "") === (b.hostname?.value ?? "")
  );
}
