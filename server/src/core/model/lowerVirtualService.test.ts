import { describe, expect, it } from "vitest";
import { parseDocument } from "../syntax/parse";
import type { Span, Spanned } from "../text/span";
import { lowerDocument } from "./lower";
import { isKind } from "./resource";
import type { Route, RouteMatch, VirtualService } from "./virtualService";

function virtualService(spec: string): { readonly text: string; readonly model: VirtualService } {
  const indented = spec
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
  const text = `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec:\n${indented}\n`;
  const [resource] = lowerDocument({ file: "f", document: 0, tree: parseDocument(text), defaultNamespace: "default", masked: [] });
  if (resource === undefined || !isKind(resource, "VirtualService")) throw new Error("no VirtualService");
  return { text, model: resource.model };
}

function onlyRoute(spec: string): Route {
  const [route] = virtualService(spec).model.routes;
  if (route === undefined) throw new Error("no route");
  return route;
}

function onlyMatch(match: string): RouteMatch {
  const [entry] = onlyRoute(`http:\n- match:\n  - ${match}`).matches;
  if (entry === undefined) throw new Error("no match");
  return entry;
}

const values = (list: readonly Spanned<string>[]) => list.map((item) => item.value);

describe("a VirtualService", () => {
  it("reads hosts, gateways and exportTo with their places", () => {
    const { text, model } = virtualService("hosts:\n- reviews\n- 10\ngateways: [mesh, ingress/web]\nexportTo: ['.']\nhttp: []");
    const at = (span: Span | undefined) => text.slice(span?.start, span?.end);
    expect(values(model.hosts)).toEqual(["reviews", "10"]);
    expect(at(model.hosts[0]?.span)).toBe("reviews");
    expect(values(model.gateways)).toEqual(["mesh", "ingress/web"]);
    expect(values(model.exportTo)).toEqual(["."]);
    expect(at(model.hostsKey)).toBe("hosts");
    expect(at(model.gatewaysKey)).toBe("gateways");
    expect(at(model.spec)).toContain("hosts:");
    expect(model.routes).toEqual([]);
  });

  it("lists http, then tls, then tcp rules, whatever the order written, and keeps their positions", () => {
    const { model } = virtualService(
      "tcp:\n- route: [{destination: {host: t}}]\nhttp:\n- name: one\n-\n- name: two\ntls:\n- match: [{sniHosts: [a.com]}]",
    );
    expect(model.routes.map((route) => [route.protocol, route.index])).toEqual([
      ["http", 0],
      ["http", 2],
      ["tls", 0],
      ["tcp", 0],
    ]);
  });

  it("takes a lone host for a list of one", () => {
    expect(values(virtualService("hosts: reviews").model.hosts)).toEqual(["reviews"]);
    expect(values(virtualService("hosts: [a, , b]").model.hosts)).toEqual(["a", "b"]);
    expect(values(virtualService("hosts: {a: b}").model.hosts)).toEqual([]);
  });

  it("takes the last of two equal keys, as kubectl does", () => {
    expect(values(virtualService("hosts: [a]\nhosts: [b]").model.hosts)).toEqual(["b"]);
  });

  it("reads rules through an alias", () => {
    const { model } = virtualService("http:\n- &rule\n  name: a\n  route: [{destination: {host: x}}]\n- *rule");
    expect(model.routes.map((route) => [route.index, route.destinations[0]?.host?.value])).toEqual([
      [0, "x"],
      [1, "x"],
    ]);
  });
});

describe("a match", () => {
  it("reads every condition of an http rule", () => {
    expect(
      onlyMatch(`{name: n, uri: {prefix: /a}, ignoreUriCase: true, scheme: {exact: https}, method: {regex: "GET|PUT"}, authority: {exact: a.com},
    headers: {x: {exact: y}}, withoutHeaders: {z: {}}, queryParams: {q: {prefix: p}}, port: 8080, gateways: [mesh],
    sourceLabels: {app: a}, sourceNamespace: ns}`),
    ).toMatchObject({
      name: { value: "n" },
      uri: { kind: "prefix", value: { value: "/a" } },
      ignoreUriCase: true,
      scheme: { kind: "exact", value: { value: "https" } },
      method: { kind: "regex", value: { value: "GET|PUT" } },
      authority: { kind: "exact", value: { value: "a.com" } },
      headers: [{ name: { value: "x" }, match: { kind: "exact", value: { value: "y" } } }],
      withoutHeaders: [{ name: { value: "z" }, match: { kind: "present" } }],
      queryParams: [{ name: { value: "q" }, match: { kind: "prefix", value: { value: "p" } } }],
      port: { value: 8080 },
      gateways: [{ value: "mesh" }],
      sourceLabels: { entries: [{ key: { value: "app" }, value: { value: "a" } }] },
      sourceNamespace: { value: "ns" },
    });
  });

  it.each([
    ["{exact: a, prefix: b, regex: c}", { kind: "exact", value: { value: "a" } }],
    ["{regex: c, prefix: b}", { kind: "prefix", value: { value: "b" } }],
    ["{exact: , regex: c}", { kind: "regex", value: { value: "c" } }],
    ["{exact: ''}", { kind: "exact", value: { value: "" } }],
    ["{exact: 100}", { kind: "exact", value: { value: "100" } }],
    ["{exact: on}", { kind: "exact", value: { value: "on" } }],
    ["{exact: 1.10}", { kind: "exact", value: { value: "1.10" } }],
    ["text", { kind: "exact", value: { value: "text" } }],
    ["{}", { kind: "present" }],
    ["", { kind: "present" }],
    ["{regex: '*'}", { kind: "present" }],
    ["{regex: '.*'}", { kind: "regex", value: { value: ".*" } }],
    ["{exact: '*'}", { kind: "exact", value: { value: "*" } }],
  ])("header value %s", (written, expected) => {
    for (const field of ["headers", "withoutHeaders", "queryParams"] as const) {
      expect(onlyMatch(`{${field}: {x: ${written}}}`)[field][0]?.match).toMatchObject(expected);
    }
  });

  it("leaves a null uri out, and keeps an empty one and a regex star", () => {
    expect(onlyMatch("{uri: }").uri).toBeUndefined();
    expect(onlyMatch("{uri: {}}").uri?.kind).toBe("present");
    expect(onlyMatch("{uri: {regex: '*'}}").uri?.kind).toBe("regex");
  });

  it("may be empty, and the list too", () => {
    expect(onlyRoute("http:\n- match: [{}]").matches).toHaveLength(1);
    expect(onlyRoute("http:\n- match: []").matches).toEqual([]);
    expect(onlyRoute("http:\n- match: []").matchKey).toBeDefined();
    expect(onlyRoute("http:\n- name: a").matchKey).toBeUndefined();
    expect(onlyRoute("http:\n- match: {uri: {exact: /}}").matches).toHaveLength(1);
  });

  it("of tls and tcp reads only what applies there", () => {
    const route = onlyRoute(
      "tls:\n- match:\n  - {sniHosts: [a.com], destinationSubnets: [10.0.0.0/8], port: 443, gateways: [g], sourceLabels: {a: b}, sourceNamespace: n, uri: {exact: /}}",
    );
    expect(route.matches[0]).toMatchObject({
      sniHosts: [{ value: "a.com" }],
      destinationSubnets: [{ value: "10.0.0.0/8" }],
      port: { value: 443 },
      gateways: [{ value: "g" }],
      sourceLabels: { entries: [{ value: { value: "b" } }] },
      sourceNamespace: { value: "n" },
      uri: undefined,
    });
  });
});

describe("an action", () => {
  it("reads destinations with weights and header operations", () => {
    const route = onlyRoute(`http:
- route:
  - destination: {host: reviews, subset: v1, port: {number: 9080}}
    weight: 80
    headers: {request: {set: {a: b}, remove: [c]}, response: {add: {d: 1}}}
  - weight: "20"
  -
  - destination: {host: x, port: 80}`);
    expect(route.destinations).toMatchObject([
      {
        host: { value: "reviews" },
        subset: { value: "v1" },
        port: { value: 9080 },
        weight: { value: 80 },
        headers: {
          request: { set: { entries: [{ key: { value: "a" }, value: { value: "b" } }] }, remove: [{ value: "c" }] },
          response: { add: { entries: [{ key: { value: "d" }, value: { value: "1" } }] }, remove: [] },
        },
      },
      { host: undefined, destinationKey: undefined, weight: { value: 20 } },
      { host: { value: "x" }, port: { value: 80 }, weight: undefined },
    ]);
  });

  it.each(["redirect", "directResponse", "delegate", "rewrite", "retries", "fault", "corsPolicy", "headers"] as const)(
    "%s counts when it is empty, not when it is null",
    (field) => {
      expect(onlyRoute(`http:\n- ${field}: {}`)[field]).toBeDefined();
      expect(onlyRoute(`http:\n- ${field}:`)[field]).toBeUndefined();
    },
  );

  it("reads redirects, responses, delegates and rewrites", () => {
    const route = onlyRoute(`http:
- redirect: {uri: /b, prefixRewrite: /c, authority: a.com, scheme: https, port: 8443, derivePort: FROM_REQUEST_PORT, redirectCode: 308}
  directResponse: {status: 503, body: {string: down}}
  delegate: {name: d, namespace: n}
  rewrite: {uri: /x, authority: y, uriRegexRewrite: {match: "^/a", rewrite: /b}}
  timeout: 5s`);
    expect(route).toMatchObject({
      redirect: {
        uri: { value: "/b" },
        prefixRewrite: { value: "/c" },
        authority: { value: "a.com" },
        scheme: { value: "https" },
        port: { value: 8443 },
        derivePort: { value: "FROM_REQUEST_PORT" },
        redirectCode: { value: 308 },
      },
      directResponse: { status: { value: 503 }, body: { value: "down" } },
      delegate: { name: { value: "d" }, namespace: { value: "n" } },
      rewrite: { uri: { value: "/x" }, authority: { value: "y" }, regexMatch: { value: "^/a" }, regexRewrite: { value: "/b" } },
      timeout: { value: "5s" },
    });
  });

  it("reads retries, faults and CORS", () => {
    const route = onlyRoute(`http:
- retries: {attempts: 3, perTryTimeout: 2s, retryOn: 5xx, backoff: 10ms, retryRemoteLocalities: true}
  fault:
    delay: {fixedDelay: 5s, percentage: {value: 0.1}, percent: 7}
    abort: {httpStatus: 500, percentage: {}}
  corsPolicy: {allowOrigins: [{exact: a}, {regex: b}], allowOrigin: [z], allowMethods: [GET], maxAge: 1h, allowCredentials: true, unmatchedPreflights: IGNORE}`);
    expect(route.retries).toMatchObject({
      attempts: { value: 3 },
      perTryTimeout: { value: "2s" },
      retryOn: { value: "5xx" },
      backoff: { value: "10ms" },
      retryRemoteLocalities: true,
    });
    expect(route.fault?.delay).toMatchObject({ fixedDelay: { value: "5s" }, percent: { value: 0.1 } });
    expect(route.fault?.delay?.percentKey).toBeDefined();
    expect(route.fault?.abort).toMatchObject({ httpStatus: { value: 500 }, percent: { value: 0 } });
    expect(route.corsPolicy).toMatchObject({
      allowOrigins: [
        { kind: "exact", value: { value: "a" } },
        { kind: "regex", value: { value: "b" } },
      ],
      allowMethods: ["GET"],
      maxAge: { value: "1h" },
      allowCredentials: true,
      unmatchedPreflights: "IGNORE",
    });
  });

  it("falls back to the deprecated delay percent and allowOrigin", () => {
    const route = onlyRoute(
      "http:\n- fault: {delay: {percent: 50}, abort: {grpcStatus: UNAVAILABLE}}\n  corsPolicy: {allowOrigin: [a.com]}",
    );
    expect(route.fault?.delay?.percent?.value).toBe(50);
    expect(route.fault?.abort).toMatchObject({ grpcStatus: { value: "UNAVAILABLE" }, percent: undefined });
    expect(route.corsPolicy?.allowOrigins).toMatchObject([{ kind: "exact", value: { value: "a.com" } }]);
  });
});

describe("mirrors", () => {
  it.each([
    ["mirror: {host: m, subset: s}", [["m", "s", undefined]]],
    ["mirror: {host: m}\n  mirrorPercentage: {value: 12.5}\n  mirrorPercent: 30", [["m", undefined, 12.5]]],
    ["mirror: {host: m}\n  mirrorPercent: 30", [["m", undefined, 30]]],
    ["mirror: {host: m}\n  mirror_percent: 30", [["m", undefined, 30]]],
    ["mirror: {host: m}\n  mirrorPercentage: {}", [["m", undefined, 0]]],
    ["mirror:", []],
    [
      "mirrors: [{destination: {host: a}, percentage: {value: 1}}, {destination: {host: b, subset: s}}]",
      [
        ["a", undefined, 1],
        ["b", "s", undefined],
      ],
    ],
    [
      "mirrors: [{destination: {host: a}}]\n  mirror: {host: m}",
      [
        ["m", undefined, undefined],
        ["a", undefined, undefined],
      ],
    ],
  ])("%s", (written, expected) => {
    const { mirrors } = onlyRoute(`http:\n- name: x\n  ${written}`);
    expect(mirrors.map(({ destination, percent }) => [destination.host?.value, destination.subset?.value, percent?.value])).toEqual(
      expected,
    );
  });
});
