import { clientTlsOf } from "../../index/clientTls";
import { nearestDefinition, resolveHostIn } from "../../index/hosts";
import { isKind } from "../../model/resource";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: istio.io egress TLS origination; pilot/pkg/networking/core/cluster_tls.go. */
export const istioMutualOutsideMesh = defineRule({
  code: "istio-mutual-outside-mesh",
  docs: {
    what: "A DestinationRule demands the mesh's mutual TLS of a host outside of the mesh.",
    why: "With ISTIO_MUTUAL clients show certificates of the mesh and expect one in return. No server outside has one: the handshake fails and requests get 503. SIMPLE starts ordinary TLS, MUTUAL takes certificates of your own.",
    bad: "kind: ServiceEntry\nspec: {hosts: [api.example.com], location: MESH_EXTERNAL}\n---\nkind: DestinationRule\nspec: {host: api.example.com, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}",
    good: "kind: DestinationRule\nspec: {host: api.example.com, trafficPolicy: {tls: {mode: SIMPLE}}}",
  },
  level: "error",
  kinds: ["DestinationRule"],
  reads: ["host", "wildcard-host"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    const { host } = resource.model;
    const uses = clientTlsOf(resource.model).filter((use) => use.mode.value === "ISTIO_MUTUAL");
    if (host === undefined || uses.length === 0) return;
    const definition = nearestDefinition(resolveHostIn(index, host.value, resource.effectiveNamespace), resource.file);
    if (definition === undefined || !isKind(definition.resource, "ServiceEntry")) return;
    const entry = definition.resource;
    if (entry.model.location === "MESH_INTERNAL" || entry.model.workloadSelector !== undefined) return;
    for (const { mode } of uses) {
      yield {
        at: mode.span,
        message: `${host.value} lies outside of the mesh and does not know its certificates: with ISTIO_MUTUAL the handshake fails, and requests get 503. Use SIMPLE.`,
        related: [{ resource: entry, span: entry.name.span, message: "outside of the mesh" }],
        fixes: () => [replaceValue(resource, mode, "SIMPLE", "suggestion")],
      };
    }
  },
});
