import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { ruleInfo } from "../../server/src/core/rules/registry";
import { validationCoverage } from "../../server/src/core/rules/validation/coverage";
import { validationRules } from "../../server/src/core/rules/validation/registry";
import { openFixture } from "../helpers/workspaceFixture";

const core = join(import.meta.dirname, "../../server/src/core");
const reference = join(import.meta.dirname, "../../../shared/reference/istio-validation.md");
const coverage = validationCoverage();

describe("the table of Istio's validation rules", () => {
  test("names codes and files that exist", () => {
    for (const [number, entry] of coverage) {
      if ("by" in entry) for (const code of entry.by) expect(ruleInfo(code), `${number}: ${code}`).toBeDefined();
      if ("in" in entry) expect(existsSync(join(core, entry.in)), `${number}: ${entry.in}`).toBe(true);
      if ("reason" in entry) expect(entry.reason, number).toMatch(/^[A-Z].{20,}\.$/);
    }
  });

  test.skipIf(!existsSync(reference))("has every number of the list in ../shared, and no other (skipped where that is absent)", () => {
    const numbers = existsSync(reference) ? numbersOf(readFileSync(reference, "utf8")) : new Set<string>();
    expect(numbers.size).toBeGreaterThan(400);
    expect([...numbers].filter((number) => !coverage.has(number))).toEqual([]);
    expect([...coverage.keys()].filter((number) => !numbers.has(number))).toEqual([]);
  });
});

describe("validation rules", () => {
  test("have a code, documentation and examples of their own", () => {
    const codes = validationRules.map((rule) => rule.code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const { code, docs, numbers, kiali, kinds } of validationRules) {
      expect(code).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/);
      for (const text of [docs.what, docs.why]) expect(text, code).toMatch(/^[A-Z`].*\.\)?$/s);
      expect(docs.bad, code).not.toBe("");
      expect(docs.good, code).not.toBe("");
      expect([...numbers, ...kiali], `${code} stands for a rule of Istio or a check of Kiali`).not.toEqual([]);
      expect(kinds.length, code).toBeGreaterThan(0);
    }
  });
});

test("every validation rule is tested in its folder", () => {
  const folder = join(core, "rules/validation");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const tests = files.filter((file) => file.endsWith(".test.ts"));
  const untested = validationRules.filter(({ code }) => {
    const file = files.find((one) => one.endsWith(`/${code}.ts`)) ?? "no file";
    return !tests.some((one) => dirname(one) === dirname(file) && readFileSync(join(folder, one), "utf8").includes(`describe("${code}"`));
  });
  expect(untested.map((rule) => rule.code)).toEqual([]);
});

/** What the table says that the schema holds, each with an object that breaks it. */
const bySchema: readonly (readonly [number: string, kind: string, spec: string, code: string])[] = [
  ["VS-10", "VirtualService", "{hosts: [a], http: [null]}", "schema-type"],
  ["VS-24", "VirtualService", "{hosts: [a], http: [{match: [{headers: {x: null}}], redirect: {uri: /}}]}", "schema-type"],
  ["VS-64", "VirtualService", "{hosts: [a], http: [{route: [{destination: {host: a}}], mirrors: [null]}]}", "schema-type"],
  ["VS-65", "VirtualService", "{hosts: [a], http: [{route: [{destination: {host: a}}], mirrors: [{}]}]}", "schema-required"],
  ["VS-100", "VirtualService", "{hosts: [a], tcp: [{route: [null]}]}", "schema-type"],
  ["VS-101", "VirtualService", "{hosts: [a], tcp: [{route: [{weight: 1}]}]}", "schema-required"],
  ["VS-111", "VirtualService", "{hosts: [a], tls: [{match: [null], route: [{destination: {host: a}}]}]}", "schema-type"],
  ["VS-125", "VirtualService", "{hosts: [a], tcp: [{match: [null], route: [{destination: {host: a}}]}]}", "schema-type"],
  ["DR-5", "DestinationRule", "{host: a, subsets: [null]}", "schema-type"],
  ["DR-12", "DestinationRule", "{host: a, trafficPolicy: {portLevelSettings: [null]}}", "schema-type"],
  ["DR-19", "DestinationRule", "{host: a, trafficPolicy: {proxyProtocol: {version: V3}}}", "schema-enum"],
  ["DR-59", "DestinationRule", "{host: a, trafficPolicy: {loadBalancer: {warmup: {aggression: 1}}}}", "schema-required"],
  ["DR-61", "DestinationRule", "{host: a, trafficPolicy: {loadBalancer: {warmup: {duration: 1s, minimumPercent: 101}}}}", "schema-bound"],
  ["GW-3", "Gateway", "{servers: [null]}", "schema-type"],
  ["GW-8", "Gateway", "{servers: [{hosts: ['*']}]}", "schema-required"],
  [
    "GW-33",
    "Gateway",
    "{servers: [{hosts: ['*'], port: {number: 443, name: a, protocol: HTTPS}, tls: {mode: SIMPLE, tlsCertificates: [{}, {}, {}]}}]}",
    "schema-bound",
  ],
  [
    "SE-2",
    "ServiceEntry",
    "{hosts: [a.b], workloadSelector: {labels: {a: b}}, endpoints: [{address: 1.2.3.4}], resolution: STATIC}",
    "schema-constraint",
  ],
  ["SE-3", "ServiceEntry", "{resolution: DNS}", "schema-required"],
  ["SE-4", "ServiceEntry", "{hosts: ['*']}", "schema-constraint"],
  ["SE-8", "ServiceEntry", "{hosts: [a.b], addresses: [10.0.0.0/8], resolution: DNS}", "schema-constraint"],
  ["SE-9", "ServiceEntry", "{hosts: [a.b], ports: [null]}", "schema-type"],
  ["SE-10", "ServiceEntry", "{hosts: [a.b], ports: [{number: 1, name: a}, {number: 2, name: a}]}", "schema-constraint"],
  ["SE-11", "ServiceEntry", "{hosts: [a.b], ports: [{number: 1, name: a}, {number: 1, name: b}]}", "schema-constraint"],
  ["SE-12", "ServiceEntry", "{hosts: [a.b], ports: [{number: 1, name: a, targetPort: 70000}]}", "schema-constraint"],
  ["SE-15", "ServiceEntry", "{hosts: [a.b], ports: [{number: 0, name: a}]}", "schema-constraint"],
  ["SE-20", "ServiceEntry", "{hosts: [a.b], resolution: NONE, endpoints: [{address: 1.2.3.4}]}", "schema-constraint"],
  ["SE-22", "ServiceEntry", "{hosts: [a.b], resolution: STATIC, endpoints: [null]}", "schema-type"],
  [
    "SE-31",
    "ServiceEntry",
    "{hosts: [a.b], resolution: DNS_ROUND_ROBIN, endpoints: [{address: a.b}, {address: a.c}]}",
    "schema-constraint",
  ],
  ["SE-32", "ServiceEntry", "{hosts: [a.b], resolution: DNS, endpoints: [null]}", "schema-type"],
  [
    "SE-36",
    "ServiceEntry",
    "{hosts: [a.b], resolution: DNS, ports: [{number: 1, name: a}], endpoints: [{address: a.b, ports: {a: 70000}}]}",
    "schema-constraint",
  ],
  ["SE-40", "ServiceEntry", "{hosts: [], resolution: DYNAMIC_DNS}", "schema-bound"],
  ["SE-44", "ServiceEntry", "{hosts: ['*.b'], resolution: DYNAMIC_DNS, ports: [null]}", "schema-type"],
  ["SE-46", "ServiceEntry", "{hosts: [a.b], location: MESH}", "schema-enum"],
  ["SE-48", "ServiceEntry", "{hosts: [a.b], resolution: SRV}", "schema-enum"],
  ["WE-1", "WorkloadEntry", "{labels: {a: b}}", "schema-constraint"],
  ["WE-4", "WorkloadEntry", "{address: 'unix:///a', ports: {a: 1}}", "schema-constraint"],
  ["WE-6", "WorkloadEntry", "{address: a.b, ports: {a_b: 1}}", "schema-constraint"],
  ["WE-7", "WorkloadEntry", "{address: a.b, ports: {a: 0}}", "schema-constraint"],
  ["WG-1", "WorkloadGroup", "{metadata: {}}", "schema-required"],
  ["WG-3", "WorkloadGroup", "{template: {}, probe: {periodSeconds: -1, exec: {command: [a]}}}", "schema-bound"],
  ["WG-5", "WorkloadGroup", "{template: {}, probe: {httpGet: {port: 80, scheme: FTP}}}", "schema-constraint"],
  ["WG-6", "WorkloadGroup", "{template: {}, probe: {tcpSocket: {port: 0}}}", "schema-constraint"],
  ["SC-3", "Sidecar", "{ingress: [null]}", "schema-type"],
  ["SC-4", "Sidecar", "{ingress: [{bind: 1.2.3.4}]}", "schema-required"],
  ["SC-25", "Sidecar", "{egress: [null]}", "schema-type"],
  ["SC-40", "Sidecar", "{outboundTrafficPolicy: {mode: ALLOW_ANY_DYNAMIC_DNS}}", "schema-enum"],
  ["PC-2", "ProxyConfig", "{concurrency: -1}", "schema-bound"],
  ["EF-2", "EnvoyFilter", "{configPatches: [null]}", "schema-type"],
  ["AP-5", "AuthorizationPolicy", "{rules: [{when: [null]}]}", "schema-type"],
  ["AP-10", "AuthorizationPolicy", "{rules: [null]}", "schema-type"],
  ["AP-14", "AuthorizationPolicy", "{rules: [{from: [{source: {serviceAccounts: [a], namespaces: [b]}}]}]}", "schema-constraint"],
  ["PA-1", "PeerAuthentication", "{portLevelMtls: {'80': {mode: STRICT}}}", "schema-constraint"],
  ["PA-2", "PeerAuthentication", "{selector: {matchLabels: {a: b}}, portLevelMtls: {}}", "schema-bound"],
  ["PA-3", "PeerAuthentication", "{selector: {matchLabels: {a: b}}, portLevelMtls: {'0': {}}}", "schema-constraint"],
  ["RA-2", "RequestAuthentication", "{jwtRules: [{issuer: a, audiences: ['']}]}", "schema-bound"],
  ["RA-4", "RequestAuthentication", "{jwtRules: [{issuer: a, jwksUri: example.com}]}", "schema-constraint"],
  ["RA-7", "RequestAuthentication", "{jwtRules: [{issuer: a, fromHeaders: [{name: ''}]}]}", "schema-bound"],
  ["RA-8", "RequestAuthentication", "{jwtRules: [{issuer: a, fromParams: ['']}]}", "schema-bound"],
  ["RA-9", "RequestAuthentication", "{jwtRules: [{issuer: a, fromCookies: ['']}]}", "schema-bound"],
  ["RA-10", "RequestAuthentication", "{jwtRules: [{issuer: a, outputClaimToHeaders: [{header: 'a:b', claim: c}]}]}", "schema-pattern"],
  ["TE-2", "Telemetry", "{metrics: [{providers: [{name: ''}]}]}", "schema-bound"],
  ["TE-5", "Telemetry", "{tracing: [{randomSamplingPercentage: 101}]}", "schema-bound"],
  ["TE-8", "Telemetry", "{metrics: [{overrides: [null]}]}", "schema-type"],
  ["TE-10", "Telemetry", "{metrics: [{overrides: [{tagOverrides: {a: null}}]}]}", "schema-type"],
  ["TE-12", "Telemetry", "{metrics: [{overrides: [{tagOverrides: {a: {operation: REMOVE, value: b}}}]}]}", "schema-constraint"],
  ["TE-13", "Telemetry", "{metrics: [{overrides: [{match: {customMetric: ''}}]}]}", "schema-bound"],
  ["WP-2", "WasmPlugin", "{phase: AUTHN}", "schema-required"],
  ["WP-3", "WasmPlugin", "{url: '#%a$#@'}", "schema-constraint"],
  ["WP-4", "WasmPlugin", "{url: 'ftp://example.com/a'}", "schema-constraint"],
  ["WP-5", "WasmPlugin", "{url: 'oci://a/b', sha256: ab}", "schema-pattern"],
  ["WP-6", "WasmPlugin", `{url: 'oci://a/b', imagePullSecret: ${"a".repeat(254)}}`, "schema-bound"],
  ["WP-7", "WasmPlugin", `{url: 'oci://a/b', pluginName: ${"a".repeat(257)}}`, "schema-bound"],
  ["WP-8", "WasmPlugin", "{url: 'oci://a/b', vmConfig: {env: [{name: a}, {name: a}]}}", "schema-constraint"],
  ["WP-9", "WasmPlugin", "{url: 'oci://a/b', match: [{ports: [{number: 0}]}]}", "schema-bound"],
  ["TX-1", "TrafficExtension", "{phase: AUTHN}", "schema-constraint"],
  ["TX-3", "TrafficExtension", "{lua: {inlineCode: ''}}", "schema-bound"],
  ["TX-4", "TrafficExtension", `{lua: {inlineCode: ${"a".repeat(65537)}}}`, "schema-bound"],
  ["TX-5", "TrafficExtension", "{wasm: {url: 'ftp://example.com/a'}}", "schema-constraint"],
  ["TX-6", "TrafficExtension", "{lua: {inlineCode: a}, match: [{ports: [{number: 70000}]}]}", "schema-bound"],
];

describe("what is left to the schema", () => {
  test.each(bySchema)("%s: %s %s", (number, kind, spec, code) => {
    expect(coverage.get(number)).toHaveProperty("by", expect.arrayContaining([code]));
    const { workspace } = openFixture(`apiVersion: ${apiVersionOf(kind)}\nkind: ${kind}\nmetadata: {name: a}\nspec: ${spec}\n`);
    const found = workspace.findings("test.yaml").filter((finding) => finding.level === "error" && finding.code === code);
    expect(found.length).toBeGreaterThan(0);
  });

  test("is shown for every number that the table leaves to it", () => {
    const shown = new Set(bySchema.map(([number]) => number));
    const left = [...coverage].filter(
      ([number, entry]) => "by" in entry && entry.by.every((code) => code.startsWith("schema-")) && number !== "G-6",
    );
    expect(left.map(([number]) => number).filter((number) => !shown.has(number))).toEqual([]);
  });
});

function apiVersionOf(kind: string): string {
  if (["AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication"].includes(kind)) return "security.istio.io/v1";
  if (kind === "Telemetry") return "telemetry.istio.io/v1";
  if (["WasmPlugin", "TrafficExtension"].includes(kind)) return "extensions.istio.io/v1alpha1";
  if (kind === "EnvoyFilter") return "networking.istio.io/v1alpha3";
  return kind === "ProxyConfig" ? "networking.istio.io/v1beta1" : "networking.istio.io/v1";
}

/** The numbers of sections 1 to 17, ranges such as `VS-70..73` written out. */
function numbersOf(list: string): ReadonlySet<string> {
  const body = list.slice(list.indexOf("## 1. "), list.indexOf("## 18. "));
  const numbers = new Set<string>();
  for (const [, prefix = "", first = "", last] of body.matchAll(
    /(?<![\w-])(P|G|VS|DR|GW|SE|WE|WG|SC|PC|EF|AP|PA|RA|TE|WP|TX|IV)-(\d+[a-e]?)(?:\.\.(\d+))?/g,
  )) {
    if (last === undefined) numbers.add(`${prefix}-${first}`);
    for (let number = Number(first); number <= Number(last); number++) numbers.add(`${prefix}-${number}`);
  }
  return numbers;
}
