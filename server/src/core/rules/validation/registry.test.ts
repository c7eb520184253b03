import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonValue } from "../../schema/schemaNode";
import type { ValidatedKind } from "../validation";
import { Field } from "./field";
import { validationRules } from "./registry";

const match = {
  uri: { prefix: "/a" },
  headers: { x: { regex: "a" } },
  port: 80,
  sourceLabels: { a: "b" },
  gateways: ["a/b"],
  sourceNamespace: "a",
};
const tls = { mode: "MUTUAL", clientCertificate: "/a", privateKey: "/b", insecureSkipVerify: true, subjectAltNames: ["a"] };
const serverTls = {
  mode: "SIMPLE",
  serverCertificate: "/a",
  privateKey: "/b",
  cipherSuites: ["ALL"],
  minProtocolVersion: "TLSV1_0",
  caCrl: "/c",
};
const pool = {
  tcp: { maxConnections: 1, connectTimeout: "1s" },
  http: { maxRetries: 1, http2KeepAlive: { interval: "1s", timeout: "1s" } },
};

/** Objects that have what rules look at. */
const objects: readonly (readonly [ValidatedKind, JsonValue])[] = [
  [
    "VirtualService",
    {
      hosts: ["a.b", "*.c"],
      gateways: ["mesh", "a/b"],
      exportTo: [".", "a"],
      http: [
        {
          match: [match],
          route: [
            { destination: { host: "a", subset: "v1", port: { number: 80 } }, weight: 90, headers: { request: { add: { a: "%b%" } } } },
          ],
          retries: { attempts: 1, retryOn: "5xx", perTryTimeout: "1s" },
          fault: { abort: { httpStatus: 500, percentage: { value: 1 } }, delay: { fixedDelay: "1s", percentage: { value: 1 } } },
          corsPolicy: { allowOrigins: [{ exact: "a" }], allowMethods: ["GET"], maxAge: "1s", allowHeaders: ["a"] },
          rewrite: { uri: "/", authority: "a" },
          mirror: { host: "a" },
          mirrorPercentage: { value: 1 },
          headers: { request: { set: { ":authority": "a" }, remove: ["a"] } },
        },
        { redirect: { uri: "/", redirectCode: 301, scheme: "https" } },
        { directResponse: { status: 503, body: { string: "a" } } },
      ],
      tls: [{ match: [{ sniHosts: ["a.b"], destinationSubnets: ["10.0.0.0/8"] }], route: [{ destination: { host: "a" } }] }],
      tcp: [{ match: [{ destinationSubnets: ["10.0.0.0/8"] }], route: [{ destination: { host: "a" } }] }],
    },
  ],
  [
    "DestinationRule",
    {
      host: "a",
      workloadSelector: { matchLabels: { a: "b" } },
      exportTo: ["."],
      trafficPolicy: {
        connectionPool: pool,
        tls,
        tunnel: { protocol: "CONNECT", targetHost: "a", targetPort: 1 },
        outlierDetection: { maxEjectionPercent: 1, interval: "1s", consecutiveErrors: 1 },
        loadBalancer: {
          consistentHash: { httpCookie: { name: "a", ttl: "1s", attributes: [{ name: "a" }] }, maglev: { tableSize: 3 } },
          localityLbSetting: { distribute: [{ from: "a", to: { a: 100 } }], failover: [{ from: "a", to: "b" }], failoverPriority: ["a"] },
          warmup: { duration: "1s", aggression: 1 },
        },
        portLevelSettings: [{ port: { number: 1 }, tls }],
      },
      subsets: [{ name: "v1", labels: { a: "b" }, trafficPolicy: { tls } }],
    },
  ],
  ["Gateway", { servers: [{ port: { number: 443, name: "a", protocol: "HTTPS" }, hosts: ["a/*.b"], bind: "10.0.0.1", tls: serverTls }] }],
  [
    "ServiceEntry",
    {
      hosts: ["a.b", "c.d"],
      addresses: ["10.0.0.1"],
      ports: [{ number: 80, name: "http", protocol: "HTTP" }],
      resolution: "DNS",
      location: "MESH_INTERNAL",
      endpoints: [{ address: "a.b", ports: { http: 80 }, labels: { a: "b" } }],
      exportTo: ["*"],
    },
  ],
  [
    "Sidecar",
    {
      workloadSelector: { labels: { a: "b" } },
      ingress: [
        { port: { number: 443, protocol: "HTTPS", name: "a" }, defaultEndpoint: "127.0.0.1:1", tls: serverTls, connectionPool: pool },
      ],
      egress: [{ port: { number: 80, protocol: "HTTP" }, bind: "10.0.0.1", hosts: ["a/*"] }, { hosts: ["./*"] }],
      outboundTrafficPolicy: { mode: "ALLOW_ANY", egressProxy: { host: "a", port: { number: 1 } } },
      inboundConnectionPool: pool,
    },
  ],
  ["WorkloadEntry", { address: "10.0.0.1", network: "a", labels: { a: "b" } }],
  ["WorkloadGroup", { metadata: { labels: { a: "b" } }, template: {}, probe: { exec: { command: ["a"] } } }],
  [
    "EnvoyFilter",
    {
      workloadSelector: { labels: { a: "b" } },
      configPatches: [
        {
          applyTo: "HTTP_FILTER",
          match: {
            proxy: { proxyVersion: "^1" },
            listener: { filterChain: { filter: { name: "envoy.http_connection_manager", subFilter: { name: "a" } } } },
          },
          patch: { operation: "ADD", value: { name: "a", typed_config: { "@type": "a/b" } } },
        },
      ],
    },
  ],
  [
    "AuthorizationPolicy",
    {
      action: "DENY",
      targetRefs: [{ kind: "Service", name: "a" }],
      rules: [
        {
          from: [{ source: { ipBlocks: ["10.0.0.1"], serviceAccounts: ["a/b"], trustDomains: ["a"] } }],
          to: [{ operation: { paths: ["/{*}"], ports: ["80"] } }],
          when: [{ key: "source.ip", values: ["10.0.0.1"] }],
        },
      ],
    },
  ],
  ["RequestAuthentication", { jwtRules: [{ issuer: "a", jwks: '{"keys": []}', timeout: "1s" }] }],
  [
    "Telemetry",
    {
      selector: { matchLabels: { a: "b" } },
      tracing: [{ providers: [{ name: "a" }], customTags: { a: { literal: { value: "b" } } } }],
      metrics: [{ overrides: [{ tagOverrides: { a: { value: "b" } } }] }],
      accessLogging: [{ filter: { expression: "a" } }],
    },
  ],
  ["Service", { ports: [{ name: "http", port: 80, appProtocol: "grpc" }] }],
];

const values: readonly JsonValue[] = [
  ...[null, true, -1, 0, 1.5, 70000, "", "*", "a_b", "%", "[", "a:1", "unix://", "10.0.0.0/8", "1.00001s", "https://a"],
  ...[[], [null], {}, { a: null }, { "": "" }, [{}], ["", "*", "*"]],
];

test("rules take values of any type anywhere, and say something of the object that they were given", () => {
  const reported = new Set<string>();
  const replaced = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...values)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.constantFrom(...objects), replaced, ([kind, given], changes) => {
      const spec = changes.reduce<JsonValue>((value, [at, by]) => replacedAt(value, at % sizeOf(value), by), given);
      const root = new Field({ metadata: { name: "a" }, spec });
      const object = { kind, name: "a", namespace: "b", root, spec: root.get("spec") ?? new Field(undefined, root, "spec") };
      for (const rule of validationRules.filter((one) => one.kinds.includes(kind))) {
        rule.check(object, (path, message) => {
          reported.add(rule.code);
          expect(path[0]).toBe("spec");
          expect(message).toMatch(/^["A-Z0-9-]/);
        });
      }
    }),
    { numRuns: 5000, seed: 1 },
  );
  expect(reported.size).toBeGreaterThan(60);
});

/** How many values there are below a value, itself included. */
function sizeOf(value: JsonValue): number {
  return 1 + childrenOf(value).reduce((sum, [, child]) => sum + sizeOf(child), 0);
}

/** Puts another value in place of the one at a position in document order. */
function replacedAt(value: JsonValue, at: number, by: JsonValue): JsonValue {
  if (at === 0) return by;
  let position = 1;
  for (const [key, child] of childrenOf(value)) {
    const size = sizeOf(child);
    if (at < position + size) {
      const changed = replacedAt(child, at - position, by);
      return Array.isArray(value)
        ? value.with(Number(key), changed)
        : { ...(value as { readonly [key: string]: JsonValue }), [key]: changed };
    }
    position += size;
  }
  return value;
}

function childrenOf(value: JsonValue): readonly (readonly [string, JsonValue])[] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

test("a field is read as the control plane reads it", () => {
  const field = new Field({ text: "", none: null, list: [null, { a: 1 }], map: { x: null, y: { z: "v" } }, zero: 0 });
  expect([field.has("text"), field.has("none"), field.has("other"), field.get("none")]).toEqual([true, false, false, undefined]);
  expect(field.set(["text", "none", "list", "zero", "other"])).toEqual(["list"]);
  expect(field.items("list").map((item) => item.path)).toEqual([["list", 1]]);
  expect(field.select("list[].a").map(({ path, value }) => [path, value])).toEqual([[["list", 1, "a"], 1]]);
  expect(field.select("map{*}.z").map(({ path }) => path)).toEqual([["map", "y", "z"]]);
  expect(field.select("text[]")).toEqual([]);
  expect([field.text("list"), field.number("text"), field.flag("map")]).toEqual(["", 0, false]);
});
