import fc from "fast-check";
import { appNamespace, destinationHost, exportTo, given, maybe, namespace, port, seldom, subset, virtualHost } from "./basicArbitrary";
import type * as m from "./manifests";

const text = (exact: readonly string[], prefix: readonly string[], regex: readonly string[]): fc.Arbitrary<m.StringMatch> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...exact).map((one) => ({ exact: one })) },
    { weight: 3, arbitrary: fc.constantFrom(...prefix).map((one) => ({ prefix: one })) },
    { weight: 2, arbitrary: fc.constantFrom(...regex).map((one) => ({ regex: one })) },
  );
const uri = text(["/", "/a", "/a/b", "/A"], ["/", "/a", "/a/", "/b"], [".*", "/a.*", "/[ab]", "a", "/a|/b", "(?i)/A"]);
const value = fc.oneof(
  { weight: 5, arbitrary: text(["1", "2", "", "1,2"], ["1", ""], ["1|2", "[0-9]+", "*", ".*"]) },
  { weight: 1, arbitrary: fc.constant({}) },
);
const named = (names: readonly string[]): fc.Arbitrary<Readonly<Record<string, m.StringMatch>>> =>
  fc.dictionary(fc.constantFrom(...names), value, { minKeys: 1, maxKeys: 2, noNullPrototype: true });
const gatewayNames = fc.uniqueArray(
  fc.constantFrom("mesh", "mesh", "istio-system/gw", "istio-system/gw", "istio-system/gw", "a/gw", "b/gw2", "gw", "./gw2"),
  {
    minLength: 1,
    maxLength: 2,
  },
);
const sourceLabels = fc.constantFrom<m.Labels>(
  { app: "one" },
  { version: "v2" },
  { app: "one", version: "v1" },
  { istio: "ingressgateway" },
);

const httpMatch = fc
  .record({
    uri: maybe(uri),
    ignoreUriCase: seldom(fc.constant(true)),
    scheme: seldom(text(["http", "https"], ["htt"], ["https?"])),
    method: seldom(text(["GET", "POST"], ["P"], ["GET|PUT"])),
    authority: seldom(text(["one", "shop.example.com", "one:80"], ["one", "shop"], ["one.*"])),
    headers: seldom(named(["x", "X-Y", ":method", "host", "@request.auth.claims.sub"])),
    withoutHeaders: seldom(named(["x", "X-Y", "@request.auth.claims[a]"])),
    queryParams: seldom(named(["q", "r"])),
    port: seldom(port),
    gateways: seldom(gatewayNames),
    sourceLabels: seldom(sourceLabels),
    sourceNamespace: seldom(namespace),
  })
  .map((one) => given(one) as m.HttpMatch);

const destination = fc
  .record({ host: destinationHost, subset: seldom(subset), port: seldom(port) })
  .map(
    ({ host, subset: name, port: number }): m.Destination =>
      given({ host, subset: name, port: number === undefined ? undefined : { number } }) as m.Destination,
  );
const weighted = fc.oneof(
  { weight: 2, arbitrary: destination.map((one): readonly m.Weighted[] => [{ destination: one }]) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.record({ destination, weight: fc.constantFrom(0, 10, 90, 50, 1) }), { minLength: 2, maxLength: 3 })
      .filter((list) => list.some((one) => one.weight > 0)),
  },
  { weight: 1, arbitrary: destination.map((one): readonly m.Weighted[] => [{ destination: one, weight: 0 }]) },
);

const action = fc.oneof(
  { weight: 10, arbitrary: weighted.map((route): m.HttpRule => ({ route })) },
  {
    weight: 1,
    arbitrary: fc
      .record({
        uri: seldom(fc.constantFrom("/new", "/new?z=1")),
        authority: maybe(fc.constantFrom("other.example.com")),
        scheme: maybe(fc.constantFrom("https", "http")),
        port: maybe(fc.constantFrom(80, 443, 8443)),
        derivePort: fc.constantFrom(undefined, undefined, "FROM_REQUEST_PORT", "FROM_PROTOCOL_DEFAULT"),
        redirectCode: fc.constantFrom(undefined, 302, 308),
      })
      .map(
        (redirect): m.HttpRule => ({
          redirect: given({
            ...redirect,
            derivePort: redirect.port === undefined ? redirect.derivePort : undefined,
          }) as m.HttpRule["redirect"] & object,
        }),
      ),
  },
  { weight: 1, arbitrary: fc.constantFrom(200, 404, 503).map((status): m.HttpRule => ({ directResponse: { status } })) },
  {
    weight: 2,
    arbitrary: fc
      .record({ name: fc.constantFrom("leaf1", "leaf2"), namespace: maybe(appNamespace) })
      .map((delegate): m.HttpRule => ({ delegate: given(delegate) as m.HttpRule["delegate"] & object })),
  },
);

const httpRule = fc
  .record({
    match: maybe(fc.array(httpMatch, { minLength: 1, maxLength: 2 }), 4),
    action,
    rewrite: seldom(fc.record({ uri: maybe(fc.constantFrom("/", "/new", "/new/")), authority: maybe(fc.constantFrom("up.example.com")) })),
    timeout: seldom(fc.constantFrom("5s", "0s", "1.5s")),
    retries: seldom(fc.record({ attempts: fc.constantFrom(0, 3) })),
    delay: seldom(fc.record({ fixedDelay: fc.constant("2s"), percentage: maybe(fc.record({ value: fc.constantFrom(10, 0.5, 100) })) })),
    abort: seldom(fc.record({ httpStatus: fc.constant(418), percentage: maybe(fc.record({ value: fc.constantFrom(10, 25, 100) })) })),
    corsPolicy: seldom(
      fc.record({
        allowOrigins: fc.constantFrom<readonly m.StringMatch[]>(
          [{ exact: "https://a.org" }],
          [{ prefix: "https://" }],
          [{ regex: ".*b.*" }],
        ),
        unmatchedPreflights: fc.constantFrom(undefined, "FORWARD", "IGNORE"),
      }),
    ),
    mirror: seldom(destination),
    mirrorPercentage: maybe(fc.record({ value: fc.constantFrom(0, 12.5, 100) })),
  })
  .map(
    ({ match, action: does, rewrite, timeout, retries, delay, abort, corsPolicy, mirror, mirrorPercentage }): m.HttpRule =>
      given({
        match,
        ...does,
        rewrite,
        timeout,
        retries,
        fault: delay === undefined && abort === undefined ? undefined : { delay, abort },
        corsPolicy,
        mirror,
        mirrorPercentage: mirror === undefined ? undefined : mirrorPercentage,
      }) as m.HttpRule,
  );

const l4Match = fc
  .record({
    port: seldom(port),
    gateways: seldom(gatewayNames),
    sourceLabels: seldom(sourceLabels),
    sourceNamespace: seldom(namespace),
    destinationSubnets: seldom(fc.constantFrom<readonly string[]>(["10.0.0.0/8"], ["10.0.0.0/24", "10.1.0.0/16"], ["10.0.0.1"])),
  })
  .map((one) => given(one) as m.L4Match);
const tcpRule = fc
  .record({ match: maybe(fc.array(l4Match, { minLength: 1, maxLength: 2 })), route: weighted })
  .map((one) => given(one) as m.L4Rule);
const tlsRule = fc
  .record({
    match: fc.array(
      fc.record({
        own: l4Match,
        sniHosts: fc.uniqueArray(fc.constantFrom("api.ext.com", "*.ext.com", "www.ext.com", "shop.example.com", "*.example.com"), {
          minLength: 1,
          maxLength: 2,
        }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    route: weighted,
  })
  .map(({ match, route }): m.L4Rule => ({ match: match.map(({ own, sniHosts }) => ({ ...own, sniHosts })), route }));

/** A VirtualService with hosts. */
export const root = fc
  .record({
    name: fc.constantFrom("vs1", "vs2", "vs3", "vs4"),
    ns: namespace,
    hosts: fc.uniqueArray(virtualHost, { minLength: 1, maxLength: 3 }),
    gateways: maybe(gatewayNames, 3),
    exported: exportTo,
    http: fc.array(httpRule, { minLength: 1, maxLength: 4, size: "max" }),
    tls: maybe(fc.array(tlsRule, { maxLength: 2 }), 3),
    tcp: maybe(fc.array(tcpRule, { maxLength: 2 }), 3),
  })
  .map(
    ({ name, ns, hosts, gateways, exported, http, tls, tcp }): m.VirtualService =>
      given({
        apiVersion: "networking.istio.io/v1",
        kind: "VirtualService",
        metadata: { name, namespace: ns },
        spec: { hosts, gateways, exportTo: exported, http, tls, tcp },
      }) as m.VirtualService,
  );
/** A VirtualService that others delegate to. */
export const leaf = fc
  .record({
    name: fc.constantFrom("leaf1", "leaf2"),
    ns: appNamespace,
    exported: exportTo,
    http: fc.array(httpRule, { minLength: 1, maxLength: 3 }),
  })
  .map(
    ({ name, ns, exported, http }): m.VirtualService =>
      given({
        apiVersion: "networking.istio.io/v1",
        kind: "VirtualService",
        metadata: { name, namespace: ns },
        spec: {
          exportTo: exported,
          http: http.map(({ delegate, ...rule }) =>
            delegate === undefined ? rule : { ...rule, route: [{ destination: { host: "one" } }] },
          ),
        },
      }) as m.VirtualService,
  );
