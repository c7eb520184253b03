import { expect, test } from "vitest";
import { bareHost, dnsNameProblem, fqdnProblem, gatewayDomainProblem, isDnsLabel, wildcardDomainProblem } from "./dnsName";

test("labels have letters of any case, digits and inner dashes, at most 63", () => {
  expect(["a", "A-1", "0", "x".repeat(63)].every(isDnsLabel)).toBe(true);
  expect(["", "-a", "a-", "a_b", "a.b", "x".repeat(64)].some(isDnsLabel)).toBe(false);
});

test.each(["a.b", "a.b.", "a", "*", "*.b", "*a.b", "*-a.b", "1", "a.", "*."])("%s is a name with or without wildcard", (host) => {
  expect(wildcardDomainProblem(host)).toBeUndefined();
});

test.each([
  ["", "it is empty."],
  [`${"a.".repeat(128)}a`, "longer than 255"],
  ["https://a.b", "it is a URL"],
  ["a/b", "it contains a path"],
  ["a:80", "it contains a port"],
  ["a..b", "it has an empty label."],
  ["a.*.b", "may only stand at the very start"],
  ["a.b.1", "its last label is a number"],
  [`${"x".repeat(64)}.a`, "longer than 63"],
  ["*-.a", "may only stand at the very start"],
  ["a_b.c", '"a_b" may hold'],
])("%s is none", (host, why) => {
  expect(wildcardDomainProblem(host)).toContain(why);
});

test("without wildcard a single number is no name either", () => {
  expect(fqdnProblem("1")).toContain("a number");
  expect(fqdnProblem("*.a")).toContain("may only stand at the very start");
  expect(fqdnProblem("a.b.")).toBeUndefined();
});

test("hosts of VirtualServices may be addresses, and names of clusters where SNI is matched at a gateway", () => {
  expect(dnsNameProblem("10.0.0.1")).toBeUndefined();
  expect(gatewayDomainProblem("outbound_.80_._.a.b", true)).toBeUndefined();
  expect(gatewayDomainProblem("outbound_.80_._.a.b", false)).toBeDefined();
  expect(gatewayDomainProblem("outbound_.x_._.a.b", true)).toContain("has the form");
});

test("the host of a URL, and of a host with a port", () => {
  expect(bareHost("https://a.b:443/c?d#e")).toBe("a.b");
  expect(bareHost(" a.b ")).toBe("a.b");
  expect(bareHost("a.b")).toBeUndefined();
  expect(bareHost("https://a_b/c")).toBeUndefined();
});
