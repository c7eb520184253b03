import { expect, test } from "vitest";
import { isIpAddress, isIpPrefix, subnetProblem } from "./ipAddress";

test.each(["0.0.0.0", "255.255.255.255", "::", "::1", "1::", "2001:db8::1", "1:2:3:4:5:6:7:8", "::ffff:10.0.0.1", "fe80::1%eth0"])(
  "%s is an address",
  (text) => {
    expect(isIpAddress(text)).toBe(true);
  },
);

test.each([
  "",
  "1.2.3",
  "1.2.3.256",
  "01.2.3.4",
  "1.2.3.4.5",
  ":::",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8::",
  "12345::",
  "::1.2.3",
  "1.2.3.4::",
  "fe80::1%",
  "1.2.3.4%a",
  "g::1",
])("%s is none", (text) => {
  expect(isIpAddress(text)).toBe(false);
});

test("ranges have a length that fits, without leading zeros and zones", () => {
  expect(["10.0.0.0/0", "10.1.2.3/32", "::/128", "2001:db8::/32"].every(isIpPrefix)).toBe(true);
  expect(["10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/", "::/129", "fe80::1%eth0/64", "a/8"].some(isIpPrefix)).toBe(false);
});

test("what is wrong is said", () => {
  expect(subnetProblem("10.0.0.0/40")).toBe('the prefix length "40" is not between 0 and 32.');
  expect(subnetProblem("web/8")).toBe('"web" is not an IP address.');
  expect(subnetProblem("1.2.3.4/8/9")).toContain("neither an IP address nor a range");
});
