import { describe, expect, it } from "vitest";
import { type EntryParts, exact, type MatchRequest, matchEntry, PRESENT, prefix, regex } from "./condition";
import { evaluate } from "./evaluate";

const REQUEST: MatchRequest = {
  path: "/Api/v1",
  query: new Map([
    ["page", "2"],
    ["flag", ""],
  ]),
  method: "GET",
  scheme: "https",
  authority: "Shop.example.com:8443",
  headers: new Map([
    ["x-user", "Jason"],
    ["x-empty", ""],
  ]),
  port: 443,
  gateway: "mesh",
  sourceNamespace: "shop",
  sourceLabels: new Map([["app", "web"]]),
};

const ask = (...entries: readonly EntryParts[]) => evaluate({ entries: entries.map(matchEntry) }, REQUEST);

describe("evaluate", () => {
  it.each<[string, EntryParts]>([
    ["path exact", { uri: exact("/Api/v1") }],
    ["path prefix, not by segment", { uri: prefix("/Ap") }],
    ["path prefix ignoring case", { uri: prefix("/aPI", true) }],
    ["regex on the whole path", { uri: regex("/[A-Z]pi/v\\d") }],
    ["regex with its own flag", { uri: regex("(?i)/API/V1") }],
    ["authority with port", { authority: exact("Shop.example.com:8443") }],
    ["authority as a header", { headers: [["Host", prefix("Shop.")]] }],
    ["method as a header", { headers: [[":method", exact("GET")]] }],
    ["path with query as a header", { headers: [[":path", exact("/Api/v1?page=2&flag=")]] }],
    ["header name in another case", { headers: [["X-User", exact("Jason")]] }],
    ["empty header is present", { headers: [["x-empty", PRESENT]] }],
    ["a header that may not be there", { withoutHeaders: [["x-none", PRESENT]] }],
    ["a missing header differs from a value", { withoutHeaders: [["x-none", exact("a")]] }],
    ["another value than the unwanted one", { withoutHeaders: [["x-user", exact("Bob")]] }],
    ["query parameter", { queryParams: [["page", regex("\\d")]] }],
    ["query parameter without value", { queryParams: [["flag", PRESENT]] }],
    ["port", { port: 443 }],
    ["source", { sourceNamespace: "shop", sourceLabels: new Map([["app", "web"]]) }],
    ["gateways, and then no source", { gateways: ["mesh"], sourceNamespace: "other" }],
  ])("holds: %s", (_, entry) => {
    expect(ask(entry)).toBe("yes");
  });

  it.each<[string, EntryParts]>([
    ["path exact in another case", { uri: exact("/api/v1") }],
    ["regex on a part of the path", { uri: regex("/Api") }],
    ["flag of case has no say on regexes", { uri: regex("/api/v1") }],
    ["header value in another case", { headers: [["x-user", exact("jason")]] }],
    ["missing header is not empty", { headers: [["x-none", exact("")]] }],
    ["missing header matches no regex", { headers: [["x-none", regex(".*")]] }],
    ["missing header counts as empty when it must differ", { withoutHeaders: [["x-none", exact("")]] }],
    ["missing header counts as empty when it must not match", { withoutHeaders: [["x-none", regex("a*")]] }],
    [
      "one of two headers",
      {
        headers: [
          ["x-user", PRESENT],
          ["x-none", PRESENT],
        ],
      },
    ],
    ["query parameter missing", { queryParams: [["size", prefix("")]] }],
    ["key of a query parameter in another case", { queryParams: [["Page", PRESENT]] }],
    ["port", { port: 80 }],
    ["gateway", { gateways: ["shop/gateway"] }],
    ["label", { sourceLabels: new Map([["app", "api"]]) }],
    ["namespace", { sourceNamespace: "default" }],
  ])("fails: %s", (_, entry) => {
    expect(ask(entry)).toBe("no");
  });

  it("takes entries as alternatives, and no entries as everything", () => {
    expect(ask()).toBe("yes");
    expect(ask({ port: 80 }, { uri: prefix("/") })).toBe("yes");
    expect(ask({ port: 80 }, { method: exact("POST") })).toBe("no");
  });

  it("does not know what it cannot run or see, unless that does not matter", () => {
    const broken = { uri: regex("/(") };
    expect(ask(broken)).toBe("unknown");
    expect(ask({ uri: regex("x{1000}".repeat(50)) })).toBe("unknown");
    expect(ask({ headers: [["@request.auth.claims.group", exact("admin")]] })).toBe("unknown");
    expect(ask({ withoutHeaders: [["@request.auth.claims.group", exact("admin")]] })).toBe("unknown");
    expect(ask({ ...broken, port: 80 })).toBe("no");
    expect(ask(broken, {})).toBe("yes");
    expect(ask(broken, { port: 80 })).toBe("unknown");
  });
});
