import { describe, expect, test } from "vitest";
import { openFixture } from "../../../../test/helpers/workspaceFixture";

const mesh = `
#### mesh/website.yaml
apiVersion: v1
kind: Service
metadata: {name: website}
spec: {selector: {app: website}, ports: [{port: 80, name: http}, {port: 9000, name: grpc, appProtocol: grpc}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: website-v1}
spec: {template: {metadata: {labels: {app: website, version: v1}}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: website-v2}
spec: {replicas: 3, template: {metadata: {labels: {app: website, version: v2}}}}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: ingress}
spec:
  selector: {istio: ingress}
  servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: ["*.example.com"], tls: {mode: SIMPLE, credentialName: cert}}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ingress, namespace: ingress}
spec: {replicas: 2, template: {metadata: {labels: {istio: ingress}}}}
---
apiVersion: v1
kind: Secret
metadata: {name: cert, namespace: ingress}
type: kubernetes.io/tls
data: {tls.crt: c2VjcmV0LXZhbHVl, tls.key: c2VjcmV0LXZhbHVl}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: parts}
spec: {http: [{name: first, route: [{destination: {host: website}}]}]}
#### mesh/rule.yaml
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: website}
spec:
  host: website
  trafficPolicy:
    loadBalancer: {simple: RANDOM}
    outlierDetection: {consecutive5xxErrors: 5, interval: 10s}
    portLevelSettings: [{port: {number: 9000}, loadBalancer: {simple: ROUND_ROBIN}}]
  subsets:
  - name: v1
    labels: {version: v1}
  - name: v2
    labels: {version: v2}
    trafficPolicy: {loadBalancer: {consistentHash: {httpHeaderName: x-user}}, tls: {mode: ISTIO_MUTUAL}}
  - name: v3
    labels: {version: v3}
`;

/** The hover at the cursor of a file beside the mesh, and the text it stands for. */
function hoverIn(file: string): { readonly markdown: string; readonly over: string } | undefined {
  const { workspace, fixture, texts } = openFixture(`${mesh}#### file.yaml\n${file}\n`);
  const { path, offset } = fixture.cursor ?? { path: "", offset: 0 };
  const hover = workspace.hover(path, offset);
  return hover === undefined
    ? undefined
    : { markdown: hover.markdown, over: (texts.get(path) ?? "").slice(hover.span.start, hover.span.end) };
}

function vs(spec: string): string {
  return `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: website}\nspec:\n${spec}`;
}

function dr(spec: string): string {
  return vs(spec).replace("VirtualService", "DestinationRule");
}

/** What stands above the documentation of the field. */
function meaningIn(file: string): string {
  return hoverIn(file)?.markdown.split("\n\n---\n\n")[0] ?? "";
}

const destination = (fields: string) => vs(`  http:\n  - route:\n    - destination: {${fields}}`);

describe("a field", () => {
  test("says what it does, its type, default, bounds and an example", () => {
    const hover = hoverIn(vs("  http:\n  - retries:\n      att$0empts: 3"));
    expect(hover?.over).toBe("attempts");
    expect(hover?.markdown).toBe(
      "**attempts** · integer\n\nHow many times a failed request is sent again, beside the first try. 0, also by leaving it out, switches retries off, the built-in ones included.\n\nDefault: `0`. Example: `3`.",
    );
  });
  test("says what it cannot stand beside", () =>
    expect(hoverIn(vs("  http:\n  - match:\n    - uri: {pre$0fix: /}"))?.markdown).toContain("Not together with `exact`, `regex`."));
  test("that is required says so", () =>
    expect(hoverIn(destination("ho$0st: website"))?.markdown).toMatch(/^\*\*host\*\* · string · required/));
  test("that is deprecated says what to use", () =>
    expect(hoverIn(vs("  http:\n  - mirrorPer$0cent: 3"))?.markdown).toMatch(/\*\*Deprecated\.\*\* .*mirrorPercentage/));
  test("of an enum lists its values, its value says what it means", () => {
    expect(hoverIn(dr("  host: a\n  trafficPolicy: {tls: {mo$0de: SIMPLE}}"))?.markdown).toMatch(
      /- `ISTIO_MUTUAL`: Mutual TLS.*\n- `SIMPLE`: TLS/,
    );
    expect(meaningIn(dr("  host: a\n  trafficPolicy: {tls: {mode: SIM$0PLE}}"))).toMatch(/^`SIMPLE`: TLS with a check/);
  });
  test("of another kind: the kind itself", () => expect(meaningIn("apiVersion: v1\nkind: Serv$0ice\n")).toMatch(/Service|name|pods/));
  test("in a half-written document", () => expect(hoverIn(vs("  ht\n  hos$0ts: [a"))?.markdown).toMatch(/^\*\*hosts\*\*/));
  test("nothing for fields that nobody knows, comments and white space", () => {
    expect(hoverIn(vs("  unkn$0own: 3"))).toBeUndefined();
    expect(hoverIn(vs("  hosts: [a] # com$0ment"))).toBeUndefined();
    expect(hoverIn(vs("  $0  "))).toBeUndefined();
  });
});

describe("a host", () => {
  test("resolves to a Service with its ports and pods", () =>
    expect(meaningIn(destination("host: web$0site"))).toBe(
      "`website` is `website.default.svc.cluster.local`\n\nService default/website\n\nPorts: 80 (http), 9000 (grpc, grpc)\n\nEndpoints in view: website-v1, website-v2 (4 replicas)",
    ));
  test("that nobody defines says what happens", () => expect(meaningIn(destination("host: webs$0ite2"))).toMatch(/requests get 503/));
  test("with a dot is taken as it stands", () =>
    expect(meaningIn(destination("host: website.def$0ault"))).toMatch(/Meant is website\.default\.svc\.cluster\.local/));
  test("in another namespace is not known to be missing", () =>
    expect(meaningIn(destination("host: other.shop.svc.clus$0ter.local"))).toMatch(/in view/));
  test("its port has a name", () => {
    expect(meaningIn(destination("host: website, port: {number: 9$0000}"))).toBe(
      "Port 9000 (grpc, grpc) of `website.default.svc.cluster.local`",
    );
    expect(meaningIn(destination("host: website, port: {number: 8$01}"))).toMatch(
      /has no port 81; it has 80 \(http\), 9000 \(grpc, grpc\)/,
    );
  });
});

describe("a subset", () => {
  test("where it is used: labels, pods, and the policy after inheritance", () =>
    expect(meaningIn(destination("host: website, subset: v$02"))).toBe(
      [
        "Subset `v2` of `website.default.svc.cluster.local`, defined by DestinationRule default/website",
        "Labels: `version=v2`",
        "Selects:\n- Deployment website-v2, 3 replicas",
        "Traffic policy in force:\n- loadBalancer: consistentHash.httpHeaderName x-user (from the subset)\n- outlierDetection: consecutive5xxErrors 5, interval 10s (from the rule)\n- tls: mode ISTIO_MUTUAL (from the subset)\n- port 9000 instead: loadBalancer: simple ROUND_ROBIN (from the rule)",
      ].join("\n\n"),
    ));
  test("that nobody defines", () =>
    expect(meaningIn(destination("host: website, subset: v$09"))).toMatch(/no subset "v9": requests get 503/));
  test("where it is defined, without pods", () => {
    const file = dr("  host: website\n  subsets:\n  - name: v$09\n    labels: {version: v9}");
    expect(meaningIn(file)).toMatch(/\*\*No workload in view carries these labels:\*\* requests get 503/);
    expect(meaningIn(file)).toMatch(/the defaults of the mesh hold/);
  });
  test("its label says who carries it", () => {
    const file = (label: string) => dr(`  host: website\n  subsets:\n  - name: a\n    labels: {${label}}`);
    expect(meaningIn(file("version: v$02"))).toMatch(/^`version=v2` is carried .*\n- Deployment website-v2, 3 replicas$/);
    expect(meaningIn(file("ver$0sion: v2"))).toMatch(/Deployment website-v2/);
    expect(meaningIn(file("version: v$07"))).toMatch(/^No workload .* carries `version=v7`\. Values .*: `v1`, `v2`$/);
  });
});

test.each([
  [
    "a weight of 120",
    "    - {destination: {host: a}, weight: 9$00}\n    - {destination: {host: b}, weight: 30}",
    /^\*\*75 %\*\* .* 90 of 120/,
  ],
  ["the only weight", "    - {destination: {host: a}, weight: 3$00}", /gets \*\*100 %\*\*; its weight is not looked at/],
  ["no weight at all", "    - {destination: {host: a}, weight: $00}\n    - {destination: {host: b}}", /which Istio refuses/],
])("%s", (_, routes, expected) => expect(meaningIn(vs(`  http:\n  - route:\n${routes}`))).toMatch(expected));

test.each([
  ["a duration", "timeout: 1m$030s", "`1m30s` is 90 seconds."],
  ["a short one", "retries: {perTryTimeout: 3$000ms}", "`300ms` is 300 milliseconds."],
  ["no duration", "timeout: 3$00", "`30` is no duration: write a number with its unit, such as `5s`, `300ms` or `1m30s`."],
  [
    "a prefix",
    "match: [{uri: {prefix: /a$0pi}}]",
    "Paths that begin with `/api`: `/api`, `/api/x`, and `/apix` as well, because segments do not count.",
  ],
  ["a prefix of a folder", "match: [{uri: {prefix: /a$0pi/}}]", "Paths below `/api/`, but not `/api` itself."],
  ["any path", "match: [{uri: {prefix: $0/}}]", "Every path."],
])("%s", (_, field, expected) => expect(meaningIn(vs(`  http:\n  - ${field}`))).toBe(expected));

test("a regex, with a text that it matches", () => {
  const meaning = meaningIn(vs('  http:\n  - match: [{uri: {regex: "/v[0-9]$0+"}}]'));
  const sample = /^Valid RE2 expression\. It has to match the whole value, for example `(.+)`\.$/.exec(meaning)?.[1];
  expect(sample).toMatch(/^\/v[0-9]+$/);
});
test("a regex that RE2 refuses", () =>
  expect(meaningIn(vs('  http:\n  - match: [{uri: {regex: "(?=a)$0"}}]'))).toMatch(/^Not a valid RE2 expression: /));

test("a gateway: its servers and proxies", () =>
  expect(meaningIn(vs("  gateways: [ingress/pu$0blic]"))).toBe(
    "Gateway ingress/public\n\nServers:\n- HTTPS 443: `*.example.com`, TLS SIMPLE\n\nProxies with `istio=ingress`: Deployment ingress/ingress, 2 replicas",
  ));
test("the gateway mesh", () => expect(meaningIn(vs("  gateways: [me$0sh]"))).toMatch(/all sidecars/));
test("a Secret shows the names of its keys, never its content", () => {
  const hover = hoverIn(
    "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: g, namespace: ingress}\nspec:\n  servers: [{tls: {credentialName: ce$0rt}}]",
  );
  expect(hover?.markdown).toMatch(/^Secret ingress\/cert with `tls\.crt`, `tls\.key`/);
  expect(hover?.markdown).not.toContain("c2VjcmV0");
});
test("a delegate shows its rules", () =>
  expect(meaningIn(vs("  http:\n  - delegate: {name: pa$0rts}"))).toBe('VirtualService default/parts\n\nRules:\n- http rule 1 ("first")'));
test("exportTo in words", () => expect(meaningIn(vs("  exportTo: [$0.]"))).toBe("Visible in this namespace only."));
