import { gatewayLabels, sidecarLabels } from "./configurations";
import { given, type Random } from "./random";

/** The manifests of a mesh with TCP and TLS services, and whose connections are asked for. */
export interface L4Configuration {
  readonly kind: "sidecar" | "gateway";
  readonly manifests: readonly object[];
}

/** Addresses of the loopback network that connections are made to. */
export const addresses = ["127.0.0.1", "127.0.1.5", "127.0.1.200", "127.9.9.9"] as const;
export const serverNames = ["a.example.com", "b.example.com", "x.deep.example.com", "example.com", "other.org", "A.EXAMPLE.com"] as const;
export const tcpPort = 9000;
export const tlsPort = 9443;

const sniHosts = ["a.example.com", "b.example.com", "*.example.com", "*.deep.example.com", "other.org", "*"] as const;
const subnets = ["127.0.1.0/24", "127.0.1.128/25", "127.0.0.0/16", "127.0.1.5", "10.0.0.0/8"] as const;

export function l4Configuration(random: Random, kind: L4Configuration["kind"]): L4Configuration {
  const rules = random.list(1, 2, () => 0).map((_, at) => virtualService(random, kind, `vs${at}`));
  return { kind, manifests: [...mesh(), ...(kind === "gateway" ? [gateway(random)] : []), ...rules] };
}

function mesh(): readonly object[] {
  const service = (name: string): object => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: "a" },
    spec: {
      clusterIP: "10.0.0.1",
      selector: { app: name },
      ports: [
        { name: "tcp-own", port: tcpPort },
        { name: "tls-own", port: tlsPort },
      ],
    },
  });
  const pods = (app: string, version: string): object => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: `${app}-${version}`, namespace: "a" },
    spec: { template: { metadata: { labels: { app, version } } } },
  });
  return [
    service("one"),
    service("two"),
    service("empty"),
    pods("one", "v1"),
    pods("one", "v2"),
    pods("two", "v1"),
    {
      apiVersion: "networking.istio.io/v1",
      kind: "DestinationRule",
      metadata: { name: "one", namespace: "a" },
      spec: { host: "one", subsets: ["v1", "v2"].map((version) => ({ name: version, labels: { version } })) },
    },
  ];
}

function gateway(random: Random): object {
  const tls = { number: tlsPort, name: "tls", protocol: random.pick(["TLS", "HTTPS"]) };
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name: "gw", namespace: "a" },
    spec: {
      selector: gatewayLabels,
      servers: [
        { port: { number: tcpPort, name: "tcp", protocol: "TCP" }, hosts: ["*"] },
        { port: tls, hosts: [random.pick(["*", "*.example.com", "./*.example.com"])], tls: { mode: "PASSTHROUGH" } },
        ...(random.chance(40) ? [{ port: { ...tls, name: "tls-2" }, hosts: ["other.org"], tls: { mode: "PASSTHROUGH" } }] : []),
      ],
    },
  };
}

function virtualService(random: Random, kind: L4Configuration["kind"], name: string): object {
  const hosts =
    kind === "sidecar" ? [random.pick(["one", "one", "two", "*.a.svc.cluster.local"])] : [random.pick(["*.example.com", "*", "other.org"])];
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name, namespace: "a" },
    spec: {
      hosts,
      ...(kind === "sidecar" ? {} : { gateways: ["gw"] }),
      tcp: random.list(0, 3, () => ({
        ...given(
          "match",
          random.maybe(70, () => random.list(1, 2, () => match(random, kind))),
        ),
        route: destinations(random),
      })),
      tls: random.list(0, 4, () => ({
        match: random.list(1, 2, () => ({ sniHosts: random.list(1, 2, () => random.pick(sniHosts)), ...match(random, kind) })),
        route: destinations(random),
      })),
    },
  };
}

function match(random: Random, kind: L4Configuration["kind"]): object {
  return {
    ...given(
      "destinationSubnets",
      random.maybe(kind === "sidecar" ? 45 : 15, () => random.list(1, 2, () => random.pick(subnets))),
    ),
    ...given(
      "port",
      random.maybe(15, () => random.pick([tcpPort, tlsPort])),
    ),
    ...given(
      "sourceLabels",
      random.maybe(10, () => random.pick<object>([sidecarLabels, { version: "v2" }])),
    ),
    ...given(
      "gateways",
      random.maybe(8, () => [random.pick(["mesh", "gw"])]),
    ),
    ...given(
      "sourceNamespace",
      random.maybe(8, () => random.pick(["a", "b"])),
    ),
  };
}

function destinations(random: Random): readonly object[] {
  const one = (): object => ({
    destination: {
      host: random.pick(["one", "one", "one", "two", "empty", "missing"]),
      ...given(
        "subset",
        random.maybe(40, () => random.pick(["v1", "v1", "v2", "v3"])),
      ),
      port: { number: tcpPort },
    },
  });
  if (random.chance(60)) return [one()];
  const weights = random.pick([
    [80, 20],
    [1, 0, 3],
    [50, 25, 25],
  ]);
  return weights.map((weight) => ({ ...one(), weight }));
}
