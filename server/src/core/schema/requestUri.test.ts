import { describe, expect, it } from "vitest";
import { isUrlReference, requestUriScheme } from "./requestUri";

// The facts are those of Go's net/url, ParseRequestURI.
describe("requestUriScheme", () => {
  it.each([
    ["http://example.com/a?b=c", "http"],
    ["HTTPS://example.com", "https"],
    ["oci://registry.example.com:5000/team/module:1.0", "oci"],
    ["registry.example.com:5000/module", "registry.example.com"],
    ["file:///opt/module.wasm", "file"],
    ["http://user:secret@example.com", "http"],
    ["http://[2001:db8::1]:80/", "http"],
    ["http://b\u00fccher.example", "http"],
    ["http://", "http"],
    ["mailto:somebody@example.com", "mailto"],
    ["/absolute/path", ""],
    ["//example.com/path", ""],
    ["*", ""],
  ])("%s has the scheme %j", (text, scheme) => expect(requestUriScheme(text)).toBe(scheme));

  it.each([
    "",
    "example.com/path",
    "?a",
    ":80",
    "http://a b",
    "http://a%20b",
    "http://example.com:x",
    "http://[::1",
    "http://[::1]x",
    "http://a#b",
    "/a%zz",
    "http://a/%4",
    "http://a\tb",
    "http://a|b",
  ])("%j is no request URI", (text) => expect(requestUriScheme(text)).toBeUndefined());
});

// Go's net/url, Parse.
describe("isUrlReference", () => {
  it.each(["", "a", "a b", "a/b:c", "a?b:c", "//a.example/b", "///a", "*", "#a:b", "a:b", "oci://a:1/b", "http://a#%41"])(
    "takes %j",
    (text) => expect(isUrlReference(text)).toBe(true),
  );

  it.each(["::", ":a", "1.2.3.4:5000/a", "a_b:80", "//a b", "http://a b", "a%zz", "a#%4", "a\tb"])("does not take %j", (text) =>
    expect(isUrlReference(text)).toBe(false),
  );
});
