import { expect, test } from "vitest";
import { expectFindings, openFixture } from "../../../../../../test/helpers/workspaceFixture";

/** Charts leave values open, among them those that something else depends on. Nothing is said about what a template may fill in. */
const charts: readonly (readonly [string, string])[] = [
  [
    "a VirtualService",
    `
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata:
      name: {{ .Release.Name }}
    spec:
      hosts: {{ toYaml .Values.hosts | nindent 4 }}
      gateways:
      - {{ .Values.gateway }}
      http:
      - match:
        - headers:
            "@request.auth.claims.group": {exact: qa}
        retries:
          attempts: {{ .Values.attempts }}
          perTryTimeout: 2s
        route:
        - destination: {host: {{ .Values.host }}, port: {number: {{ .Values.port }}}}
          weight: {{ .Values.stable }}
        - destination: {host: "{{ .Release.Name }}-canary"}
          weight: {{ .Values.canary }}
      - name: open
        {{- toYaml .Values.action | nindent 8 }}
      tls:
      - match: [{sniHosts: [a.example.com]}]
        route: {{ toYaml .Values.route | nindent 8 }}
    `,
  ],
  [
    "a DestinationRule",
    `
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: a}
    spec:
      host: {{ .Values.host }}
      trafficPolicy:
        outlierDetection:
          consecutiveLocalOriginFailures: 5
          splitExternalLocalOriginErrors: {{ .Values.split }}
        loadBalancer:
          localityLbSetting:
            distribute:
            - from: eu/*
              to:
                eu/*: {{ .Values.eu }}
                us/*: {{ .Values.us }}
      subsets:
      - name: {{ .Values.stable }}
        labels: {version: {{ .Values.stable }}}
      - name: {{ .Values.canary }}
        trafficPolicy: {{ toYaml .Values.policy | nindent 10 }}
    `,
  ],
  [
    "a Gateway",
    `
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: a}
    spec:
      servers:
      - port: {number: {{ .Values.port }}, name: {{ .Values.name }}, protocol: {{ .Values.protocol }}}
        hosts: ["{{ .Values.host }}"]
        tls:
          mode: {{ .Values.mode }}
          credentialName: shop
    `,
  ],
  [
    "a ServiceEntry",
    `
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: a}
    spec:
      hosts: [a.example.com, b.example.com]
      ports:
      - number: 80
        name: {{ .Values.name }}
        protocol: {{ .Values.protocol }}
      resolution: {{ .Values.resolution }}
      endpoints:
      - address: {{ .Values.address }}
        ports: {http: 8080}
    `,
  ],
  [
    "a Sidecar",
    `
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: a}
    spec:
      ingress:
      - port: {number: {{ .Values.http }}, protocol: HTTP}
      - port: {number: {{ .Values.grpc }}, protocol: GRPC}
      outboundTrafficPolicy:
        mode: {{ .Values.mode }}
        egressProxy: {host: a.example.com, port: {number: {{ .Values.proxy }}}}
    `,
  ],
  [
    "an AuthorizationPolicy",
    `
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: a}
    spec:
      action: {{ .Values.action }}
      provider: {name: opa}
      rules: {{ toYaml .Values.rules | nindent 4 }}
    `,
  ],
];

test.each(charts)("%s of a chart", (_, chart) => {
  const { workspace } = openFixture(chart);
  expect(workspace.findings("test.yaml").map((finding) => `${finding.code}: ${finding.message}`)).toEqual([]);
});

test("what is written in a chart is judged", () => {
  expectFindings(`
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: a}
    spec:
      servers:
      - port: {number: {{ .Values.port }}, name: https, protocol: SSL}
#                                                                 ^^^ unsupported-protocol error: is no protocol
        hosts: [shop]
#               ^^^^ invalid-namespaced-host error: short names
    `);
});
