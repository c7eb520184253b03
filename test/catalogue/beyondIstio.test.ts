import { describe, expect, test } from "vitest";
import { ruleInfo } from "../../server/src/core/rules/registry";
import { expectFindings } from "../helpers/workspaceFixture";

/** A place where Istio's own check is wrong, or knows less than its routing: what we find there, or rightly do not find. */
interface Difference {
  readonly title: string;
  readonly code: string;
  /** What the documentation of the rule says of it. */
  readonly says?: RegExp;
  readonly files: string;
}

const virtualService = (spec: string, namespace = "shop") => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: website, namespace: ${namespace}}
spec:
${spec}
`;
const destinationRule = (host: string, spec: string, namespace = "shop", name = "website") => `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  host: "${host}"
${spec}
`;
const gateway = (name: string, namespace: string, selector: string, tls = "") => `---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  selector: ${selector}
  servers:
  - port: {number: 443, name: https, protocol: HTTPS}
    hosts: [${name}.example.com]
    tls:
      mode: SIMPLE
      credentialName: wildcard
${tls}`;
const service = `---
apiVersion: v1
kind: Service
metadata: {name: website, namespace: shop}
spec: {selector: {app: website}, ports: [{name: http, port: 80}]}
`;
const deployment = (labels: string) => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: website, namespace: shop}
spec: {template: {metadata: {labels: ${labels}}}}
`;
const toSubset = (namespace: string, mark = "") =>
  virtualService(
    `  hosts: [website.shop.svc.cluster.local]
  http:
  - route:
    - destination:
        host: website.shop.svc.cluster.local
        subset: v1
${mark}`,
    namespace,
  );
const v1 = "  subsets: [{name: v1, labels: {version: v1}}]";
const notFound = (message: string) => `#               ^^ subset-not-found error: ${message}`;

const differences: readonly Difference[] = [
  {
    title: "a subset's labels hold together with the Service's selector",
    code: "subset-selects-no-workload",
    says: /istioctl leaves the selector out/,
    files: `${service}${deployment("{app: other, version: v1}")}${destinationRule(
      "website",
      `  subsets:
  - name: v1
    labels:
      version: v1
#              ^^ subset-selects-no-workload warning: no workload behind the Service`,
    )}`,
  },
  ...["*.shop.svc.cluster.local", "*.svc.cluster.local", "*.local"].map((host) => ({
    title: `a DestinationRule for ${host} defines subsets of the hosts that it covers`,
    code: "subset-not-found",
    files: `${service}${toSubset("shop")}${destinationRule(host, v1)}`,
  })),
  {
    title: "a wildcard that does not cover the host defines nothing of it",
    code: "subset-not-found",
    files: `${service}${toSubset("shop", notFound("No DestinationRule defines subsets"))}${destinationRule("*.pay.svc.cluster.local", v1)}`,
  },
  ...["client", "shop", "istio-system"].map((namespace) => ({
    title: `DestinationRules of namespace ${namespace} are consulted for a Service of shop, called from client`,
    code: "subset-not-found",
    files: `${service}${toSubset("client")}${destinationRule("website.shop.svc.cluster.local", v1, namespace)}`,
  })),
  {
    title: "DestinationRules of any other namespace are not",
    code: "subset-not-found",
    files: `${service}${toSubset("client", notFound("rules of that namespace are never consulted"))}${destinationRule(
      "website.shop.svc.cluster.local",
      v1,
      "elsewhere",
    )}`,
  },
  {
    title: "a DestinationRule of the client's namespace hides that of the Service's",
    code: "subset-not-found",
    says: /the first namespace that has one for the host wins/,
    files: `${service}${toSubset("client", notFound("DestinationRule own has no subset"))}${destinationRule(
      "website.shop.svc.cluster.local",
      v1,
    )}${destinationRule("website.shop.svc.cluster.local", "  subsets: [{name: v2, labels: {version: v2}}]", "client", "own")}`,
  },
  {
    title: "a DestinationRule that is not exported to the client does not count",
    code: "subset-not-found",
    says: /no exportTo/,
    files: `${service}${toSubset("client", notFound("never consulted"))}${destinationRule("website.shop.svc.cluster.local", `  exportTo: ["."]\n${v1}`)}`,
  },
  ...["authority: {exact: a.example.com}", "authority: {prefix: a}", "method: {exact: GET}", "headers: {x-user: {prefix: a}}"].map(
    (match) => ({
      title: `a rule for ${match} leaves the next rule its other requests`,
      code: "unreachable-rule",
      says: /the wrong way round/,
      files: virtualService(`  hosts: [website]
  http:
  - match: [{${match}, uri: {prefix: /api}}]
    route: [{destination: {host: website, subset: v1}}]
  - match: [{uri: {prefix: /api}}]
    route: [{destination: {host: website, subset: v2}}]`),
    }),
  ),
  {
    title: "a rule for every authority does take what the next rule narrows",
    code: "unreachable-rule",
    says: /istioctl compares texts/,
    files: virtualService(`  hosts: [website]
  http:
  - match: [{uri: {prefix: /api}}]
    route: [{destination: {host: website, subset: v1}}]
  - match:
#   ^^^^^ unreachable-rule warning: Never reached
    - {authority: {exact: a.example.com}, uri: {prefix: /api}}
    route: [{destination: {host: website, subset: v2}}]`),
  },
  {
    title: "an exact path behind its prefix is never reached",
    code: "unreachable-rule",
    says: /misses exact paths behind a prefix/,
    files: virtualService(`  hosts: [website]
  http:
  - match: [{uri: {prefix: /api}}]
    route: [{destination: {host: website, subset: v1}}]
  - match:
#   ^^^^^ unreachable-rule warning: Never reached
    - uri: {exact: /api/beta}
    route: [{destination: {host: website, subset: v2}}]`),
  },
  {
    title: "names of Gateways behind mesh are looked at",
    code: "invalid-gateway-name",
    says: /`mesh` is one/,
    files: virtualService(`  hosts: [website]
  gateways:
  - mesh
  - ingress/*
#   ^^^^^^^^^ invalid-gateway-name warning: Wildcards are not possible
  http: [{route: [{destination: {host: website}}]}]`),
  },
  {
    title: "a Gateway can be named as ./name",
    code: "gateway-not-found",
    says: /takes both literally/,
    files: `${gateway("public", "shop", "{istio: ingressgateway}")}${virtualService(`  hosts: [public.example.com]
  gateways: [./public, public.shop]
  http: [{route: [{destination: {host: website}}]}]`)}`,
  },
  {
    title: "both Gateways with one certificate are told",
    code: "gateway-certificate-shared",
    says: /here both are told/,
    files: [gateway("narrow", "a", "{istio: ingressgateway, tier: edge}"), gateway("wide", "b", "{istio: ingressgateway}")]
      .map((one) => `${one}#                     ^^^^^^^^ gateway-certificate-shared warning: uses the certificate wildcard\n`)
      .join(""),
  },
  {
    title: "the policy of a subset starts TLS as well",
    code: "tls-without-ca",
    says: /istioctl does not look at the policies of subsets/,
    files: destinationRule(
      "api.example.com",
      `  subsets:
  - name: v1
    trafficPolicy:
      tls:
        mode: SIMPLE
#             ^^^^^^ tls-without-ca information: SIMPLE without "caCertificates"`,
    ),
  },
  {
    title: "Istio allocates addresses by default",
    code: "service-entry-without-addresses",
    says: /allocated by default/,
    files: `---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: db, namespace: shop}
spec: {hosts: [db.example.com], resolution: DNS, ports: [{number: 5432, name: tcp, protocol: TCP}]}
`,
  },
  {
    title: "an egress proxy is not ignored",
    code: "invalid-egress-proxy",
    says: /the control plane does send unknown destinations there/,
    files: `---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: default, namespace: shop}
spec:
  outboundTrafficPolicy:
    mode: ALLOW_ANY
    egressProxy: {host: "egress.shop.svc.cluster.local:80", port: {number: 80}}
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid-egress-proxy error
`,
  },
  {
    title: "annotations of pod templates are looked at",
    code: "invalid-annotation",
    says: /istioctl does not look at pod templates/,
    files: `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: website, namespace: shop}
spec:
  template:
    metadata:
      annotations:
        sidecar.istio.io/interceptionMode: ALL
#                                          ^^^ invalid-annotation error: it must be REDIRECT, TPROXY or NONE
`,
  },
  {
    title: "REPLACE is possible for virtual hosts",
    code: "envoy-patch-ignored",
    says: /forgets the last one/,
    files: `---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: a, namespace: shop}
spec: {configPatches: [{applyTo: VIRTUAL_HOST, patch: {operation: REPLACE, value: {name: a}}}]}
`,
  },
];

describe("where Istio's own check is wrong or weaker than its routing", () => {
  test.each(differences.map((one) => [one.title, one] as const))("%s", (_title, { code, files }) => {
    expectFindings(files.replace(/^---\n/, ""), { only: [code] });
  });

  test("the documentation of the rule says so", () => {
    for (const { code, says, title } of differences) {
      if (says !== undefined) expect(ruleInfo(code)?.docs.why, title).toMatch(says);
    }
  });
});
