import { describe, expect, test } from "vitest";
import { openMesh } from "../../../../test/helpers/meshFixture";
import { isKind } from "../model/resource";
import type { Route } from "../model/virtualService";
import { Regexes } from "./algebra/evaluate";
import { type HttpRequest, httpRequest } from "./matchRequest";
import type { SimulationRequest } from "./simulation";
import { redirectUrl, rewrittenPath } from "./urls";

function ruleOf(http: string): Route {
  const { resources } = openMesh(
    `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a}, spec: {hosts: [a], http: [${http}]}}`,
  );
  const [first] = resources("test.yaml").flatMap((one) => (isKind(one, "VirtualService") ? one.model.routes : []));
  if (first === undefined) throw new Error("no rule");
  return first;
}

function request(url: string): SimulationRequest {
  const { protocol, host, pathname, search } = new URL(url);
  return { from: { namespace: "a", labels: {} }, scheme: protocol === "https:" ? "https" : "http", host, path: `${pathname}${search}` };
}

function sentAs(sent: SimulationRequest): HttpRequest {
  const read = httpRequest(sent, "BASE");
  if (typeof read === "string") throw new Error(read);
  return read;
}

describe("where a redirect leads", () => {
  const to = (http: string, url: string, port = 80): string => {
    const rule = ruleOf(http);
    if (rule.redirect === undefined) throw new Error("no redirect");
    const tls = url.startsWith("https");
    return redirectUrl(rule.redirect, sentAs(request(url)), { match: rule.matches[0], port, tls });
  };

  test.each([
    ["{redirect: {}}", "http://a.com/x?y=1", "http://a.com/x?y=1"],
    ["{redirect: {uri: /new}}", "http://a.com/x?y=1", "http://a.com/new?y=1"],
    ["{redirect: {uri: '/new?z=2'}}", "http://a.com/x?y=1", "http://a.com/new?z=2"],
    ["{redirect: {authority: b.com}}", "http://a.com:8080/x", "http://b.com/x"],
    ["{redirect: {scheme: https}}", "http://a.com/x", "https://a.com/x"],
    ["{redirect: {scheme: https, port: 443}}", "http://a.com/x", "https://a.com/x"],
    ["{redirect: {scheme: https, port: 8443}}", "http://a.com/x", "https://a.com:8443/x"],
    ["{redirect: {port: 80}}", "http://a.com:9000/x", "http://a.com:9000/x"],
    ["{redirect: {port: 8080}}", "http://a.com:9000/x", "http://a.com:8080/x"],
    ["{redirect: {derivePort: FROM_REQUEST_PORT}}", "http://a.com/x", "http://a.com/x"],
    ["{match: [{uri: {prefix: /old}}], redirect: {prefixRewrite: /new}}", "http://a.com/old/x?y", "http://a.com/new/x?y"],
  ])("%s from %s: %s", (http, from, wanted) => expect(to(http, from)).toBe(wanted));

  test("the port of the request is written out unless it is the scheme's own", () => {
    expect(to("{redirect: {derivePort: FROM_REQUEST_PORT, authority: b.com}}", "http://a.com/x", 8080)).toBe("http://b.com:8080/x");
  });

  test("a port that was the default of the scheme that is left goes", () => {
    const rule = ruleOf("{redirect: {scheme: https}}");
    const sent = sentAs({ ...request("http://a.com/x"), headers: { host: "a.com:80" } });
    expect(rule.redirect && redirectUrl(rule.redirect, sent, { match: undefined, port: 80, tls: false })).toBe("https://a.com/x");
  });
});

describe("the path that upstream gets", () => {
  const rewritten = (http: string, path: string): string => {
    const rule = ruleOf(http);
    if (rule.rewrite === undefined) throw new Error("no rewrite");
    return rewrittenPath(rule.rewrite, sentAs(request(`http://a.com${path}`)), rule.matches[0], new Regexes());
  };

  test.each([
    ["{match: [{uri: {prefix: /api}}], rewrite: {uri: /v2}}", "/api/items?x=1", "/v2/items?x=1"],
    ["{match: [{uri: {prefix: /api/}}], rewrite: {uri: /}}", "/api/items", "/items"],
    ["{match: [{uri: {exact: /api}}], rewrite: {uri: /v2}}", "/api?x", "/v2?x"],
    ["{match: [{uri: {regex: /api.*}}], rewrite: {uri: /v2}}", "/api/items", "/v2"],
    ["{rewrite: {uri: /base/}}", "/items", "/base/items"],
    ["{rewrite: {authority: b.com}}", "/items", "/items"],
    ["{rewrite: {uriRegexRewrite: {match: \"^/([^/]+)/(.*)$\", rewrite: '/\\2/\\1'}}}", "/a/b?x", "/b/a?x"],
    ['{rewrite: {uriRegexRewrite: {match: "a", rewrite: "$1"}}}', "/banana", "/b$1n$1n$1"],
    ['{rewrite: {uriRegexRewrite: {match: "(?=a)", rewrite: "x"}}}', "/a", "/a"],
  ])("%s of %s: %s", (http, path, wanted) => expect(rewritten(http, path)).toBe(wanted));
});
