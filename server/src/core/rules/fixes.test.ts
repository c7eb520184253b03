import { test } from "vitest";
import { expectFix } from "../../../../test/helpers/workspaceFixture";

const manifest = (kind: string, spec: string, metadata = "{name: a}") => {
  const group = {
    Service: "v1",
    Sidecar: "networking.istio.io/v1",
    Deployment: "apps/v1",
    ReferenceGrant: "gateway.networking.k8s.io/v1beta1",
    HTTPRoute: "gateway.networking.k8s.io/v1",
    EnvoyFilter: "networking.istio.io/v1alpha3",
    AuthorizationPolicy: "security.istio.io/v1",
  }[kind];
  return `apiVersion: ${group ?? "networking.istio.io/v1"}\nkind: ${kind}\nmetadata: ${metadata}\nspec:\n${spec}`;
};
const around = `
#### around.yaml
apiVersion: v1
kind: Service
metadata: {name: website}
spec: {selector: {app: website}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: website}
spec: {template: {metadata: {labels: {app: website}}, spec: {serviceAccountName: website, containers: [{name: a, ports: [{name: http, containerPort: 80}]}]}}}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: api}
spec: {hosts: [api.example.com], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default}
spec: {mtls: {mode: STRICT}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public}
spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP}]}
`;

/** [code, title, kind, spec before, spec after]: what a fix changes, and nothing else. */
test.each([
  [
    "selector-selects-no-workload",
    "Change to website",
    "Sidecar",
    "  workloadSelector: {labels: {app: 'websit'}} # the page\n  egress: [{hosts: [./*]}]\n",
    "  workloadSelector: {labels: {app: 'website'}} # the page\n  egress: [{hosts: [./*]}]\n",
  ],
  [
    "source-namespace-not-found",
    "Change to shop",
    "AuthorizationPolicy",
    "  rules: [{from: [{source: {namespaces: [shpo]}}]}]\n",
    "  rules: [{from: [{source: {namespaces: [shop]}}]}]\n",
  ],
  [
    "authorization-host-unknown",
    "Change to website:80",
    "AuthorizationPolicy",
    '  rules: [{to: [{operation: {hosts: ["websit:80"]}}]}]\n',
    '  rules: [{to: [{operation: {hosts: ["website:80"]}}]}]\n',
  ],
  [
    "principal-not-found",
    "Change to cluster.local/ns/default/sa/website",
    "AuthorizationPolicy",
    "  rules: [{from: [{source: {principals: [cluster.local/ns/default/sa/websit]}}]}]\n",
    "  rules: [{from: [{source: {principals: [cluster.local/ns/default/sa/website]}}]}]\n",
  ],
  [
    "selector-on-kubernetes-gateway",
    "Attach to Gateway public by targetRefs",
    "AuthorizationPolicy",
    "  selector:\n    matchLabels:\n      gateway.networking.k8s.io/gateway-name: public\n  action: ALLOW\n",
    "  targetRefs:\n  - group: gateway.networking.k8s.io\n    kind: Gateway\n    name: public\n  action: ALLOW\n",
  ],
  [
    "envoy-patch-ignored",
    "Change to MERGE",
    "EnvoyFilter",
    "  configPatches:\n  - applyTo: CLUSTER\n    patch: {operation: REPLACE, value: {}}\n",
    "  configPatches:\n  - applyTo: CLUSTER\n    patch: {operation: MERGE, value: {}}\n",
  ],
  [
    "target-port-not-found",
    "Change to http",
    "Service",
    "  selector: {app: website}\n  ports: [{name: http, port: 81, targetPort: htp}]\n",
    "  selector: {app: website}\n  ports: [{name: http, port: 81, targetPort: http}]\n",
  ],
  [
    "gateway-selects-no-workload",
    "Change to ingressgateway",
    "Gateway",
    "  selector: {istio: ingressgatway}\n  servers: []\n",
    "  selector: {istio: ingressgateway}\n  servers: []\n",
  ],
  [
    "route-parent-not-found",
    "Change to http",
    "HTTPRoute",
    "  parentRefs: [{name: public, sectionName: htp}]\n",
    "  parentRefs: [{name: public, sectionName: http}]\n",
  ],
  [
    "route-backend-not-found",
    "Change to website",
    "HTTPRoute",
    "  rules: [{backendRefs: [{name: websit, port: 80}]}]\n",
    "  rules: [{backendRefs: [{name: website, port: 80}]}]\n",
  ],
  [
    "route-backend-not-found",
    "Change to port 80",
    "HTTPRoute",
    "  rules: [{backendRefs: [{name: website, port: 8080}]}]\n",
    "  rules: [{backendRefs: [{name: website, port: 80}]}]\n",
  ],
  [
    "grant-namespace-not-found",
    "Change to shop",
    "ReferenceGrant",
    "  from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shpo}]\n  to: []\n",
    "  from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}]\n  to: []\n",
  ],
  [
    "istio-mutual-outside-mesh",
    "Change to SIMPLE",
    "DestinationRule",
    "  host: api.example.com\n  trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}\n",
    "  host: api.example.com\n  trafficPolicy: {tls: {mode: SIMPLE}}\n",
  ],
  [
    "tls-without-ca",
    "Trust the certificates of the system",
    "DestinationRule",
    "  host: api.example.com\n  trafficPolicy:\n    tls:\n      mode: SIMPLE # outside\n      sni: a\n",
    "  host: api.example.com\n  trafficPolicy:\n    tls:\n      mode: SIMPLE # outside\n      caCertificates: system\n      sni: a\n",
  ],
  [
    "invalid-patch-value",
    "Change to LOGICAL_DNS",
    "EnvoyFilter",
    "  configPatches:\n  - applyTo: CLUSTER\n    patch:\n      operation: ADD\n      value: {name: a, connect_timeout: 1s, type: LOGICAL_DN} # outside\n",
    "  configPatches:\n  - applyTo: CLUSTER\n    patch:\n      operation: ADD\n      value: {name: a, connect_timeout: 1s, type: LOGICAL_DNS} # outside\n",
  ],
])("%s: %s", (code, title, kind, before, after) => {
  expectFix(`${around}#### own.yaml\n${manifest(kind, before)}`, code, title, "own.yaml", manifest(kind, after));
});

test("unknown-annotation: Change to networking.istio.io/exportTo", () => {
  const service = (name: string) => manifest("Service", "  ports: []\n", `{name: a, annotations: {"${name}": "."}}`);
  expectFix(
    `#### own.yaml\n${service("networking.istio.io/exporto")}`,
    "unknown-annotation",
    "Change to networking.istio.io/exportTo",
    "own.yaml",
    service("networking.istio.io/exportTo"),
  );
});
