import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fqdnProblem, gatewayDomainProblem, isDnsLabel, wildcardDomainProblem } from "../../../model/dnsName";
import { isIpAddress, subnetProblem } from "../../../model/ipAddress";
import { claimHeaderProblem, corsHeaderProblem, headerValueProblem, isJwtClaim, matchHeaderProblem } from "./header";
import { isKnownStatus } from "./httpStatus";
import { jwksProblem } from "./jwks";
import { localityProblem } from "./localities";
import { pathTemplateProblem, serviceAccountProblem, trustDomainProblem } from "./policyFields";
import { byteLength, regexProblem } from "./regex";

const cases = join(import.meta.dirname, "../../../../../../../shared/cases/validate/primitives.json");

interface Case {
  readonly check: string;
  readonly input: string | readonly string[];
  readonly sni?: boolean;
  readonly valid: boolean;
  readonly source: string;
}

/** Trust domains stand in the mesh's configuration, which is no manifest. */
const checks: Readonly<Record<string, (input: string, one: Case) => boolean>> = {
  "strictHttpHeaderName (outputClaimToHeaders)": (input) => claimHeaderProblem(input) === undefined,
  "httpHeaderNameOrJwtClaim (match headers)": (input) => matchHeaderProblem(input) === undefined,
  portName: isDnsLabel,
  "httpHeaderValue (headers.request/response add/set)": (input) => headerValueProblem(input) === undefined,
  fqdn: (input) => fqdnProblem(input) === undefined,
  wildcardDomain: (input) => wildcardDomainProblem(input) === undefined,
  wildcardDomainVirtualServiceBoundToGateway: (input, { sni }) => gatewayDomainProblem(input, sni === true) === undefined,
  localities: (_, { input }) => localityProblem(input as readonly string[]) === undefined,
  ipAddress: isIpAddress,
  ipSubnet: (input) => subnetProblem(input) === undefined,
};

describe.skipIf(!existsSync(cases))(
  "Istio's own cases for names, addresses and the like in ../shared (skipped where they are absent)",
  () => {
    const all = existsSync(cases) ? (JSON.parse(readFileSync(cases, "utf8")) as { readonly cases: readonly Case[] }).cases : [];

    test("are known by their checks", () => {
      expect([...new Set(all.map((one) => one.check))].filter((check) => checks[check] === undefined)).toEqual(["trustDomain"]);
    });

    test.each(all.filter((one) => checks[one.check] !== undefined))("$check of $input: $valid", (one) => {
      expect(checks[one.check]?.(String(one.input), one), one.source).toBe(one.valid);
    });
  },
);

describe("regular expressions", () => {
  test.each([".*", "^v[0-9]+$", "(a|b)c?", "\\d{3}", "(?i)abc", "", "ab*"])("%s is one", (pattern) => {
    expect(regexProblem(pattern)).toBeUndefined();
  });

  test.each([
    ["*", 'Any text is ".*"'],
    ["a(?!b)", "no lookahead"],
    ["(?<=a)b", "no lookbehind"],
    ["(a)\\1", "no backreferences"],
    ["a(", "missing closing )"],
    ["x".repeat(1025), "1024 bytes"],
    ["é".repeat(513), "1024 bytes"],
  ])("%s is none", (pattern, why) => {
    expect(regexProblem(pattern)).toContain(why);
  });

  test("bytes are those of UTF-8", () => {
    expect(["a", "é", "€", "😀"].map(byteLength)).toEqual([1, 2, 3, 4]);
  });
});

describe("headers", () => {
  test.each(["%REQ(a)%", "%REQ(a) %", '%V([ "a" , "b" ])%', "%V(a\\)b)%", "%%", "a\tb", ""])("%j is a value", (value) => {
    expect(headerValueProblem(value)).toBeUndefined();
  });

  test.each(["%", "a%", "%REQ(a)", "%REQ(a)b%", '%V(["a")%', "%V([a])%", "%V(a\\", "a\u0001", "a\u007f", '%V(["a"]x)%'])(
    "%j is none",
    (value) => {
      expect(headerValueProblem(value)).toBeDefined();
    },
  );

  test("claims of a JWT by dot or bracket, in any case", () => {
    expect(
      ["@request.auth.claims.sub", "@request.auth.claims[a][b]", "@REQUEST.auth.claims.x", "@request.auth.claims."].map(isJwtClaim),
    ).toEqual([true, true, true, true]);
    expect(["@request.auth.claims", "@request.auth.claims[", "@request.auth.claimsub", "request.auth.claims.a"].map(isJwtClaim)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  test("CORS knows *, and a comma slips through as in Istio", () => {
    expect(["*", "x-a", "a,b"].map(corsHeaderProblem)).toEqual([undefined, undefined, undefined]);
    expect(["", "a b", "a:"].map((name) => corsHeaderProblem(name) !== undefined)).toEqual([true, true, true]);
  });
});

describe("localities", () => {
  test("the first at fault is named, and a wildcard takes the rest", () => {
    expect(localityProblem(["a/b/c", "a/*", "*"])).toBeUndefined();
    expect(localityProblem(["a", "b", "a/c"])?.at).toBe(2);
    expect(localityProblem(["a//b"])?.problem).toContain("empty");
  });
});

describe("what policies name", () => {
  test("paths", () => {
    const problem = (path: string) => pathTemplateProblem(path) !== undefined;
    expect(["/", "/a*", "*", "/a/{*}", "/a/{**}", "/{*}/a/{**}/b", "/a b"].map(problem)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
    expect(["/{**}/{*}", "/a{*}", "/{a}", "/{*}//a", "/{*}/a b", "/}"].map(problem)).toEqual([true, true, true, true, true, true]);
  });

  test("service accounts and trust domains", () => {
    expect(["web", "shop/web"].map(serviceAccountProblem)).toEqual([undefined, undefined]);
    expect(["shop/", "/web", "a/b/c", "*", "a".repeat(321)].every((text) => serviceAccountProblem(text) !== undefined)).toBe(true);
    expect(["td", "*", "*.local", "td.*"].map(trustDomainProblem)).toEqual([undefined, undefined, undefined, undefined]);
    expect(["a*b", "**", "*a*", "a/b"].every((text) => trustDomainProblem(text) !== undefined)).toBe(true);
  });
});

test("sets of keys and single keys, public and private", () => {
  expect(jwksProblem('{"keys": []}')).toEqual({ problem: undefined, secret: false });
  expect(jwksProblem('{"kty": "EC", "crv": "P-256", "x": "a", "y": "b"}')).toEqual({ problem: undefined, secret: false });
  expect(jwksProblem('{"keys": [{"kty": "oct", "k": "a"}]}').secret).toBe(true);
  for (const text of ["[]", "{}", '{"keys": 1}', '{"keys": [1]}', '{"kty": "X"}', "{"])
    expect(jwksProblem(text).problem, text).toBeDefined();
  expect(jwksProblem('{"kty": "EC", "crv": "P-1", "x": "a", "y": "b"}').problem).toContain('unknown curve "P-1"');
  expect(jwksProblem('{"kty": "RSA", "n": "a_-b", "e": "AQ!"}').problem).toContain('"e" that is not base64');
  expect(jwksProblem('{"kty": "RSA", "n": "a+/b", "e": "AQAB=="}').problem).toBeUndefined();
});

test("statuses that have a meaning", () => {
  expect([200, 226, 305, 308, 418, 451, 511].every(isKnownStatus)).toBe(true);
  expect([0, 209, 306, 309, 419, 509, 512, 600].some(isKnownStatus)).toBe(false);
});
