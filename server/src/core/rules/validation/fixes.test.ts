import { test } from "vitest";
import { expectMended } from "../../../../../test/helpers/validation";
import { expectFix } from "../../../../../test/helpers/workspaceFixture";

const http = (rule: string) => `hosts: [a.example.com]\nhttp:\n- ${rule}`;
const server = (lines: string) => `servers:\n- hosts: [a.example.com] # ours\n${lines}`;
const policy = (lines: string) => `host: a\ntrafficPolicy:\n${lines}`;

/** [kind, code, title, spec before, spec after]: what a fix changes, and nothing else. */
test.each([
  [
    "Gateway",
    "https-redirect-not-http",
    "Remove httpsRedirect",
    server("  port: {number: 443, name: https, protocol: HTTPS}\n  tls: {httpsRedirect: true, mode: PASSTHROUGH}\n"),
    server("  port: {number: 443, name: https, protocol: HTTPS}\n  tls: {mode: PASSTHROUGH}\n"),
  ],
  [
    "ServiceEntry",
    "ignored-workload-selector",
    "Remove workloadSelector",
    "hosts: [a.example.com]\nworkloadSelector:\n  labels: {app: a} # a\nports: [{number: 80, name: http, protocol: HTTP}]\n",
    "hosts: [a.example.com]\nports: [{number: 80, name: http, protocol: HTTP}]\n",
  ],
  [
    "Gateway",
    "ineffective-cipher-suites",
    "Change to AES128-SHA",
    server(
      "  port: {number: 443, name: https, protocol: HTTPS}\n  tls: {mode: SIMPLE, credentialName: a, cipherSuites: ['AES128-SHA1']}\n",
    ),
    server("  port: {number: 443, name: https, protocol: HTTPS}\n  tls: {mode: SIMPLE, credentialName: a, cipherSuites: ['AES128-SHA']}\n"),
  ],
  [
    "DestinationRule",
    "invalid-client-tls",
    "Remove credentialName",
    policy("  tls:\n    mode: SIMPLE\n    credentialName: a\n    insecureSkipVerify: true # for now\n"),
    policy("  tls:\n    mode: SIMPLE\n    insecureSkipVerify: true # for now\n"),
  ],
  [
    "DestinationRule",
    "invalid-consistent-hash",
    "Remove the attribute",
    policy(
      "  loadBalancer:\n    consistentHash:\n      httpCookie:\n        name: a\n        attributes:\n        - name: SameSite\n        - name: SameSite\n",
    ),
    policy("  loadBalancer:\n    consistentHash:\n      httpCookie:\n        name: a\n        attributes:\n        - name: SameSite\n"),
  ],
  [
    "VirtualService",
    "invalid-cors-policy",
    "Remove the entry",
    http("corsPolicy: {allowOrigins: [{exact: ''}, {exact: https://a.example.com}]}\n  route: [{destination: {host: a}}]\n"),
    http("corsPolicy: {allowOrigins: [{exact: https://a.example.com}]}\n  route: [{destination: {host: a}}]\n"),
  ],
  [
    "ServiceEntry",
    "invalid-dynamic-dns",
    "Remove addresses",
    "hosts: ['*.example.com']\naddresses:\n- 10.0.0.1\nresolution: DYNAMIC_DNS\nports: [{number: 80, name: http, protocol: HTTP}]\n",
    "hosts: ['*.example.com']\nresolution: DYNAMIC_DNS\nports: [{number: 80, name: http, protocol: HTTP}]\n",
  ],
  [
    "Sidecar",
    "invalid-egress-proxy",
    "Remove egressProxy",
    "outboundTrafficPolicy:\n  mode: REGISTRY_ONLY\n  egressProxy: {host: proxy.example.com, port: {number: 80}}\negress: [{hosts: ['*/*']}]\n",
    "outboundTrafficPolicy:\n  mode: REGISTRY_ONLY\negress: [{hosts: ['*/*']}]\n",
  ],
  [
    "VirtualService",
    "invalid-fault",
    "Remove exponentialDelay",
    http("fault: {delay: {percentage: {value: 10}, exponentialDelay: 5s}} # slow\n  route: [{destination: {host: a}}]\n"),
    http("fault: {delay: {percentage: {value: 10}}} # slow\n  route: [{destination: {host: a}}]\n"),
  ],
  [
    "Sidecar",
    "invalid-listener",
    "Remove targetPort",
    'ingress: [{port: {number: 80, name: http, protocol: HTTP, targetPort: 8080}, defaultEndpoint: "127.0.0.1:80"}]\n',
    'ingress: [{port: {number: 80, name: http, protocol: HTTP}, defaultEndpoint: "127.0.0.1:80"}]\n',
  ],
  [
    "DestinationRule",
    "invalid-locality-setting",
    "Remove localityLbSetting",
    policy("  loadBalancer:\n    localityLbSetting: {enabled: true}\n    zoneAwareLbSetting: {}\n"),
    policy("  loadBalancer:\n    zoneAwareLbSetting: {}\n"),
  ],
  [
    "DestinationRule",
    "invalid-outlier-detection",
    "Set splitExternalLocalOriginErrors",
    policy("  outlierDetection:\n    consecutiveLocalOriginFailures: 5 # five\n"),
    policy("  outlierDetection:\n    consecutiveLocalOriginFailures: 5 # five\n    splitExternalLocalOriginErrors: true\n"),
  ],
  [
    "AuthorizationPolicy",
    "invalid-provider",
    "Remove provider",
    "action: ALLOW\nprovider: {name: opa}\nrules: [{}]\n",
    "action: ALLOW\nrules: [{}]\n",
  ],
  [
    "VirtualService",
    "invalid-redirect",
    "Remove uri",
    http("redirect:\n    uri: /old\n    prefixRewrite: /new\n"),
    http("redirect:\n    prefixRewrite: /new\n"),
  ],
  [
    "VirtualService",
    "invalid-rewrite",
    "Remove uri",
    http("rewrite: {uri: /a, uriRegexRewrite: {match: a, rewrite: b}}\n  route: [{destination: {host: a}}]\n"),
    http("rewrite: {uriRegexRewrite: {match: a, rewrite: b}}\n  route: [{destination: {host: a}}]\n"),
  ],
  [
    "Gateway",
    "invalid-server-tls",
    "Remove credentialName",
    server("  port: {number: 443, name: https, protocol: HTTPS}\n  tls:\n    mode: ISTIO_MUTUAL\n    credentialName: a\n"),
    server("  port: {number: 443, name: https, protocol: HTTPS}\n  tls:\n    mode: ISTIO_MUTUAL\n"),
  ],
  [
    "Telemetry",
    "invalid-tag",
    "Remove the tag",
    'metrics:\n- overrides:\n  - tagOverrides:\n      region: {operation: REMOVE}\n      "": {value: a}\n',
    "metrics:\n- overrides:\n  - tagOverrides:\n      region: {operation: REMOVE}\n",
  ],
  [
    "AuthorizationPolicy",
    "invalid-target-reference",
    "Change group to gateway.networking.k8s.io",
    "targetRefs:\n- group: networking.example.com # here\n  kind: Gateway\n  name: a\n",
    "targetRefs:\n- group: gateway.networking.k8s.io # here\n  kind: Gateway\n  name: a\n",
  ],
  [
    "DestinationRule",
    "invalid-tunnel",
    "Remove tunnel",
    policy("  tunnel: {protocol: CONNECT, targetHost: a.example.com, targetPort: 443}\n  proxyProtocol: {version: V1}\n"),
    policy("  proxyProtocol: {version: V1}\n"),
  ],
  [
    "DestinationRule",
    "invalid-warmup",
    "Remove aggression",
    policy("  loadBalancer:\n    warmup: {duration: 30s, aggression: 0} # slowly\n"),
    policy("  loadBalancer:\n    warmup: {duration: 30s} # slowly\n"),
  ],
  [
    "EnvoyFilter",
    "patch-match-mismatch",
    "Remove cluster",
    "configPatches:\n- applyTo: LISTENER\n  match:\n    context: GATEWAY\n    cluster: {name: a}\n  patch: {operation: REMOVE}\n",
    "configPatches:\n- applyTo: LISTENER\n  match:\n    context: GATEWAY\n  patch: {operation: REMOVE}\n",
  ],
  [
    "Sidecar",
    "redundant-egress-host",
    "Remove shop/a.example.com",
    "egress:\n- hosts:\n  - shop/* # all\n  - shop/a.example.com\n",
    "egress:\n- hosts:\n  - shop/* # all\n",
  ],
  [
    "Gateway",
    "server-tls-mismatch",
    "Remove tls",
    server("  port: {number: 80, name: http, protocol: HTTP}\n  tls: {mode: SIMPLE, credentialName: a}\n"),
    server("  port: {number: 80, name: http, protocol: HTTP}\n"),
  ],
  [
    "AuthorizationPolicy",
    "unsupported-with-custom",
    "Remove principals",
    'action: CUSTOM\nprovider: {name: opa}\nrules:\n- from: [{source: {principals: ["*"], ipBlocks: [10.0.0.0/8]}}]\n',
    "action: CUSTOM\nprovider: {name: opa}\nrules:\n- from: [{source: {ipBlocks: [10.0.0.0/8]}}]\n",
  ],
  ["Service", "service-port-protocol-unknown", "Name the port http", "ports: [{port: 80}] # a\n", "ports: [{port: 80, name: http}] # a\n"],
  [
    "Service",
    "service-port-protocol-unknown",
    "Remove appProtocol",
    "ports:\n- name: http-a # a\n  port: 80\n  appProtocol: amqp\n",
    "ports:\n- name: http-a # a\n  port: 80\n",
  ],
] as const)("%s: %s: %s", (kind, code, title, before, after) => {
  expectMended(kind, before, code, title, after);
});

test("invalid-server: what binds nothing is 0", () => {
  expectMended(
    "Gateway",
    server("  port: {number: 7, name: unix, protocol: HTTP}\n  bind: unix:///var/run/a.sock\n"),
    "invalid-server",
    "Change to 0",
    server("  port: {number: 0, name: unix, protocol: HTTP}\n  bind: unix:///var/run/a.sock\n"),
  );
});

test("unsupported-annotation: the annotation goes", () => {
  const manifest = (annotations: string) =>
    `apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata:\n  name: a\n  annotations:\n    a: b # kept\n${annotations}spec: {mtls: {mode: STRICT}}\n`;
  expectFix(manifest("    istio.io/dry-run: 'true'\n"), "unsupported-annotation", "Remove istio.io/dry-run", "test.yaml", manifest(""));
});
