import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  hostMatches,
  hostSubsetOf,
  hostsForNamespace,
  intersectHosts,
  isWildcardHost,
  moreSpecificHost,
  parseServiceHost,
  resolveGatewayName,
  resolveHost,
  serviceFqdn,
  serviceHostForms,
} from "./host";

const domain = "cluster.local";

describe("resolveHost", () => {
  it.each([
    ["reviews", "reviews.shop.svc.cluster.local"],
    ["reviews.prod", "reviews.prod"],
    ["reviews.prod.svc.cluster.local", "reviews.prod.svc.cluster.local"],
    ["*", "*"],
    ["*.example.com", "*.example.com"],
    ["10.0.0.1", "10.0.0.1"],
    ["2001:db8::1", "2001:db8::1"],
    ["", ""],
  ])("%j becomes %j", (host, expected) => {
    expect(resolveHost(host, "shop", domain)).toBe(expected);
  });
});

describe("parseServiceHost", () => {
  it.each([
    ["reviews.shop.svc.cluster.local", { service: "reviews", namespace: "shop" }],
    ["a.b.svc.cluster.local", { service: "a", namespace: "b" }],
    ["reviews.shop", undefined],
    ["reviews.shop.svc", undefined],
    ["reviews.shop.svc.other.domain", undefined],
    ["pod.reviews.shop.svc.cluster.local", undefined],
    ["*.shop.svc.cluster.local", undefined],
    ["shop.svc.cluster.local", undefined],
    [".shop.svc.cluster.local", undefined],
    ["reviews..svc.cluster.local", undefined],
    ["svc.cluster.local", undefined],
    ["", undefined],
  ])("%j is %j", (host, expected) => {
    expect(parseServiceHost(host, domain)).toEqual(expected);
  });

  it("reads what serviceFqdn writes, in any domain", () => {
    expect(parseServiceHost(serviceFqdn("a", "b", "corp.example"), "corp.example")).toEqual({ service: "a", namespace: "b" });
  });
});

describe("serviceHostForms", () => {
  const name = { service: "reviews", namespace: "shop" };

  it("lists the short name for clients of the own namespace only", () => {
    expect(serviceHostForms(name, "shop", domain)).toEqual([
      "reviews.shop.svc.cluster.local",
      "reviews.shop.svc.cluster.local.",
      "reviews",
      "reviews.shop",
      "reviews.shop.svc",
    ]);
    expect(serviceHostForms(name, "other", domain)).not.toContain("reviews");
  });
});

describe("gateway names", () => {
  it("leaves mesh alone", () => {
    expect(resolveGatewayName("mesh", "shop")).toBe("mesh");
  });
});

describe("wildcards", () => {
  it("are told by their first character", () => {
    expect(["*", "*.a", "*a", "a*", ""].map(isWildcardHost)).toEqual([true, true, true, false, false]);
  });

  it("match by suffix, without regard to labels", () => {
    expect(hostMatches("*foo.com", "foo.com")).toBe(true);
    expect(hostMatches("*foo.com", "barfoo.com")).toBe(true);
    expect(hostMatches("*.foo.com", "foo.com")).toBe(false);
  });
});

describe("hostsForNamespace", () => {
  it("takes ./ as the namespace of the Gateway", () => {
    expect(hostsForNamespace(["./a.com", "b.com"], "gw", "gw")).toEqual(["a.com", "b.com"]);
    expect(hostsForNamespace(["./a.com", "b.com"], "other", "gw")).toEqual(["b.com"]);
  });
});

interface Cases {
  readonly matches: readonly { readonly a: string; readonly b: string; readonly expected: boolean }[];
  readonly subsetOf: readonly { readonly a: string; readonly b: string; readonly expected: boolean }[];
  readonly intersection: readonly { readonly a: readonly string[]; readonly b: readonly string[]; readonly expected: readonly string[] }[];
  readonly namesForNamespace: readonly {
    readonly hosts: readonly string[];
    readonly namespace: string;
    readonly expected: readonly string[];
  }[];
  readonly sortOrder: readonly { readonly in: readonly string[]; readonly expected: readonly string[] }[];
  readonly moreSpecific: readonly { readonly host1: string; readonly host2: string; readonly expected: boolean }[];
  readonly resolveGatewayName: readonly { readonly gateway: string; readonly namespace: string; readonly resolved: string }[];
}

const casesFile = fileURLToPath(new URL("../../../../../shared/cases/routing/hostnames.json", import.meta.url));
const present = existsSync(casesFile);

describe.skipIf(!present)(`Istio's own cases${present ? "" : ` (absent: ${casesFile})`}`, () => {
  const cases: Cases = present
    ? JSON.parse(readFileSync(casesFile, "utf8"))
    : { matches: [], subsetOf: [], intersection: [], namesForNamespace: [], sortOrder: [], moreSpecific: [], resolveGatewayName: [] };

  it.each(cases.matches)("$a matches $b: $expected", ({ a, b, expected }) => {
    expect(hostMatches(a, b)).toBe(expected);
    expect(hostMatches(b, a)).toBe(expected);
  });

  it.each(cases.subsetOf)("$a is a subset of $b: $expected", ({ a, b, expected }) => {
    expect(hostSubsetOf(a, b)).toBe(expected);
  });

  it.each(cases.intersection)("$a intersects $b in $expected", ({ a, b, expected }) => {
    expect(intersectHosts(a, b)).toEqual(expected);
  });

  it.each(cases.namesForNamespace)("$hosts hold for $namespace as $expected", ({ hosts, namespace, expected }) => {
    expect(hostsForNamespace(hosts, namespace, "gateway-namespace")).toEqual(expected);
  });

  it.each(cases.sortOrder)("$in sorts as $expected", ({ in: hosts, expected }) => {
    expect([...hosts].sort((a, b) => (moreSpecificHost(a, b) ? -1 : 1))).toEqual(expected);
  });

  it.each(cases.moreSpecific)("$host1 is more specific than $host2: $expected", ({ host1, host2, expected }) => {
    expect(moreSpecificHost(host1, host2)).toBe(expected);
  });

  it.each(cases.resolveGatewayName)("gateway $gateway in $namespace is $resolved", ({ gateway, namespace, resolved }) => {
    expect(resolveGatewayName(gateway, namespace)).toBe(resolved);
  });
});
