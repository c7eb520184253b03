import { resolveHostIn } from "../../index/hosts";
import { virtualServicesWithHost } from "../../index/virtualServices";
import { isWildcardHost, resolveHost } from "../../model/host";
import { similarNames } from "../../text/similar";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: Envoy RBAC compares the Host header; Kiali no_host_checker.go, which istioctl left out because of its false alarms. */
export const authorizationHostUnknown = defineRule({
  code: "authorization-host-unknown",
  docs: {
    what: "An AuthorizationPolicy names a short host that is neither a Service nor a VirtualService's host, but much like one.",
    why: "`hosts` is compared with the Host header that the client sent, not with the registry: with a misspelt host the condition never holds. Any name may be sent, so only what looks like a slip is reported.",
    bad: "to:\n- operation: {hosts: [websit]}   # the Service is called website",
    good: "to:\n- operation: {hosts: [website]}",
  },
  level: "hint",
  kinds: ["Policy"],
  reads: ["host", "wildcard-host", "virtual-service", "names"],
  istio: [],
  kiali: ["KIA0104"],
  *check(resource, { index }) {
    const namespace = resource.effectiveNamespace;
    for (const host of resource.model.authorization?.hosts ?? []) {
      const name = host.value.replace(/:(\d+|\*)$/, "");
      if (name === "" || name.includes(".") || name.includes("*") || isWildcardHost(name)) continue;
      if (resolveHostIn(index, name, namespace).definitions.length > 0) continue;
      if (virtualServicesWithHost(index, resolveHost(name, namespace, index.mesh.domain), resource.file).length > 0) continue;
      const suffix = `.${namespace}.svc.${index.mesh.domain}`;
      const near = similarNames(
        name,
        index.names("host").flatMap((one) => (one.endsWith(suffix) ? [one.slice(0, -suffix.length)] : [])),
      );
      if (near.length === 0) continue;
      yield {
        at: host.span,
        message: `Nothing in view is called "${name}" in namespace ${namespace}; requests with that Host header are unlikely. Did you mean ${near[0]}?`,
        fixes: () => near.map((one) => replaceValue(resource, host, host.value.replace(name, one), "suggestion")),
      };
    }
  },
});
