import { describe, expect, test } from "vitest";
import { completeFixture, listed } from "../helpers/completionFixture";

/** The shop that the situations are set in: three services in `shop`, one in `billing`, a gateway in `ingress`. */
const mesh = `
#### shop/reviews.yaml
${service("reviews", "shop", "{port: 9080, name: http}")}
${deployment("reviews", "v1", "shop", 3)}
${deployment("reviews", "v2", "shop", 2)}
${deployment("reviews", "v3", "shop", 1)}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: reviews, namespace: shop}
spec:
  host: reviews
  subsets:
  - {name: v1, labels: {version: v1}}
  - {name: v2, labels: {version: v2}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: shop}
spec:
  hosts: [reviews]
  http:
  - match: [{headers: {end-user: {exact: tester}}}]
    route: [{destination: {host: reviews, subset: v2}}]
  - match: [{headers: {end-user: {exact: boss}, x-canary: {exact: "true"}}}]
    route: [{destination: {host: reviews, subset: v2}}]
  - route: [{destination: {host: reviews, subset: v1}}]
#### shop/ratings.yaml
${service("ratings", "shop", "{port: 9080, name: http}, {port: 9090, name: grpc}")}
${deployment("ratings", "v1", "shop", 1)}
#### shop/productpage.yaml
${service("productpage", "shop", "{port: 9080, name: http}")}
${deployment("productpage", "v1", "shop", 1)}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: www, namespace: shop}
spec:
  hosts: [www.shop.example.com]
  gateways: [ingress/public]
  http: [{route: [{destination: {host: productpage}}]}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: checkout-routes, namespace: shop}
spec:
  http: [{route: [{destination: {host: productpage}}]}]
#### billing/payments.yaml
${service("payments", "billing", "{port: 8443, name: https}")}
${deployment("payments", "v1", "billing", 2)}
#### ingress/gateway.yaml
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: ingress}
spec:
  selector: {istio: ingress}
  servers:
  - {port: {number: 443, name: https, protocol: HTTPS}, hosts: ["*.shop.example.com"], tls: {mode: SIMPLE, credentialName: shop-cert}}
  - {port: {number: 80, name: http, protocol: HTTP}, hosts: ["*.shop.example.com"]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ingress, namespace: ingress}
spec: {template: {metadata: {labels: {app: ingress, istio: ingress}}, spec: {serviceAccountName: ingress}}}
---
apiVersion: v1
kind: Secret
metadata: {name: shop-cert, namespace: ingress}
type: kubernetes.io/tls
---
apiVersion: v1
kind: Secret
metadata: {name: database-password, namespace: shop}
type: Opaque
#### shop/external.yaml
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: cards, namespace: shop}
spec: {hosts: [api.cards.example.com], ports: [{number: 443, name: tls, protocol: TLS}], resolution: DNS}
`;

/** What is being done, the document as far as it is typed, and the first items that help (up to three; none: nothing may be offered). */
type Situation = readonly [what: string, typed: string, expected: readonly string[]];

const situations: Readonly<Record<string, readonly Situation[]>> = {
  "a new document": [
    ["an empty file", "$0", ["VirtualService", "DestinationRule", "Gateway"]],
    ["a kind half typed", "Dest$0", ["DestinationRule"]],
    ["behind another document", "# nothing here\n---\nServiceE$0", ["ServiceEntry"]],
    ["apiVersion first", "apiVersion: $0", ["networking.istio.io/v1", "security.istio.io/v1", "telemetry.istio.io/v1"]],
    ["apiVersion half typed", "apiVersion: secu$0", ["security.istio.io/v1", "security.istio.io/v1beta1"]],
    ["kind of a group", "apiVersion: networking.istio.io/v1\nkind: $0", ["VirtualService", "DestinationRule", "Gateway"]],
    [
      "kind of another group",
      "apiVersion: security.istio.io/v1\nkind: $0",
      ["AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication"],
    ],
    [
      "version of a kind",
      "kind: VirtualService\napiVersion: $0",
      ["networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3"],
    ],
    ["what follows apiVersion", "apiVersion: networking.istio.io/v1\n$0", ["kind", "metadata", "spec"]],
    ["what follows kind", "apiVersion: networking.istio.io/v1\nkind: Gateway\n$0", ["metadata", "spec"]],
    ["metadata", "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata:\n  $0", ["name", "namespace", "labels"]],
  ],
  "keys of a VirtualService": [
    ["the first key of spec", vs("  $0"), ["hosts", "gateways", "http"]],
    ["half a key", vs("  hosts: [reviews]\n  ht$0"), ["http", "http: route", "http: route with weights"]],
    ["half a key before others", vs("  ga$0\n  hosts: [reviews]\n  http: []"), ["gateways"]],
    ["a line indented too deep", vs("  hosts: [reviews]\n    gat$0"), ["gateways"]],
    ["a line not indented enough", vs("  hosts: [reviews]\n gat$0"), ["gateways"]],
    ["a new rule", vs("  http:\n  - $0"), ["match", "route", "timeout"]],
    ["a rule with a match", vs("  http:\n  - match:\n    - uri: {prefix: /}\n    $0"), ["route", "timeout", "retries"]],
    ["a rule that redirects", vs("  http:\n  - redirect: {uri: /}\n    $0"), ["match", "timeout", "retries"]],
    ["between rules, at the dash", vs("  http:\n    - route: []\n    $0"), ["route", "route with weights", "match path and route"]],
    ["a match entry", vs("  http:\n  - match:\n    - $0"), ["uri", "headers", "method"]],
    ["a condition on the path", vs("  http:\n  - match:\n    - uri:\n        $0"), ["prefix", "exact", "regex"]],
    ["a condition that is complete", vs("  http:\n  - match:\n    - uri:\n        prefix: /\n        $0"), []],
    ["a condition on a header", vs("  http:\n  - match:\n    - headers:\n        end-user:\n          $0"), ["exact", "prefix", "regex"]],
    ["a destination", vs("  http:\n  - route:\n    - destination:\n        $0"), ["host", "subset", "port"]],
    ["a destination in braces", vs("  http:\n  - route:\n    - destination: {$0}"), ["host", "subset", "port"]],
    ["a destination with its host", vs("  http:\n  - route:\n    - destination:\n        host: reviews\n        $0"), ["subset", "port"]],
    ["beside a destination", vs("  http:\n  - route:\n    - destination: {host: reviews}\n      $0"), ["weight", "headers"]],
    ["retries", vs("  http:\n  - retries:\n      $0"), ["attempts", "perTryTimeout", "retryOn"]],
    ["a fault", vs("  http:\n  - fault:\n      $0"), ["delay", "abort"]],
    ["a delay", vs("  http:\n  - fault:\n      delay:\n        fixedDelay: 5s\n        $0"), ["percentage", "percent"]],
    ["a key in quotes", vs('  "ho$0'), ["hosts"]],
    ["a comment", vs("  # ho$0"), []],
    ["a comment behind a value", vs("  hosts: [reviews] # ht$0"), []],
    ["tabs instead of spaces", vs("\tht$0"), ["http"]],
  ],
  "names in a VirtualService": [
    ["hosts of one that is named like a Service", vs("  hosts:\n  - $0"), ["reviews", "productpage", "ratings"]],
    [
      "the first destination",
      vs("  hosts: [ratings]\n  http:\n  - route:\n    - destination:\n        host: $0"),
      ["ratings", "reviews", "productpage"],
    ],
    ["half a host", vs("  http:\n  - route:\n    - destination: {host: rat$0"), ["ratings"]],
    [
      "a host of another namespace",
      vs("  http:\n  - route:\n    - destination:\n        host: pay$0"),
      ["payments.billing.svc.cluster.local"],
    ],
    ["a quote left open", vs('  http:\n  - route:\n    - destination:\n        host: "prod$0\n      weight: 10'), ["productpage"]],
    ["an external host", vs("  http:\n  - route:\n    - destination:\n        host: api$0"), ["api.cards.example.com"]],
    ["subsets of the host", destination("subset: $0"), ["v1", "v2"]],
    [
      "the other version",
      vs(
        "  http:\n  - route:\n    - destination: {host: reviews, subset: v1}\n      weight: 90\n    - destination: {host: reviews, subset: $0}",
      ),
      ["v2", "v1"],
    ],
    ["subsets of a host without a rule", vs("  http:\n  - route:\n    - destination:\n        host: ratings\n        subset: $0"), []],
    [
      "ports of the host",
      vs("  http:\n  - route:\n    - destination:\n        host: ratings\n        port:\n          number: $0"),
      ["9080", "9090"],
    ],
    [
      "the second weight",
      vs(
        "  http:\n  - route:\n    - destination: {host: reviews, subset: v1}\n      weight: 90\n    - destination: {host: reviews, subset: v2}\n      weight: $0",
      ),
      ["10"],
    ],
    ["the third weight", vs("  http:\n  - route:\n    - weight: 80\n    - weight: 15\n    - weight: $0"), ["5"]],
    ["the only weight", vs("  http:\n  - route:\n    - destination: {host: reviews}\n      weight: $0"), ["100"]],
    ["gateways", vs("  gateways:\n  - $0"), ["ingress/public", "mesh"]],
    ["a second gateway", vs("  gateways: [ingress/public, $0]"), ["mesh"]],
    [
      "the gateway of a match",
      vs("  gateways: [ingress/public, mesh]\n  http:\n  - match:\n    - gateways: [$0"),
      ["ingress/public", "mesh"],
    ],
    [
      "the port of a match",
      vs("  hosts: [www.shop.example.com]\n  gateways: [ingress/public]\n  http:\n  - match:\n    - port: $0"),
      ["443", "80"],
    ],
    ["a header that is used elsewhere", vs("  http:\n  - match:\n    - headers:\n        $0"), ["end-user", "x-canary"]],
    ["half a header", vs("  http:\n  - match:\n    - headers:\n        x-c$0"), ["x-canary"]],
    ["a header to set", vs("  http:\n  - headers:\n      request:\n        set:\n          x-c$0"), ["x-canary"]],
    ["a method", vs("  http:\n  - match:\n    - method:\n        exact: $0"), ["GET", "POST", "PUT"]],
    ["a delegate", vs("  hosts: [www.shop.example.com]\n  http:\n  - delegate:\n      name: $0"), ["checkout-routes"]],
    ["to whom it is exported", vs("  exportTo: [$0]"), [".", "*", "billing"]],
    ["labels of callers", vs("  http:\n  - match:\n    - sourceLabels:\n        $0"), ["app", "version"]],
    ["which caller", vs("  http:\n  - match:\n    - sourceLabels:\n        app: $0"), ["productpage", "ratings", "reviews"]],
    ["namespace of callers", vs("  http:\n  - match:\n    - sourceNamespace: $0"), ["shop", "billing", "ingress"]],
    ["a timeout", vs("  http:\n  - timeout: $0"), ["10s"]],
    ["what to try again", vs("  http:\n  - retries:\n      retryOn: $0"), ["5xx", "gateway-error", "reset"]],
    ["what else to try again", vs("  http:\n  - retries:\n      retryOn: 5xx,res$0"), ["5xx,reset", "5xx,reset-before-request"]],
    ["a switch", vs("  http:\n  - match:\n    - ignoreUriCase: $0"), ["true", "false"]],
    ["a switch whose default is true", vs("  http:\n  - retries:\n      retryIgnorePreviousHosts: $0"), ["false", "true"]],
    ["the server name of TLS", vs("  hosts: [secure.example.com]\n  tls:\n  - match:\n    - sniHosts: [$0]"), ["secure.example.com"]],
  ],
  "a DestinationRule": [
    ["the first key of spec", dr("  $0"), ["host", "subsets", "trafficPolicy"]],
    ["the host of its name", dr("  host: $0", "ratings"), ["ratings"]],
    ["a host without a rule", dr("  host: $0", "new"), ["productpage", "ratings"]],
    ["a subset", dr("  host: reviews\n  subsets:\n  - $0"), ["name", "labels", "trafficPolicy"]],
    ["the name of the next subset", dr("  host: reviews\n  subsets:\n  - {name: v1, labels: {version: v1}}\n  - name: $0"), ["v2", "v3"]],
    ["the label of a subset", dr("  host: reviews\n  subsets:\n  - name: v3\n    labels:\n      $0"), ["version", "app"]],
    [
      "the label value nobody covers",
      dr(
        "  host: reviews\n  subsets:\n  - {name: v1, labels: {version: v1}}\n  - {name: v2, labels: {version: v2}}\n  - name: v3\n    labels:\n      version: $0",
      ),
      ["v3", "v1", "v2"],
    ],
    ["a label value in braces", dr("  host: reviews\n  subsets:\n  - {name: v2, labels: {version: v$0"), ["v1", "v2", "v3"]],
    ["a traffic policy", dr("  host: reviews\n  trafficPolicy:\n    $0"), ["loadBalancer", "connectionPool", "outlierDetection"]],
    [
      "an algorithm",
      dr("  host: reviews\n  trafficPolicy:\n    loadBalancer:\n      simple: $0"),
      ["LEAST_REQUEST", "ROUND_ROBIN", "RANDOM"],
    ],
    [
      "beside an algorithm",
      dr("  host: reviews\n  trafficPolicy:\n    loadBalancer:\n      simple: RANDOM\n      $0"),
      ["localityLbSetting", "warmup", "zoneAwareLbSetting"],
    ],
    ["TLS to the service", dr("  host: reviews\n  trafficPolicy:\n    tls:\n      mode: $0"), ["ISTIO_MUTUAL", "SIMPLE", "MUTUAL"]],
    [
      "a port with settings",
      dr("  host: ratings\n  trafficPolicy:\n    portLevelSettings:\n    - port:\n        number: $0"),
      ["9080", "9090"],
    ],
    [
      "a header to hash",
      dr("  host: reviews\n  trafficPolicy:\n    loadBalancer:\n      consistentHash:\n        httpHeaderName: $0"),
      ["end-user", "x-canary"],
    ],
  ],
  "other kinds": [
    ["which proxies a Gateway means", gateway("  selector:\n    $0"), ["istio", "app"]],
    ["their label", gateway("  selector:\n    istio: $0"), ["ingress"]],
    ["a server", gateway("  servers:\n  - $0"), ["port", "hosts", "tls"]],
    ["the protocol of a server", gateway("  servers:\n  - port:\n      protocol: $0"), ["HTTP", "HTTPS", "TLS"]],
    ["the certificate of a server", gateway("  selector: {istio: ingress}\n  servers:\n  - tls:\n      credentialName: $0"), ["shop-cert"]],
    ["the hosts of a server", gateway("  servers:\n  - hosts:\n    - $0"), ["www.shop.example.com", "*"]],
    ["how a server does TLS", gateway("  servers:\n  - tls: {mode: $0}"), ["SIMPLE", "MUTUAL", "PASSTHROUGH"]],
    ["whom a policy protects", policy("  selector:\n    matchLabels:\n      $0"), ["app", "version"]],
    ["which of them", policy("  selector:\n    matchLabels:\n      app: rat$0"), ["ratings"]],
    ["what a policy does", policy("  action: $0"), ["ALLOW", "DENY"]],
    [
      "who may call",
      policy("  rules:\n  - from:\n    - source:\n        principals: [$0]"),
      ["cluster.local/ns/shop/sa/productpage", "cluster.local/ns/shop/sa/ratings", "cluster.local/ns/shop/sa/reviews"],
    ],
    ["from which namespace", policy("  rules:\n  - from:\n    - source:\n        namespaces:\n        - ing$0"), ["ingress"]],
    ["a second method", policy("  rules:\n  - to:\n    - operation:\n        methods: [GET, $0]"), ["POST", "PUT", "DELETE"]],
    ["a further condition", policy("  rules:\n  - when:\n    - key: source.n$0"), ["source.namespace"]],
    [
      "how strict mutual TLS is",
      document("security.istio.io/v1", "PeerAuthentication", "default", "  mtls:\n    mode: $0"),
      ["STRICT", "PERMISSIVE", "DISABLE"],
    ],
    [
      "how an external host is found",
      document("networking.istio.io/v1", "ServiceEntry", "x", "  resolution: $0"),
      ["DNS", "STATIC", "NONE"],
    ],
    [
      "what a Sidecar sees",
      document("networking.istio.io/v1", "Sidecar", "default", "  egress:\n  - hosts:\n    - $0"),
      ["./*", "istio-system/*", "billing/*"],
    ],
    ["which pods a Service means", document("v1", "Service", "ratings", "  selector:\n    app: ra$0"), ["ratings"]],
    [
      "where a Service port leads",
      document("v1", "Service", "ratings", "  selector: {app: ratings}\n  ports:\n  - port: 80\n    targetPort: $0"),
      ["http", "8080"],
    ],
    [
      "the backend of an HTTPRoute",
      document("gateway.networking.k8s.io/v1", "HTTPRoute", "x", "  rules:\n  - backendRefs:\n    - name: $0"),
      ["productpage", "ratings", "reviews"],
    ],
    [
      "its port",
      document("gateway.networking.k8s.io/v1", "HTTPRoute", "x", "  rules:\n  - backendRefs:\n    - name: ratings\n      port: $0"),
      ["9080", "9090"],
    ],
  ],
};

describe.each(Object.entries(situations))("%s", (_, rows) => {
  test.each(rows)("%s", (_what, typed, expected) => {
    const found = offered(typed);
    expect(expected.length === 0 ? found : found.slice(0, expected.length)).toEqual(expected);
  });
});

test("the first item is the one that is wanted", ({ annotate }) => {
  const all = Object.values(situations).flat();
  const hits = all.filter(([, typed, expected]) => offered(typed)[0] === expected[0]).length;
  annotate(`The wanted item comes first in ${hits} of ${all.length} situations.`);
  expect(all.length).toBeGreaterThanOrEqual(60);
  expect(hits).toBe(all.length);
});

/** The labels that an editor lists at the cursor of a document of the shop. */
function offered(typed: string): readonly string[] {
  return listed(completeFixture(`${mesh}#### shop/new.yaml\n${typed}\n`)).map((item) => item.label);
}

function document(apiVersion: string, kind: string, name: string, spec: string): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: shop\nspec:\n${spec}`;
}

function vs(spec: string): string {
  return document("networking.istio.io/v1", "VirtualService", "reviews", spec);
}

function destination(line: string): string {
  return vs(`  hosts: [reviews]\n  http:\n  - route:\n    - destination:\n        host: reviews\n        ${line}`);
}

function dr(spec: string, name = "reviews-new"): string {
  return document("networking.istio.io/v1", "DestinationRule", name, spec);
}

function gateway(spec: string): string {
  return document("networking.istio.io/v1", "Gateway", "public", spec).replace("namespace: shop", "namespace: ingress");
}

function policy(spec: string): string {
  return document("security.istio.io/v1", "AuthorizationPolicy", "reviews", spec);
}

function service(name: string, namespace: string, ports: string): string {
  return `---\napiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {selector: {app: ${name}}, ports: [${ports}]}`;
}

function deployment(app: string, version: string, namespace: string, replicas: number): string {
  const pod = `{metadata: {labels: {app: ${app}, version: ${version}}}, spec: {serviceAccountName: ${app}, containers: [{name: app, ports: [{name: http, containerPort: 8080}]}]}}`;
  return `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${app}-${version}, namespace: ${namespace}}\nspec: {replicas: ${replicas}, template: ${pod}}`;
}
