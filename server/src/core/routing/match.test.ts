import { describe, expect, test } from "vitest";
import { openMesh } from "../../../../test/helpers/meshFixture";
import { isKind } from "../model/resource";
import type { RouteMatch } from "../model/virtualService";
import { Regexes } from "./algebra/evaluate";
import { prefixContaining } from "./cidr";
import { failedCondition } from "./match";
import { hostOf, httpRequest } from "./matchRequest";
import type { SimulationRequest } from "./simulation";

function matchOf(text: string): RouteMatch {
  const { resources } = openMesh(
    `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a}, spec: {hosts: [a], http: [{match: [${text}]}]}}`,
  );
  const [first] = resources("test.yaml").flatMap((one) => (isKind(one, "VirtualService") ? (one.model.routes[0]?.matches ?? []) : []));
  if (first === undefined) throw new Error("no match");
  return first;
}

function failure(match: string, request: Partial<SimulationRequest>): string | undefined {
  const sent = httpRequest({ from: { namespace: "a", labels: {} }, scheme: "http", host: "a", ...request }, "BASE");
  if (typeof sent === "string") throw new Error(sent);
  const found = failedCondition(matchOf(match), sent, new Regexes());
  return found === undefined ? undefined : `${found.condition}: ${found.saw}`;
}

describe("a condition holds", () => {
  test.each<readonly [string, Partial<SimulationRequest>]>([
    ["{uri: {exact: /a}}", { path: "/a?b=c" }],
    ["{uri: {exact: /a}}", { path: "/a#fragment" }],
    ["{uri: {prefix: /foo}}", { path: "/foobar" }],
    ["{uri: {prefix: /FOO}, ignoreUriCase: true}", { path: "/foobar" }],
    ["{uri: {regex: '/(a|b)+'}}", { path: "/abba" }],
    ["{uri: {regex: '(?i)/FOO'}}", { path: "/foo" }],
    ["{uri: {}}", { path: "/anything" }],
    ["{headers: {X-A: {exact: '1'}}}", { headers: { "x-a": "1" } }],
    ["{headers: {x-a: {exact: '2'}}}", { headers: { "X-A": ["1", "2"] } }],
    ["{headers: {x-a: {exact: '1,2'}}}", { headers: { "X-A": "1,2" } }],
    ["{headers: {x-a: {prefix: '2'}}}", { headers: { "X-A": "1", "x-a": "2" } }],
    ["{headers: {user-agent: {exact: '1,2'}}}", { headers: { "User-Agent": ["1", "2"] } }],
    ["{withoutHeaders: {x-a: {exact: '3'}}}", { headers: { "X-A": ["1", "2"] } }],
    ["{headers: {x-a: {}}}", { headers: { "x-a": "" } }],
    ["{headers: {x-a: {regex: '*'}}}", { headers: { "x-a": "1" } }],
    ["{headers: {':path': {prefix: '/a?b'}}}", { path: "/a?b=c" }],
    ["{headers: {host: {exact: 'a:80'}}}", { headers: { Host: "a:80" } }],
    ["{withoutHeaders: {x-a: {exact: '1'}}}", {}],
    ["{withoutHeaders: {x-a: {}}}", {}],
    ["{queryParams: {q: {exact: '1'}}}", { path: "/?q=1&q=2" }],
    ["{queryParams: {q: {exact: ''}}}", { path: "/?q" }],
    ["{authority: {exact: 'a:8080'}}", { headers: { host: "a:8080" } }],
    ["{scheme: {exact: https}}", { scheme: "https" }],
  ])("%s", (match, request) => expect(failure(match, request)).toBeUndefined());
});

describe("a condition fails, and says what it saw", () => {
  test.each<readonly [string, Partial<SimulationRequest>, string]>([
    ["{uri: {exact: /a}}", { path: "/a/" }, 'path is "/a": "/a/"'],
    ["{uri: {regex: '/a'}}", { path: "/ab" }, 'path matches /a: "/ab"'],
    ["{uri: {regex: '/A'}, ignoreUriCase: true}", { path: "/a" }, 'path matches /A: "/a"'],
    ["{uri: {regex: '/a|b'}}", { path: "/ab" }, 'path matches /a|b: "/ab"'],
    ["{uri: {regex: '(?=a)'}}", { path: "/a" }, 'path matches (?=a) (no RE2 regex that can be run, so it never holds): "/a"'],
    ["{method: {exact: POST}}", {}, 'method is "POST": "GET"'],
    ["{headers: {x-a: {exact: ''}}}", {}, 'header x-a is "": nothing'],
    ["{headers: {x-a: {regex: '.*'}}}", {}, "header x-a matches .*: nothing"],
    ["{headers: {x-a: {exact: '1,2'}}}", { headers: { "X-A": ["1", "2"] } }, 'header x-a is "1,2": "1" and "2"'],
    ["{withoutHeaders: {x-a: {exact: '2'}}}", { headers: { "X-A": ["1", "2"] } }, 'not: header x-a is "2": "1" and "2"'],
    ["{headers: {x-a: {}}}", { headers: { "X-A": [] } }, "header x-a is present: nothing"],
    ["{withoutHeaders: {x-a: {exact: ''}}}", {}, 'not: header x-a is "": nothing'],
    ["{withoutHeaders: {x-a: {}}}", { headers: { "x-a": "" } }, 'header x-a is absent: ""'],
    ["{withoutHeaders: {x-a: {prefix: a}}}", { headers: { "x-a": "ab" } }, 'not: header x-a starts with "a": "ab"'],
    ["{queryParams: {q: {exact: '2'}}}", { path: "/?q=1&q=2" }, 'query q is "2": "1"'],
    ["{queryParams: {q: {}}}", { path: "/?r=1" }, "query q is present: nothing"],
    ["{headers: {b: {exact: '2'}, a: {exact: '1'}}, uri: {exact: /x}}", { path: "/x" }, 'header b is "2": nothing'],
    ["{headers: {'@request.auth.claims.sub': {exact: me}}}", {}, 'header @request.auth.claims.sub is "me": nothing'],
  ])("%s", (match, request, wanted) => expect(failure(match, request)).toBe(wanted));
});

test.each([
  ["A.example.com:8080", "a.example.com"],
  ["[2001:DB8::1]:80", "2001:db8::1"],
  ["2001:db8::1", "2001:db8::1"],
  ["10.0.0.1", "10.0.0.1"],
])("the host of %s is %s", (authority, host) => expect(hostOf(authority)).toBe(host));

test.each([
  ["10.0.0.0/8", "10.1.2.3", 8],
  ["10.0.0.1", "10.0.0.1", 32],
  ["10.0.0.0/24", "10.0.1.0", undefined],
  ["0.0.0.0/0", "192.0.2.1", 0],
  ["2001:db8::/32", "2001:db8:1::1", 32],
  ["2001:db8::/32", "2001:db9::1", undefined],
  ["::1", "::1", 128],
  ["10.0.0.0/8", "::1", undefined],
  ["10.0.0.0/40", "10.0.0.0", undefined],
  ["10.0.0.300", "10.0.0.1", undefined],
])("%s holds %s with a prefix of %s", (network, address, length) => expect(prefixContaining(network, address)).toBe(length));
