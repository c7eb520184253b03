import fc from "fast-check";
import { clusterHost, destinationHost, domain, exportTo, given, maybe, namespace, port, rarely, seldom, subset } from "./basicArbitrary";
import type * as m from "./manifests";
import { leaf, root } from "./ruleArbitrary";

const serviceNames = ["one", "two", "three"] as const;
const pods: readonly m.Labels[] = [
  { app: "one", version: "v1" },
  { app: "one", version: "v2" },
  { app: "two", version: "v1" },
  { app: "three", version: "v1" },
  { app: "one", tier: "x" },
];
const gatewayLabels: m.Labels = { istio: "ingressgateway", app: "gw" };
const externalHosts = ["api.ext.com", "www.ext.com", "*.ext.com", "a.b.ext.com", "one.b", "two.a.svc"] as const;

const servicePort = (number: fc.Arbitrary<number>): fc.Arbitrary<m.Service["spec"]["ports"][number]> =>
  fc
    .record({
      port: number,
      kind: fc.oneof(
        { weight: 5, arbitrary: fc.constant("http") },
        { weight: 4, arbitrary: fc.constantFrom("grpc", "auto", "tcp", "tls", "https") },
        { weight: 1, arbitrary: fc.constantFrom("app-tcp", "app-h2c", "udp") },
      ),
    })
    .map(({ port: one, kind }) => ({
      port: one,
      ...(kind === "auto" ? { name: `p${one}` } : kind.startsWith("app-") ? { name: `http-${one}` } : { name: `${kind}-${one}` }),
      ...(kind === "app-tcp" ? { appProtocol: "tcp" } : kind === "app-h2c" ? { appProtocol: "kubernetes.io/h2c" } : {}),
      ...(kind === "udp" ? { protocol: "UDP" as const } : {}),
    }));

const service = (name: string, ns: string): fc.Arbitrary<m.Service> =>
  fc
    .record({
      first: servicePort(fc.constantFrom(80, 80, 80, 8080)),
      more: fc.array(servicePort(fc.constantFrom(443, 9000)), { maxLength: 1 }),
      address: fc.constantFrom("None", "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", undefined),
      selector: fc.constantFrom("own", "own", "own", "own", "own", "none"),
      exported: rarely(fc.constantFrom("*", ".", "b", "a,b", "~")),
      external: rarely(fc.constantFrom("api.ext.com", `one.a.${domain}`, `two.b.${domain}`)),
    })
    .map(
      ({ first, more, address, selector, exported, external }): m.Service =>
        given({
          apiVersion: "v1",
          kind: "Service",
          metadata: { name, namespace: ns, annotations: exported === undefined ? undefined : { "networking.istio.io/exportTo": exported } },
          spec:
            external === undefined
              ? { clusterIP: address, selector: selector === "own" ? { app: name } : undefined, ports: [first, ...more] }
              : { type: "ExternalName" as const, externalName: external, ports: [first, ...more] },
        }) as m.Service,
    );

const services = fc
  .tuple(
    service("one", "a"),
    service("two", "a"),
    service("one", "b"),
    maybe(service("two", "b")),
    maybe(service("three", "a")),
    seldom(service("three", "istio-system")),
    seldom(fc.constantFrom(8080, 8443).map(ingress)),
  )
  .map((list): readonly m.Service[] => list.filter((one) => one !== undefined));

const serviceEntry = fc
  .record({
    name: fc.constantFrom("ext1", "ext2", "ext3"),
    ns: namespace,
    hosts: fc.uniqueArray(fc.constantFrom<string>(...externalHosts, `one.a.${domain}`), { minLength: 1, maxLength: 2 }),
    addresses: seldom(fc.constantFrom<readonly string[]>(["10.1.0.1"], ["10.1.0.2"])),
    ports: fc.uniqueArray(fc.record({ number: port, protocol: fc.constantFrom("HTTP", "HTTP", "TLS", "TCP", "HTTPS", "GRPC", "") }), {
      minLength: 1,
      maxLength: 2,
      selector: (one) => one.number,
    }),
    exported: exportTo,
    endpoints: seldom(
      fc.constantFrom(
        [
          { address: "1.1.1.1", labels: { version: "v1" } },
          { address: "1.1.1.2", labels: { version: "v2" } },
        ],
        [{ address: "1.1.1.3" }],
      ),
    ),
    selector: seldom(fc.constantFrom<m.Labels>({ app: "one" }, { app: "two" })),
  })
  .map(
    ({ name, ns, hosts, addresses, ports, exported, endpoints, selector }): m.ServiceEntry =>
      given({
        apiVersion: "networking.istio.io/v1",
        kind: "ServiceEntry",
        metadata: { name, namespace: ns },
        spec: {
          hosts,
          addresses,
          ports: ports.map((one) => ({ ...one, name: `p${one.number}` })),
          resolution: endpoints === undefined && selector === undefined ? "DNS" : "STATIC",
          exportTo: exported,
          endpoints,
          workloadSelector: endpoints === undefined && selector !== undefined ? { labels: selector } : undefined,
        },
      }) as m.ServiceEntry,
  );

const deployment = fc.record({ labels: fc.constantFrom(...pods), ns: namespace, replicas: fc.constantFrom(1, 1, 2, 3, 0) }).map(
  ({ labels, ns, replicas }): m.Deployment => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: Object.values(labels).join("-"), namespace: ns },
    spec: { replicas, template: { metadata: { labels } } },
  }),
);

const policy = fc
  .record({
    top: seldom(fc.constantFrom("ROUND_ROBIN", "PASSTHROUGH")),
    at: seldom(fc.record({ number: port, simple: seldom(fc.constantFrom("ROUND_ROBIN", "PASSTHROUGH")) })),
  })
  .map(
    ({ top, at }): m.Policy =>
      given({
        loadBalancer: top === undefined ? undefined : { simple: top },
        portLevelSettings:
          at === undefined
            ? undefined
            : [{ port: { number: at.number }, loadBalancer: at.simple === undefined ? undefined : { simple: at.simple } }],
      }) as m.Policy,
  );

const destinationRule = fc
  .record({
    name: fc.constantFrom("dr1", "dr2", "dr3", "dr4"),
    ns: fc.constantFrom("a", "a", "a", "b", "istio-system"),
    host: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom("one", "one", "two", `one.a.${domain}`) },
      { weight: 3, arbitrary: destinationHost },
      { weight: 1, arbitrary: fc.constantFrom(`*.a.${domain}`, "*.cluster.local", "*.ext.com") },
    ),
    exported: seldom(fc.constantFrom<readonly string[]>(["*"], ["."], ["."], ["a"], ["b"], ["a", "b"], ["~"], [".", "b"], [".", "*"])),
    selector: seldom(fc.constantFrom<m.Labels>({ app: "one" }, { version: "v2" }, { istio: "ingressgateway" })),
    trafficPolicy: maybe(policy),
    subsets: fc.uniqueArray(
      fc.record({
        name: subset,
        labels: fc.constantFrom<m.Labels | undefined>({ version: "v1" }, { version: "v2" }, { tier: "x" }, { version: "v9" }, undefined),
        trafficPolicy: seldom(policy),
      }),
      { maxLength: 3, selector: (one) => one.name },
    ),
  })
  .map(
    ({ name, ns, host, exported, selector, trafficPolicy, subsets }): m.DestinationRule =>
      given({
        apiVersion: "networking.istio.io/v1",
        kind: "DestinationRule",
        metadata: { name, namespace: ns },
        spec: {
          host,
          exportTo: exported,
          workloadSelector: selector === undefined ? undefined : { matchLabels: selector },
          trafficPolicy,
          subsets,
        },
      }) as m.DestinationRule,
  );

const serverHosts: fc.Arbitrary<readonly string[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(["*"]) },
  {
    weight: 2,
    arbitrary: fc.uniqueArray(
      fc.constantFrom(
        "*",
        "shop.example.com",
        "*.example.com",
        "./shop.example.com",
        "a/*",
        "*/api.ext.com",
        "b/*.example.com",
        "*/*",
        `one.a.${domain}`,
      ),
      { minLength: 1, maxLength: 2 },
    ),
  },
);
const kindsOf = {
  80: ["HTTP", "HTTP", "HTTP2"],
  443: ["HTTPS SIMPLE", "HTTPS SIMPLE", "HTTPS PASSTHROUGH", "TLS PASSTHROUGH"],
  9000: ["TCP", "TCP", "TLS SIMPLE"],
} as const;
const anyKind = fc.constantFrom("HTTP", "HTTPS SIMPLE", "HTTPS PASSTHROUGH", "TLS SIMPLE", "TCP", "TLS AUTO_PASSTHROUGH");
const server = fc
  .constantFrom(80 as const, 80 as const, 443 as const, 9000 as const)
  .chain((number) =>
    fc.record({
      number: fc.constant(number),
      kind: fc.oneof({ weight: 9, arbitrary: fc.constantFrom<string>(...kindsOf[number]) }, { weight: 1, arbitrary: anyKind }),
      hosts: serverHosts,
      redirect: seldom(fc.constant(true)),
    }),
  )
  .map(({ number, kind, hosts, redirect }) => {
    const [protocol = "", mode] = kind.split(" ");
    return {
      number,
      protocol,
      hosts,
      tls:
        mode === undefined
          ? redirect && protocol.startsWith("HTTP")
            ? { httpsRedirect: true }
            : undefined
          : { mode, httpsRedirect: redirect },
    };
  });
const gateway = fc
  .record({
    at: fc.constantFrom(["gw", "istio-system"] as const, ["gw", "a"] as const, ["gw2", "b"] as const),
    selector: fc.constantFrom<m.Labels | undefined>(
      { istio: "ingressgateway" },
      { istio: "ingressgateway" },
      { istio: "other" },
      undefined,
    ),
    servers: fc.array(server, { minLength: 1, maxLength: 3 }),
  })
  .map(
    ({ at: [name, ns], selector, servers }): m.Gateway =>
      given({
        apiVersion: "networking.istio.io/v1",
        kind: "Gateway",
        metadata: { name, namespace: ns },
        spec: {
          selector,
          servers: servers.map(({ number, protocol, hosts, tls }, order) => ({
            port: { number, name: `p${order}`, protocol },
            hosts,
            tls,
          })),
        },
      }) as m.Gateway,
  );

const sidecar = fc
  .record({
    name: fc.constantFrom("sc1", "sc2"),
    ns: namespace,
    selector: seldom(fc.constantFrom<m.Labels>({ app: "one" }, { version: "v2" })),
    hosts: fc.uniqueArray(
      fc.constantFrom(
        "*/*",
        "./*",
        "a/*",
        "b/*",
        `*/*.a.${domain}`,
        `a/one.a.${domain}`,
        "*/*.ext.com",
        "*/api.ext.com",
        "istio-system/*",
        "~b/*",
      ),
      { minLength: 1, maxLength: 3 },
    ),
    only: seldom(port),
    mode: seldom(fc.constantFrom("ALLOW_ANY" as const, "REGISTRY_ONLY" as const)),
    plain: fc.boolean(),
  })
  .map(
    ({ name, ns, selector, hosts, only, mode, plain }): m.Sidecar =>
      given({
        apiVersion: "networking.istio.io/v1",
        kind: "Sidecar",
        metadata: { name, namespace: ns },
        spec: {
          workloadSelector: selector === undefined ? undefined : { labels: selector },
          egress: plain
            ? undefined
            : [
                ...(only === undefined
                  ? []
                  : [{ hosts: [...hosts].reverse().slice(0, 1), port: { number: only, protocol: "HTTP", name: "only" } }]),
                { hosts },
              ],
          outboundTrafficPolicy: mode === undefined ? undefined : { mode },
        },
      }) as m.Sidecar,
  );

const identity = (one: { readonly metadata: m.Meta }): string => `${one.metadata.namespace}/${one.metadata.name}`;

/** Small meshes in which names, ports and labels collide often. */
export const mesh: fc.Arbitrary<m.Mesh> = fc.record({
  services,
  entries: fc.uniqueArray(serviceEntry, { maxLength: 3, selector: identity }),
  deployments: fc
    .uniqueArray(deployment, { minLength: 5, maxLength: 12, selector: identity, size: "max" })
    .map((list) => [...list, { ...gatewayDeployment }]),
  rules: fc.uniqueArray(destinationRule, { minLength: 3, maxLength: 9, selector: identity, size: "max" }),
  gateways: fc.uniqueArray(gateway, { minLength: 2, maxLength: 3, selector: identity, size: "max" }),
  sidecars: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.uniqueArray(sidecar, { maxLength: 3, selector: identity }) },
  ),
  virtualServices: fc
    .tuple(
      fc.uniqueArray(root, { minLength: 3, maxLength: 8, selector: identity, size: "max" }),
      fc.uniqueArray(leaf, { minLength: 1, maxLength: 4, selector: identity, size: "max" }),
    )
    .map(([roots, leaves]) => [...roots, ...leaves]),
  registryOnly: fc.boolean(),
});

/** Calls at random. */
const anyCall: fc.Arbitrary<m.Call> = fc
  .record({
    gateway: fc.boolean(),
    ns: namespace,
    labels: fc.constantFrom<m.Labels>({}, ...pods),
    scheme: fc.oneof(
      { weight: 8, arbitrary: fc.constant("http" as const) },
      { weight: 3, arbitrary: fc.constantFrom("https" as const, "tcp" as const, "tls" as const) },
    ),
    host: fc.oneof(
      fc.constantFrom<string>(
        ...serviceNames,
        "one.a",
        "two.b.svc",
        "one.b",
        "api.ext.com",
        "www.ext.com",
        "x.y.ext.com",
        "shop.example.com",
        "x.example.com",
        "elsewhere.org",
        "10.0.0.1",
        "10.1.0.1",
      ),
      clusterHost,
      clusterHost.map((host) => `x.${host}`),
      clusterHost.map((host) => `${host}.`),
    ),
    port,
    method: fc.constantFrom("GET", "GET", "POST", "PUT", "OPTIONS"),
    preflight: seldom(fc.constantFrom("https://a.org", "https://b.org")),
    path: fc.constantFrom("/", "/a", "/A", "/a/b", "/b", "/c", "/ab", "/a?q=1", "/?q=2&r=&q=1", "/b?q"),
    x: maybe(fc.constantFrom("1", "2", "1,2", "")),
    y: seldom(fc.constantFrom("1", "12")),
    authority: seldom(fc.constantFrom("one", "one:80", "shop.example.com", "ONE.a", "shop.example.com:80")),
    sni: seldom(fc.constantFrom("api.ext.com", "shop.example.com", "x.example.com")),
    address: seldom(fc.constantFrom("10.0.0.1", "10.1.0.2", "10.0.0.9", "192.0.2.1")),
  })
  .map(
    ({ gateway: throughGateway, ns, labels, method, preflight, x, y, authority, sni, address, ...rest }): m.Call =>
      given({
        from: throughGateway ? { gatewayPod: { namespace: "istio-system", labels: gatewayLabels } } : { namespace: ns, labels },
        ...rest,
        method: preflight === undefined ? method : "OPTIONS",
        headers: {
          x,
          "x-y": y,
          Host: authority,
          ...(preflight === undefined ? {} : { Origin: preflight, "Access-Control-Request-Method": "PUT" }),
        },
        sni,
        address,
      }) as m.Call,
  );

/** A call, and whether and where it is aimed at something that the mesh has. */
export const shot = fc.record({
  call: anyCall,
  aimed: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  at: fc.nat(),
  form: fc.nat(),
});

const gatewayDeployment: m.Deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "gateway", namespace: "istio-system" },
  spec: { replicas: 1, template: { metadata: { labels: gatewayLabels } } },
};

function ingress(target: number): m.Service {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "ingress", namespace: "istio-system" },
    spec: { selector: { istio: "ingressgateway" }, ports: [{ port: 80, name: "http", targetPort: target }] },
  };
}
