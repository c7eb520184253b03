import { describe, expect, test } from "vitest";
import { expectFindings, fixesOf, openFixture } from "../../../../test/helpers/workspaceFixture";

const workload = (kind: string, apiVersion: string, name: string, labels: string, more = "") => `
#### ${kind}-${name}.yaml
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: ${name}, namespace: shop}
spec: {${more}template: {metadata: {labels: ${labels}}}}
`;

describe("charts", () => {
  const rule = `
#### templates/destination-rule.yaml
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: {{ include "web.fullname" . }}
spec:
  host: {{ include "web.fullname" . }}
  trafficPolicy:
    {{- with .Values.policy }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  subsets:
  - name: stable
    labels:
      version: {{ .Values.version | quote }}
`;
  const virtualService = (host: string) => `
#### templates/virtual-service.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: {{ include "web.fullname" . }}
spec:
  hosts:
    {{- toYaml .Values.hosts | nindent 4 }}
  http:
  - route:
    - destination:
        host: ${host}
`;
  const service = (name: string, namespace = "") => `
#### templates/service.yaml
apiVersion: v1
kind: Service
metadata:
  name: ${name}${namespace}
spec:
  ports: [{name: http, port: 80}]
  selector: {{- include "web.labels" . | nindent 4 }}
`;

  test("a value that an action on lines of its own gives is not missing", () => {
    expectFindings(`${rule}${virtualService('{{ include "web.fullname" . }}')}${service('{{ include "web.fullname" . }}')}`);
  });

  test("a Service whose name a template gives may be the one that is not found", () => {
    expectFindings(
      `${service("{{ .Release.Name }}-web")}${virtualService("main-web\n#             ^^^^^^^^ destination-host-not-found information")}`,
    );
    expectFindings(`${service("web")}${virtualService("webb\n#             ^^^^ destination-host-not-found error")}`);
  });

  test("messages and fixes name templates as they are written", () => {
    const open = expectFindings(
      `${rule}${virtualService('{{ include "web.fullname" . }}\n        subset: canary\n#               ^^^^^^ subset-not-found: DestinationRule {{ include "web.fullname" . }} has no subset')}${service('{{ include "web.fullname" . }}')}`,
    );
    const { fixes } = fixesOf(open, "subset-not-found");
    expect(fixes[0]?.title).toBe('Add subset canary to DestinationRule {{ include "web.fullname" . }}');
  });

  test("a namespace that a template gives is that of the release", () => {
    expectFindings(`${service("web", "\n  namespace: {{ .Release.Namespace }}")}${virtualService("web")}`);
  });
});

describe("labels that are added at run time", () => {
  const service = (selector: string) => `
#### service.yaml
apiVersion: v1
kind: Service
metadata: {name: app, namespace: shop}
spec: {selector: ${selector}, ports: [{name: http, port: 80}]}
`;
  const subsets = (one: string, two: string, note = "") => `
#### rule.yaml
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: app, namespace: shop}
spec:
  host: app
  subsets:
  - {name: one, labels: ${one}}
  - name: two
    labels: ${two}
${note}`;

  test("by Argo Rollouts", () => {
    const rollout = workload("Rollout", "argoproj.io/v1alpha1", "app", "{app: app}");
    const hash = (value: string) => `{app: app, rollouts-pod-template-hash: ${value}}`;
    expectFindings(`${service("{app: app}")}${rollout}${subsets(hash("69b6795bb4"), hash("f9f55456"))}`);
    expectFindings(
      `${service("{app: app}")}${rollout}${subsets(hash("69b6795bb4"), "{app: ap, rollouts-pod-template-hash: f9f55456}", "#                 ^^ subset-selects-no-workload\n")}`,
    );
  });

  test("by a StatefulSet", () => {
    expectFindings(
      `${service("{app: app}")}${workload("StatefulSet", "apps/v1", "app", "{app: app}")}${subsets("{statefulset.kubernetes.io/pod-name: app-0}", "{apps.kubernetes.io/pod-index: '1'}")}`,
    );
  });

  test("unless the pod template has them with another value", () => {
    const revision = (value: string) => `{service.istio.io/canonical-revision: ${value}}`;
    expectFindings(
      `${service("{app: app}")}${workload("Deployment", "apps/v1", "app", "{app: app, service.istio.io/canonical-revision: v1}")}${subsets(revision("v1"), revision("v2"), "#                                                 ^^ subset-selects-no-workload\n")}`,
    );
  });

  test("by injection: a selector may name them", () => {
    expectFindings(`${workload("Deployment", "apps/v1", "app", "{app: app}")}
#### policy.yaml
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: app, namespace: shop}
spec: {selector: {matchLabels: {service.istio.io/canonical-name: app}}, rules: [{}]}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: app, namespace: shop}
spec: {selector: {matchLabels: {service.istio.io/canonical-name: app}}, mtls: {mode: STRICT}}
`);
  });

  test("in the labels of callers", () => {
    expectFindings(
      `
#### virtual-service.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: app, namespace: shop}
spec:
  hosts: [app]
  http:
  - match: [{sourceLabels: {topology.istio.io/cluster: east}}]
    route: [{destination: {host: app}}]
  - route: [{destination: {host: app}}]
`,
      { mesh: { complete: true }, only: ["source-labels-match-nothing"] },
    );
  });
});

describe("what comes with the cluster", () => {
  test("Secrets that operators make", () => {
    const gateway = (name: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: edge}
spec:
  selector: {istio: ingressgateway}
  servers:
  - {port: {number: 443, name: https, protocol: HTTPS}, hosts: ["a.example.com"], tls: {mode: SIMPLE, credentialName: ${name}}}
---
apiVersion: v1
kind: Secret
metadata: {name: password, namespace: edge}
data: {password: YQ==}
`;
    for (const made of [
      "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: a, namespace: edge}\nspec: {secretName: a-tls}",
      "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: a-tls, namespace: edge}\nspec: {encryptedData: {tls.crt: x}}",
      "apiVersion: external-secrets.io/v1beta1\nkind: ExternalSecret\nmetadata: {name: a, namespace: edge}\nspec: {target: {name: a-tls}}",
    ]) {
      expectFindings(`${gateway("a-tls")}---\n${made}\n`, { only: ["gateway-credential-not-found", "gateway-credential-unusable"] });
      expectFindings(
        `${gateway("b-tls").replace("\n---", "\n#                                                                                                                     ^^^^^ gateway-credential-not-found\n---")}---\n${made}\n`,
        { only: ["gateway-credential-not-found"] },
      );
    }
  });

  test("Services that operators make", () => {
    const mesh = (made: string, level: string) => `
apiVersion: v1
kind: Service
metadata: {name: other, namespace: shop}
spec: {ports: [{name: http, port: 80}]}
---
${made}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web, namespace: shop}
spec:
  hosts: [web.example.com]
  http:
  - route:
    - destination:
        host: web-primary
#             ^^^^^^^^^^^ destination-host-not-found ${level}
`;
    for (const made of [
      "apiVersion: flagger.app/v1beta1\nkind: Canary\nmetadata: {name: web, namespace: shop}\nspec: {service: {port: 80}}",
      "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {template: {spec: {containers: []}}}",
      "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: web, namespace: flux}\nspec: {targetNamespace: shop}",
      "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web, namespace: argocd}\nspec: {source: {chart: web}, destination: {namespace: shop}}",
    ]) {
      expectFindings(mesh(made, "information"));
    }
    for (const made of [
      "apiVersion: flagger.app/v1beta1\nkind: Canary\nmetadata: {name: web, namespace: elsewhere}\nspec: {service: {port: 80}}",
      "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web, namespace: argocd}\nspec: {source: {path: apps/web}, destination: {namespace: shop}}",
    ]) {
      expectFindings(mesh(made, "error"));
    }
  });

  test("service accounts of gateways and waypoints of the Gateway API", () => {
    expectFindings(`${workload("Deployment", "apps/v1", "app", "{app: app}")}
#### policy.yaml
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: shop}
spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: waypoint, namespace: shop}
spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: app, namespace: shop}
spec:
  selector: {matchLabels: {app: app}}
  rules:
  - from:
    - source:
        principals:
        - cluster.local/ns/shop/sa/public-istio
        - cluster.local/ns/shop/sa/waypoint
        - cluster.local/ns/shop/sa/istio-ingressgateway-service-account
        - cluster.local/ns/shop/sa/public
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ principal-not-found
`);
  });

  test("the gateways for egress and between networks", () => {
    const gateway = (name: string, port: number) => `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: ${name}}
spec:
  selector: {istio: ${name}}
  servers: [{port: {number: ${port}, name: http, protocol: HTTP}, hosts: ["*"]}]`;
    expectFindings(`${gateway("egressgateway", 80)}${gateway("eastwestgateway", 81)}${gateway("ingressgateway", 82)}\n`);
  });
});

describe("kustomize", () => {
  const base = `
#### base/kustomization.yaml
resources: [orders.yaml]
#### base/orders.yaml
apiVersion: v1
kind: Service
metadata: {name: orders}
spec: {selector: {app: orders}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec: {template: {metadata: {labels: {app: orders, version: stable}}}}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: orders}
spec: {host: orders, subsets: [{name: stable, labels: {version: stable}}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders}
spec: {hosts: [orders], http: [{route: [{destination: {host: orders, subset: stable}}]}]}
#### overlays/dev/kustomization.yaml
namespace: orders-dev
resources: [../../base]
`;
  const prod = (subset: string, more = "") => `
#### overlays/prod/canary.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders-canary}
spec: {template: {metadata: {labels: {app: orders, version: canary}}}}
#### overlays/prod/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec: {replicas: 3}
#### overlays/prod/destination-rule.yaml
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: orders}
spec:
  $patch: merge
  subsets:
  - {name: stable, labels: {version: stable}}
  - {name: canary, labels: {version: canary}}
#### overlays/prod/kustomization.yaml
namespace: orders-prod
resources: [../../base, canary.yaml, policy.yaml]
patches:
- {path: deployment.yaml}
- {path: destination-rule.yaml}
- {path: virtual-service.yaml}
${more}#### overlays/prod/virtual-service.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders}
spec:
  http:
  - route:
    - destination: {host: orders, subset: stable}
      weight: 90
    - destination:
        host: orders
        subset: ${subset}
      weight: 10
`;

  test("overlays add to a base and patch it", () => {
    expectFindings(`${base}${prod("canary")}`);
  });

  test("a patch names what nobody defines", () => {
    expectFindings(`${base}${prod("cannary\n#               ^^^^^^^ subset-not-found")}`);
  });

  test("a patch that changes only the hosts is complete", () => {
    const patch = (kustomization: string) => `
#### prod/kustomization.yaml
${kustomization}
#### prod/virtual-service.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders}
spec: {hosts: [orders.example.com], gateways: [istio-ingress/public]}
`;
    const only = ["virtual-service-without-rules"];
    expectFindings(patch("patches: [{path: virtual-service.yaml}]"), { only });
    expect(
      openFixture(patch("resources: [virtual-service.yaml]"))
        .workspace.findings("prod/virtual-service.yaml")
        .map((one) => one.code),
    ).toContain("virtual-service-without-rules");
  });

  test("a policy of an overlay selects the pods of the base", () => {
    const policy = (labels: string) => `
#### overlays/prod/kustomization.yaml
namespace: orders-prod
resources: [../../base, policy.yaml, worker.yaml]
#### overlays/prod/policy.yaml
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: orders}
spec: {selector: {matchLabels: ${labels}}, mtls: {mode: STRICT}}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: orders}
spec: {selector: {matchLabels: ${labels}}, rules: [{}]}
#### overlays/prod/worker.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: worker}
spec: {template: {metadata: {labels: {app: worker}}}}
`;
    expectFindings(`${base}${policy("{app: orders}")}`, { only: ["policy-selects-no-workload", "selector-selects-no-workload"] });
    const { workspace } = openFixture(`${base}${policy("{app: order}")}`);
    expect(workspace.findings("overlays/prod/policy.yaml").map((one) => one.code)).toEqual([
      "policy-selects-no-workload",
      "selector-selects-no-workload",
    ]);
  });

  test("names that kustomize changes may be those that are not found", () => {
    const renamed = (more: string, expected: string) => `
#### kustomization.yaml
resources: [a.yaml]
${more}
#### a.yaml
apiVersion: v1
kind: Service
metadata: {name: orders}
spec: {selector: {app: orders}, ports: [{name: http, port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders}
spec: {hosts: [dev-orders], http: [{route: [{destination: {host: dev-orders}}]}]}
#                                                                ^^^^^^^^^^ destination-host-not-found ${expected}
`;
    expectFindings(renamed("namePrefix: dev-", "information"));
    expectFindings(renamed("", "error"));
  });
});
