import { type MeshSettings, pathNormalizations } from "../../server/src/core/model/mesh";
import { corsPolicy, faults, headerOperations, redirect, retries, rewrite } from "./policies";
import { given, type Random, text } from "./random";

export type ConfigurationKind = "gateway" | "gateway-tls" | "sidecar";

/** The manifests of one mesh and whose routes are asked for. */
export interface Configuration {
  readonly kind: ConfigurationKind;
  readonly manifests: readonly object[];
  readonly mesh: Pick<MeshSettings, "outboundTrafficPolicy" | "pathNormalization">;
}

/** What requests are made of, so that conditions are met, nearly met and missed. */
export const paths = [
  "/",
  "/a",
  "/A",
  "/a/",
  "/a/b",
  "/aB/c",
  "/ab",
  "/b",
  "/b/1",
  "/b/1/x",
  "/api/v1/users",
  "/api/v2/users/7",
  "/é",
] as const;
export const headerNames = ["x-user", "X-Version", "x-empty", "user-agent"] as const;
export const headerValues = ["1", "2", "10", "", "beta", "Beta", "beta,1", "beta-7"] as const;
export const queryNames = ["q", "r"] as const;
export const methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"] as const;
export const sidecarLabels = { app: "client", version: "v1" } as const;
export const gatewayLabels = { istio: "ingressgateway" } as const;
export const gatewayHosts = ["shop.example.com", "www.example.com", "api.ext.com", "*.example.com", "*.deep.example.com", "*"] as const;
export const meshHosts = [
  "one",
  "two",
  "three",
  "one.a.svc.cluster.local",
  "four.b.svc.cluster.local",
  "*.a.svc.cluster.local",
  "*.b.svc.cluster.local",
  "shop.example.com",
  "*.example.com",
] as const;

/** A mesh of four services, with Gateways where one is asked for, and VirtualServices with whatever HTTP rules may say. */
export function configuration(random: Random, kind: ConfigurationKind): Configuration {
  const virtualServices = random.list(1, 3, () => 0).flatMap((_, at) => virtualService(random, kind, `vs${at}`));
  const around = kind === "sidecar" ? sidecars(random) : gateways(random, kind === "gateway-tls");
  return {
    kind,
    manifests: [...mesh(random), ...around, ...virtualServices],
    mesh: {
      outboundTrafficPolicy: random.pick(["ALLOW_ANY", "REGISTRY_ONLY"]),
      pathNormalization: random.pick(["BASE", "BASE", "BASE", ...pathNormalizations]),
    },
  };
}

function mesh(random: Random): readonly object[] {
  const services = [
    ["one", "a"],
    ["two", "a"],
    ["three", "a"],
    ["four", "b"],
  ] as const;
  const workloads = [
    ["one", "v1", "a"],
    ["one", "v2", "a"],
    ["two", "v1", "a"],
    ["four", "v1", "b"],
  ] as const;
  return [
    ...services.map(([name, namespace], at) => ({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace },
      spec: {
        clusterIP: `10.0.0.${at + 1}`,
        selector: { app: name },
        ports: [{ name: "http", port: 80 }, ...(random.chance(40) ? [{ name: "http-alt", port: 8080 }] : [])],
      },
    })),
    ...workloads.map(([app, version, namespace]) => ({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: `${app}-${version}`, namespace },
      spec: { template: { metadata: { labels: { app, version } } } },
    })),
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "gateway", namespace: "istio-system" },
      spec: { template: { metadata: { labels: gatewayLabels } } },
    },
    ...["one", "two"].map((name) => ({
      apiVersion: "networking.istio.io/v1",
      kind: "DestinationRule",
      metadata: { name, namespace: "a" },
      spec: { host: name, subsets: ["v1", "v2"].map((version) => ({ name: version, labels: { version } })) },
    })),
  ];
}

function gateways(random: Random, tls: boolean): readonly object[] {
  const hosts = random.chance(50) ? ["*"] : random.chance(50) ? ["*.example.com", "api.ext.com"] : ["shop.example.com", "a/*.example.com"];
  const servers = tls
    ? [
        { port: { number: 443, name: "https", protocol: "HTTPS" }, hosts: ["*.example.com"], tls: { mode: "SIMPLE", credentialName: "x" } },
        {
          port: { number: 443, name: "https-ext", protocol: "HTTPS" },
          hosts: ["api.ext.com"],
          tls: { mode: "SIMPLE", credentialName: "y" },
        },
      ]
    : [
        { port: { number: 80, name: "http", protocol: "HTTP" }, hosts },
        ...(random.chance(30)
          ? [{ port: { number: 80, name: "http-secure", protocol: "HTTP" }, hosts: ["www.example.com"], tls: { httpsRedirect: true } }]
          : []),
      ];
  return [
    {
      apiVersion: "networking.istio.io/v1",
      kind: "Gateway",
      metadata: { name: "gw", namespace: "a" },
      spec: { selector: gatewayLabels, servers },
    },
  ];
}

/** What the callers' namespace imports, where it says so. */
function sidecars(random: Random): readonly object[] {
  if (random.chance(60)) return [];
  const hosts = [
    "./*",
    "*/*",
    "b/*",
    "a/one.a.svc.cluster.local",
    "*/four.b.svc.cluster.local",
    "~b/*",
    "./*.example.com",
    "istio-system/*",
  ];
  return [
    {
      apiVersion: "networking.istio.io/v1",
      kind: "Sidecar",
      metadata: { name: "default", namespace: "a" },
      spec: {
        egress: [{ hosts: random.list(1, 3, () => random.pick(hosts)) }],
        ...given(
          "outboundTrafficPolicy",
          random.maybe(50, () => ({ mode: random.pick(["ALLOW_ANY", "REGISTRY_ONLY"]) })),
        ),
      },
    },
  ];
}

/** A VirtualService and, in some cases, one that it delegates to. */
function virtualService(random: Random, kind: ConfigurationKind, name: string): readonly object[] {
  const pool: readonly string[] = kind === "sidecar" ? meshHosts : gatewayHosts;
  const hosts = [...new Set(random.list(1, 3, () => random.pick(pool)))];
  const delegating = random.chance(25)
    ? [{ match: random.list(0, 2, () => match(random)), delegate: { name: `${name}-leaf` }, ...triesAndCopies(random) }]
    : [];
  const described = (own: string, spec: object): object => ({
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name: own, namespace: "a" },
    spec,
  });
  return [
    described(name, {
      hosts,
      ...(kind === "sidecar" ? {} : { gateways: random.chance(20) ? ["mesh", "gw"] : ["gw"] }),
      http: [...delegating, ...random.list(1, 6, () => rule(random)), ...(random.chance(45) ? [{ route: destinations(random) }] : [])],
    }),
    ...(delegating.length === 0 ? [] : [described(`${name}-leaf`, { http: random.list(1, 3, () => rule(random)) })]),
  ];
}

function rule(random: Random): object {
  const matched = random.chance(85) ? { match: random.list(1, 3, () => match(random)) } : {};
  const fault = random.chance(8) ? { fault: faults(random) } : {};
  const cors = random.chance(15) ? { corsPolicy: corsPolicy(random) } : {};
  const what = random.int(100);
  if (what < 15) return { ...matched, ...fault, ...cors, redirect: redirect(random) };
  if (what < 25) {
    const status = random.pick([200, 204, 404, 418, 503]);
    const body = status !== 204 && random.chance(50) ? { body: { string: "said by the proxy" } } : {};
    return { ...matched, ...fault, directResponse: { status, ...body } };
  }
  return {
    ...matched,
    ...fault,
    ...cors,
    ...triesAndCopies(random),
    ...given(
      "rewrite",
      random.maybe(35, () => rewrite(random)),
    ),
    ...given(
      "headers",
      random.maybe(25, () => headerOperations(random, "r")),
    ),
    route: destinations(random),
  };
}

/** Timeout, retries and mirrors. */
function triesAndCopies(random: Random): object {
  return {
    ...given(
      "timeout",
      random.maybe(20, () => random.pick(["1s", "1s", "0s"])),
    ),
    ...given(
      "retries",
      random.maybe(25, () => retries(random)),
    ),
    ...given(
      "mirrors",
      random.maybe(15, () =>
        random.list(1, 2, () => ({
          ...destination(random),
          ...given(
            "percentage",
            random.maybe(70, () => ({ value: random.pick([0, 25, 50, 100]) })),
          ),
        })),
      ),
    ),
  };
}

function match(random: Random): object {
  const named = (names: readonly string[], value: () => object) =>
    Object.fromEntries(random.list(1, 2, () => [random.pick(names), value()] as const));
  const value = (): object =>
    random.chance(15)
      ? {}
      : text(random, ["1", "2", "", "beta", "beta,1"], ["1", "b", "beta-"], ["[0-9]+", "*", "b.*a", "(?i)beta", ".*", "1|2", "beta-\\d"]);
  return {
    ...given(
      "uri",
      random.maybe(70, () => uri(random)),
    ),
    ...given(
      "ignoreUriCase",
      random.maybe(20, () => true),
    ),
    ...given(
      "method",
      random.maybe(20, () => text(random, ["GET", "POST", "get"], ["P", "PA"], ["GET|PUT", "P.*"])),
    ),
    ...given(
      "scheme",
      random.maybe(8, () => text(random, ["http", "https"], ["http"], ["https?", "ftp"])),
    ),
    ...given(
      "authority",
      random.maybe(12, () => text(random, ["one", "shop.example.com", "shop.example.com:80"], ["one", "shop"], [".*:80", "(?i)one.*"])),
    ),
    ...given(
      "headers",
      random.maybe(30, () => named(headerNames, value)),
    ),
    ...given(
      "withoutHeaders",
      random.maybe(20, () => named(headerNames, value)),
    ),
    ...given(
      "queryParams",
      random.maybe(25, () => named(queryNames, value)),
    ),
    ...given(
      "port",
      random.maybe(8, () => random.pick([80, 443, 8080])),
    ),
    ...given(
      "gateways",
      random.maybe(6, () => [random.pick(["mesh", "gw"])]),
    ),
    ...given(
      "sourceLabels",
      random.maybe(6, () => random.pick<object>([sidecarLabels, { version: "v2" }, gatewayLabels])),
    ),
    ...given(
      "sourceNamespace",
      random.maybe(6, () => random.pick(["a", "b", "istio-system"])),
    ),
  };
}

function uri(random: Random): object {
  return text(
    random,
    ["/", "/a", "/A/b", "/b/1", "/api/v1/users"],
    ["/", "/a", "/A", "/a/", "/b", "/api/", "/api/v2"],
    [".*", "/a.*", "/[ab]", "a", "/a|/b", "(?i)/A.*", "/api/v[0-9]+/users(/\\d+)?", "/b/\\d", "^/a$", "/.{1,3}"],
  );
}

function destination(random: Random): { readonly destination: object } {
  return {
    destination: {
      host: random.pick(["one", "one", "one", "two", "two", "two.a.svc.cluster.local", "four.b.svc.cluster.local", "three", "missing"]),
      ...given(
        "subset",
        random.maybe(40, () => random.pick(["v1", "v1", "v1", "v2", "v2", "v3"])),
      ),
      ...given(
        "port",
        random.maybe(20, () => ({ number: random.pick([80, 8080]) })),
      ),
    },
  };
}

function destinations(random: Random): readonly object[] {
  if (random.chance(55)) {
    return [
      {
        ...destination(random),
        ...given(
          "weight",
          random.maybe(20, () => random.pick([0, 10, 100])),
        ),
        ...given(
          "headers",
          random.maybe(20, () => headerOperations(random, "d")),
        ),
      },
    ];
  }
  const weights = random.pick([
    [90, 10],
    [1, 1, 2],
    [50, 0, 50],
    [33, 33, 34],
    [5, 95],
    [0, 7],
    [25, 75],
    [70, 10, 20],
  ]);
  return weights.map((weight) => ({ ...destination(random), weight }));
}
