import { expect, test } from "vitest";
import { expectFix, fixesOf, openFixture } from "../../../../test/helpers/workspaceFixture";

const manifest = (kind: string, spec: string) => {
  const group = { AuthorizationPolicy: "security.istio.io", RequestAuthentication: "security.istio.io" }[kind] ?? "networking.istio.io";
  return `apiVersion: ${group}/v1\nkind: ${kind}\nmetadata: {name: a}\nspec:\n${spec}`;
};
const http = (rule: string) => `  hosts: [a.example.com]\n  http:\n  - ${rule}    route: [{destination: {host: a}}]\n`;

/** [title, kind, spec before, spec after] */
test.each([
  [
    "Change to targetRefs",
    "AuthorizationPolicy",
    "  targetRef:\n    # the entrance\n    kind: Gateway\n    group: gateway.networking.k8s.io\n    name: 'public' # here\n  action: ALLOW\n",
    "  targetRefs:\n    # the entrance\n  - kind: Gateway\n    group: gateway.networking.k8s.io\n    name: 'public' # here\n  action: ALLOW\n",
  ],
  [
    "Change to targetRefs",
    "AuthorizationPolicy",
    "  rules:\n    - {}\n  targetRef:\n    kind: Gateway\n    group: gateway.networking.k8s.io\n    name: public\n",
    "  rules:\n    - {}\n  targetRefs:\n    - kind: Gateway\n      group: gateway.networking.k8s.io\n      name: public\n",
  ],
  [
    "Change to targetRefs",
    "AuthorizationPolicy",
    "  targetRef: {kind: Gateway, group: gateway.networking.k8s.io, name: public} # here\n",
    "  targetRefs: [{kind: Gateway, group: gateway.networking.k8s.io, name: public}] # here\n",
  ],
  [
    "Change to jwksUri",
    "RequestAuthentication",
    '  jwtRules:\n  - issuer: a\n    "jwks_uri": https://example.com/keys # keys\n',
    '  jwtRules:\n  - issuer: a\n    "jwksUri": https://example.com/keys # keys\n',
  ],
  [
    "Change to warmup",
    "DestinationRule",
    '  host: a\n  trafficPolicy:\n    loadBalancer:\n      warmupDurationSecs: "10s" # slowly\n      simple: ROUND_ROBIN\n',
    '  host: a\n  trafficPolicy:\n    loadBalancer:\n      warmup:\n        duration: "10s" # slowly\n      simple: ROUND_ROBIN\n',
  ],
  [
    "Change to warmup",
    "DestinationRule",
    "  host: a\n  trafficPolicy: {loadBalancer: {warmupDurationSecs: 10s, simple: ROUND_ROBIN}}\n",
    "  host: a\n  trafficPolicy: {loadBalancer: {warmup: {duration: 10s}, simple: ROUND_ROBIN}}\n",
  ],
  [
    "Change to LEAST_REQUEST",
    "DestinationRule",
    "  host: a\n  trafficPolicy:\n    loadBalancer:\n      simple: 'LEAST_CONN' # few\n",
    "  host: a\n  trafficPolicy:\n    loadBalancer:\n      simple: 'LEAST_REQUEST' # few\n",
  ],
  [
    "Change to percentage",
    "VirtualService",
    http("fault:\n      delay:\n        percent: 10 # few\n        fixedDelay: 5s\n"),
    http("fault:\n      delay:\n        percentage:\n          value: 10 # few\n        fixedDelay: 5s\n"),
  ],
  [
    "Change to allowOrigins",
    "VirtualService",
    http('corsPolicy:\n      allowOrigin:\n      # ours\n      - https://a.example.com # a\n      - "*"\n'),
    http('corsPolicy:\n      allowOrigins:\n      # ours\n      - exact: https://a.example.com # a\n      - exact: "*"\n'),
  ],
  [
    "Change to allowOrigins",
    "VirtualService",
    http("corsPolicy: {allowOrigin: [https://a.example.com, 'https://b.example.com']}\n"),
    http("corsPolicy: {allowOrigins: [{exact: https://a.example.com}, {exact: 'https://b.example.com'}]}\n"),
  ],
])("%s of %s", (title, kind, before, after) => {
  expectFix(manifest(kind, before), "schema-deprecated", title, "test.yaml", manifest(kind, after));
  expect(fixesOf(openFixture(manifest(kind, before)), "schema-deprecated").fixes).toMatchObject([{ title, kind: "safe" }]);
});

test("nothing where the successor is there already", () => {
  const both = manifest("VirtualService", http("corsPolicy: {allowOrigin: [a], allowOrigins: [{exact: a}]}\n"));
  expect(fixesOf(openFixture(both), "schema-deprecated").fixes).toEqual([]);
});

test("injection is asked for by a label", () => {
  const deployment = (labels: string, annotations: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    metadata:\n      labels:\n        app: a\n${labels}${annotations}    spec: {containers: [{name: a, image: a}]}\n`;
  expectFix(
    deployment("", '      annotations:\n        sidecar.istio.io/inject: "true"\n'),
    "deprecated-annotation",
    "Ask by the label",
    "test.yaml",
    deployment('        sidecar.istio.io/inject: "true"\n', ""),
  );
  expectFix(
    deployment("", '      annotations:\n        sidecar.istio.io/inject: "true"\n        a: b\n'),
    "deprecated-annotation",
    "Ask by the label",
    "test.yaml",
    deployment('        sidecar.istio.io/inject: "true"\n', "      annotations:\n        a: b\n"),
  );
});
