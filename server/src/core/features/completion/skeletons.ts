import type { GroupVersionKind } from "../../model/resource";
import type { SkeletonTree } from "./skeletonTree";

/** A block that is written at once. */
export interface Skeleton {
  readonly label: string;
  readonly detail: string;
  readonly tree: SkeletonTree;
}

/** The skeletons of a field of a kind: of a mapping its content, of a list (`[]` at the end) one item. `field` as in `fieldPath`. */
export function skeletonsOf({ group, kind }: Pick<GroupVersionKind, "group" | "kind">, field: string): readonly Skeleton[] {
  return (byKind[group === "gateway.networking.k8s.io" ? `${group}/${kind}` : kind] ?? [])
    .filter(([pattern]) => pattern.test(field))
    .map(([, skeleton]) => skeleton);
}

type Entry = readonly [RegExp, Skeleton];

const destination: SkeletonTree = { destination: { host: "<1:{host}>" } };
const versioned = (host: string, subset: string): SkeletonTree => ({ destination: { host, subset } });
const split: SkeletonTree = [
  { destination: { host: "<1:{host}>", subset: "<2:{subset}>" }, weight: "<4:90>" },
  { destination: { host: "<1>", subset: "<3:{other}>" }, weight: "<5:10>" },
];

function entry(pattern: RegExp, label: string, detail: string, tree: SkeletonTree): Entry {
  return [pattern, { label, detail, tree }];
}

const virtualService: readonly Entry[] = [
  entry(/^spec\.http\[\]$/, "route", "all requests to one destination", { route: [destination] }),
  entry(/^spec\.http\[\]$/, "route with weights", "requests split over two versions", { route: split }),
  entry(/^spec\.http\[\]$/, "match path and route", "requests to a path", {
    match: [{ uri: { prefix: "<2:/>" } }],
    route: [destination],
  }),
  entry(/^spec\.http\[\]$/, "match header and route", "requests with a header to one version", {
    match: [{ headers: { "<2:end-user>": { exact: "<3:tester>" } } }],
    route: [versioned("<1:{host}>", "<4:{subset}>")],
  }),
  entry(/^spec\.http\[\]$/, "redirect", "answer with a redirect", {
    match: [{ uri: { prefix: "<1:/old>" } }],
    redirect: { uri: "<2:/new>" },
  }),
  entry(/^spec\.http\[\]$/, "delegate", "leave a path to another VirtualService", {
    match: [{ uri: { prefix: "<1:/>" } }],
    delegate: { name: "<2:{host}>" },
  }),
  entry(/^spec\.tcp\[\]$/, "match port and route", "connections to a port", {
    match: [{ port: "<2:9000>" }],
    route: [{ destination: { host: "<1:{host}>", port: { number: "<2>" } } }],
  }),
  entry(/^spec\.tcp\[\]$/, "route with weights", "connections split over two versions", { route: split }),
  entry(/^spec\.tls\[\]$/, "match server name and route", "TLS connections by the name they ask for", {
    match: [{ port: "<2:443>", sniHosts: ["<3:{host}>"] }],
    route: [{ destination: { host: "<1:{host}>", port: { number: "<2>" } } }],
  }),
  entry(/\.route\[\]$/, "destination with subset and weight", "a share for one version", {
    destination: { host: "<1:{host}>", subset: "<2:{subset}>" },
    weight: "<3:100>",
  }),
  entry(/^spec\.http\[\]\.match\[\]$/, "path prefix", "requests whose path begins so", { uri: { prefix: "<1:/>" } }),
  entry(/^spec\.http\[\]\.match\[\]$/, "header", "requests with a header", { headers: { "<1:end-user>": { exact: "<2:tester>" } } }),
  entry(/^spec\.http\[\]\.retries$/, "retries", "tries again what failed", {
    attempts: "<1:3>",
    perTryTimeout: "<2:2s>",
    retryOn: "<3:5xx,reset,connect-failure>",
  }),
  entry(/^spec\.http\[\]\.fault$/, "fault: delay", "holds back a share of requests", {
    delay: { percentage: { value: "<1:10>" }, fixedDelay: "<2:5s>" },
  }),
  entry(/^spec\.http\[\]\.fault$/, "fault: abort", "fails a share of requests", {
    abort: { percentage: { value: "<1:10>" }, httpStatus: "<2:503>" },
  }),
  entry(/^spec\.http\[\]\.mirrors\[\]$/, "mirror", "a copy of a share of requests", {
    destination: { host: "<1:{host}>", subset: "<2:{other}>" },
    percentage: { value: "<3:100>" },
  }),
  entry(/^spec\.http\[\]\.mirror$/, "mirror", "a copy of each request", { host: "<1:{host}>", subset: "<2:{other}>" }),
  entry(/^spec\.http\[\]\.corsPolicy$/, "corsPolicy", "which web pages may call", {
    allowOrigins: [{ exact: "<1:https://www.example.com>" }],
    allowMethods: ["GET", "POST"],
    allowHeaders: ["content-type"],
    maxAge: "<2:24h>",
  }),
  entry(/^spec\.http\[\]\.redirect$/, "redirect", "answer with a redirect", { uri: "<1:/new>", redirectCode: "<2:302>" }),
  entry(/^spec\.http\[\]\.directResponse$/, "directResponse", "a fixed answer", {
    status: "<1:503>",
    body: { string: "<2:maintenance>" },
  }),
  entry(/^spec\.http\[\](?:\.route\[\])?\.headers$/, "headers: set on request", "changes requests on the way", {
    request: { set: { "<1:x-version>": "<2:v2>" } },
  }),
];

const trafficPolicy: readonly Entry[] = [
  entry(/(?:^spec|\.subsets\[\])\.trafficPolicy$/, "trafficPolicy: load balancer", "how endpoints are chosen", {
    loadBalancer: { simple: "<1|LEAST_REQUEST,ROUND_ROBIN,RANDOM|>" },
  }),
  entry(/(?:^spec|\.subsets\[\])\.trafficPolicy$/, "trafficPolicy: circuit breaker", "limits, and ill endpoints left out", {
    connectionPool: { tcp: { maxConnections: "<1:100>" }, http: { http1MaxPendingRequests: "<2:100>" } },
    outlierDetection: { consecutive5xxErrors: "<3:5>", interval: "<4:10s>", baseEjectionTime: "<5:30s>" },
  }),
  entry(/\.connectionPool$/, "connectionPool", "limits of connections and requests", {
    tcp: { maxConnections: "<1:100>", connectTimeout: "<2:1s>" },
    http: { http1MaxPendingRequests: "<3:100>", http2MaxRequests: "<4:1000>" },
  }),
  entry(/\.outlierDetection$/, "outlierDetection", "leaves out endpoints that fail", {
    consecutive5xxErrors: "<1:5>",
    interval: "<2:10s>",
    baseEjectionTime: "<3:30s>",
    maxEjectionPercent: "<4:50>",
  }),
  entry(/\.consistentHash$/, "consistentHash by cookie", "keeps a client at its endpoint", {
    httpCookie: { name: "<1:session>", ttl: "<2:0s>" },
  }),
  entry(/\.portLevelSettings\[\]$/, "settings of a port", "replace those of the whole policy", {
    port: { number: "<1:80>" },
    loadBalancer: { simple: "<2|LEAST_REQUEST,ROUND_ROBIN,RANDOM|>" },
  }),
];

const destinationRule: readonly Entry[] = [
  entry(/^spec\.subsets\[\]$/, "subset by label", "pods with a label", {
    name: "<1:{version}>",
    labels: { "<2:{key}>": "<3:{value}>" },
  }),
  ...trafficPolicy,
];

const gateway: readonly Entry[] = [
  entry(/^spec\.servers\[\]$/, "HTTP server", "plain text on port 80", {
    port: { number: "<1:80>", name: "<2:http>", protocol: "HTTP" },
    hosts: ['"<3:*>"'],
  }),
  entry(/^spec\.servers\[\]$/, "HTTPS server", "TLS that ends here, certificate from a Secret", {
    port: { number: "<1:443>", name: "<2:https>", protocol: "HTTPS" },
    tls: { mode: "SIMPLE", credentialName: "<3:certificate>" },
    hosts: ['"<4:www.example.com>"'],
  }),
  entry(/^spec\.servers\[\]$/, "HTTP server that redirects", "sends callers to HTTPS", {
    port: { number: "<1:80>", name: "<2:http>", protocol: "HTTP" },
    tls: { httpsRedirect: "true" },
    hosts: ['"<3:*>"'],
  }),
  entry(/^spec\.servers\[\]\.tls$/, "tls with a Secret", "TLS that ends here", { mode: "SIMPLE", credentialName: "<1:certificate>" }),
];

const authorization: readonly Entry[] = [
  entry(/^spec\.rules\[\]$/, "rule for callers and operations", "who may do what", {
    from: [{ source: { principals: ['"<1:{principal}>"'] } }],
    to: [{ operation: { methods: ["<2:GET>"] } }],
  }),
  entry(/^spec\.rules\[\]\.from\[\]$/, "source by principal", "callers by identity", { source: { principals: ['"<1:{principal}>"'] } }),
  entry(/^spec\.rules\[\]\.to\[\]$/, "operation", "requests by method and path", {
    operation: { methods: ["<1:GET>"], paths: ['"<2:/*>"'] },
  }),
  entry(/^spec\.rules\[\]\.when\[\]$/, "condition", "a further attribute", { key: "<1:request.headers[x-token]>", values: ['"<2:*>"'] }),
];

const httpRoute: readonly Entry[] = [
  entry(/^spec\.rules\[\]$/, "match path and route", "requests to a path", {
    matches: [{ path: { type: "PathPrefix", value: "<2:/>" } }],
    backendRefs: [{ name: "<1:{host}>", port: "<3:80>" }],
  }),
  entry(/\.backendRefs\[\]$/, "backend", "a Service and its port", { name: "<1:{host}>", port: "<2:80>" }),
];

const byKind: Readonly<Record<string, readonly Entry[]>> = {
  VirtualService: virtualService,
  DestinationRule: destinationRule,
  Gateway: gateway,
  AuthorizationPolicy: authorization,
  "gateway.networking.k8s.io/HTTPRoute": httpRoute,
  ServiceEntry: [
    entry(/^spec\.ports\[\]$/, "port", "a port of the host", { number: "<1:443>", name: "<2:https>", protocol: "<3:TLS>" }),
    entry(/^spec\.endpoints\[\]$/, "endpoint", "an address that answers", { address: "<1:10.0.0.1>" }),
  ],
  Sidecar: [
    entry(/^spec\.egress\[\]$/, "egress of own namespace", "what the workloads can call", {
      hosts: ['"./*"', '"{root}/*"'],
    }),
  ],
  RequestAuthentication: [
    entry(/^spec\.jwtRules\[\]$/, "JWT issuer", "tokens that are accepted", {
      issuer: '"<1:https://issuer.example.com>"',
      jwksUri: '"<2:https://issuer.example.com/.well-known/jwks.json>"',
    }),
  ],
  PeerAuthentication: [entry(/^spec\.mtls$/, "mtls STRICT", "plain text is refused", { mode: "STRICT" })],
  Telemetry: [
    entry(/^spec\.accessLogging\[\]$/, "access log", "to a provider of the mesh", { providers: [{ name: "<1:envoy>" }] }),
    entry(/^spec\.tracing\[\]$/, "tracing", "share of requests that are traced", { randomSamplingPercentage: "<1:10>" }),
  ],
  Service: [entry(/^spec\.ports\[\]$/, "port", "a port and where it leads", { name: "<1:http>", port: "<2:80>", targetPort: "<3:8080>" })],
};
