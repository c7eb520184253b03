import { describe, expect, test } from "vitest";
import { afterCompletion, completeFixture, listed } from "../../../../test/helpers/completionFixture";
import { completionLimit } from "./results";

const mesh = `
#### mesh/website.yaml
apiVersion: v1
kind: Service
metadata: {name: website}
spec: {selector: {app: website}, ports: [{port: 80, name: http}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: website-stable}
spec: {replicas: 3, template: {metadata: {labels: {app: website, version: "1.10"}}}}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: website}
spec:
  host: website
  subsets: [{name: v1, labels: {version: "1.10"}}, {name: v2, labels: {version: "1.20"}}]
`;

/** Takes an item at the cursor of `file` and expects the file's text behind it. */
function expectTaken(file: string, label: string, after: string): void {
  const completed = completeFixture(`${mesh}#### file.yaml\n${file}`);
  const item = completed.items.find((one) => one.label === label);
  expect(
    completed.items.map((one) => one.label),
    "labels",
  ).toContain(label);
  if (item !== undefined) expect(afterCompletion(completed, item)).toBe(after);
}

function vs(spec: string): string {
  return `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: website\nspec:\n${spec}`;
}

function dr(spec: string): string {
  return vs(spec).replace("VirtualService", "DestinationRule");
}

function labelsAt(file: string): readonly string[] {
  return listed(completeFixture(`${mesh}#### file.yaml\n${file}`)).map((item) => item.label);
}

describe("a key", () => {
  const rule = "  hosts: [website]\n  http:\n";

  test("of a scalar gets its colon and a space", () => expectTaken(vs(`${rule}  - time$0\n`), "timeout", vs(`${rule}  - timeout: \n`)));
  test("of a mapping opens a deeper line", () =>
    expectTaken(vs(`${rule}  - route: []\n    retr$0\n`), "retries", vs(`${rule}  - route: []\n    retries:\n      \n`)));
  test("of a list opens a line with a dash, indented as the document's other lists", () => {
    expectTaken(vs("  hosts:\n  - website\n  ht$0"), "http", vs("  hosts:\n  - website\n  http:\n  - "));
    expectTaken(vs("  hosts:\n    - website\n  ht$0"), "http", vs("  hosts:\n    - website\n  http:\n    - "));
    expectTaken(vs("  ht$0"), "http", vs("  http:\n    - "));
  });
  test("behind a dash keeps its column for what follows", () =>
    expectTaken(vs(`${rule}  - ro$0`), "route", vs(`${rule}  - route:\n    - `)));
  test("that has its colon is only renamed", () => expectTaken(vs("  hos$0: [website]\n"), "hosts", vs("  hosts: [website]\n")));
  test("replaces the whole word around the cursor", () =>
    expectTaken(vs(`${rule}  - ti$0mout\n    route: []\n`), "timeout", vs(`${rule}  - timeout: \n    route: []\n`)));
  test("on a line indented wrongly gets the right indentation", () => {
    expectTaken(vs("  hosts: [website]\n     exp$0\n"), "exportTo", vs("  hosts: [website]\n  exportTo:\n    - \n"));
    expectTaken(vs("  hosts: [website]\n exp$0\n"), "exportTo", vs("  hosts: [website]\n  exportTo:\n    - \n"));
  });
  test("behind a dash in the wrong column moves with it", () => {
    const file = vs("  http:\n  - name: a\n   - ti$0\n");
    expect(labelsAt(file)[0]).toBe("timeout");
    expectTaken(file, "timeout", vs("  http:\n  - name: a\n  - timeout: \n"));
  });
  test("on a blank line in the middle of a block joins it", () =>
    expectTaken(
      vs("  http:\n  - route:\n    - destination:\n        host: a\n$0\n        subset: b\n"),
      "port",
      vs("  http:\n  - route:\n    - destination:\n        host: a\n        port:\n          \n        subset: b\n"),
    ));
  test("behind a tab gets spaces", () => expectTaken(vs("\texp$0\n"), "exportTo", vs("  exportTo:\n    - \n")));
  test("at the column of the dash joins the last item", () =>
    expectTaken(vs("  http:\n    - name: a\n    $0\n"), "timeout", vs("  http:\n    - name: a\n      timeout: \n")));
  test("in braces stays on its line", () => {
    expectTaken(vs(`${rule}  - route: [{dest$0}]\n`), "destination", vs(`${rule}  - route: [{destination: {}}]\n`));
    expectTaken(
      vs(`${rule}  - route: [{destination: {host: website, sub$0`),
      "subset",
      vs(`${rule}  - route: [{destination: {host: website, subset: `),
    );
  });
  test("in quotes keeps them, closed or open", () => {
    expectTaken(vs('  "hos$0"\n'), "hosts", vs('  "hosts":\n    - \n'));
    expectTaken(vs('  "hos$0\n'), "hosts", vs('  "hosts":\n    - \n'));
    expectTaken(vs('  "hos$0": [a]\n'), "hosts", vs('  "hosts": [a]\n'));
  });
  test("goes below a key that stands alone", () =>
    expectTaken(vs(`${rule}  - fault: $0`), "delay", vs(`${rule}  - fault:\n      delay:\n        `)));
  test("in an item of a List", () =>
    expectTaken(
      "apiVersion: v1\nkind: List\nitems:\n- apiVersion: networking.istio.io/v1\n  kind: Gateway\n  spec:\n    ser$0",
      "servers",
      "apiVersion: v1\nkind: List\nitems:\n- apiVersion: networking.istio.io/v1\n  kind: Gateway\n  spec:\n    servers:\n    - ",
    ));
  test("in the second document, with comments around", () =>
    expectTaken(
      `# first\n${vs("  hosts: [a]\n")}---\n# second\n${dr("  # the host\n  ho$0 # here\n  subsets: []\n")}`,
      "host",
      `# first\n${vs("  hosts: [a]\n")}---\n# second\n${dr("  # the host\n  host:  # here\n  subsets: []\n")}`,
    ));
  test("with Windows line ends", () =>
    expectTaken(
      vs("  hosts: [website]\n  exp$0\n").replaceAll("\n", "\r\n").replace("$0\r", "$0\r"),
      "exportTo",
      `${vs("  hosts: [website]\n").replaceAll("\n", "\r\n")}  exportTo:\n    - \r\n`,
    ));
  test("asks for the next list where there is one, and not where nothing is known", () => {
    const items = (file: string) => completeFixture(`${mesh}#### file.yaml\n${file}`).items;
    const nexts = (file: string) => new Map(items(file).map((item) => [item.label, item.triggerNext === true]));
    const keys = nexts(vs("  http:\n  - route:\n    - $0"));
    expect(keys.get("destination")).toBe(true);
    expect(keys.get("weight")).toBe(true);
    expect(nexts("apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      $0").get("volumes")).toBe(false);
  });
});

describe("a value", () => {
  const to = (destination: string) => vs(`  http:\n  - route:\n    - destination:${destination}`);

  test("replaces what is typed", () => expectTaken(to("\n        host: web$0\n"), "website", to("\n        host: website\n")));
  test("gets the space that is missing behind the colon", () =>
    expectTaken(to("\n        host:$0\n"), "website", to("\n        host: website\n")));
  test("keeps a comment", () => expectTaken(to("\n        host: we$0 # ours\n"), "website", to("\n        host: website # ours\n")));
  test("closes a quote left open, and no other", () => {
    expectTaken(to('\n        host: "web$0\n      weight: 1\n'), "website", to('\n        host: "website"\n      weight: 1\n'));
    expectTaken(to("\n        host: 'web$0'\n"), "website", to("\n        host: 'website'\n"));
    expectTaken(to('\n        host: "we$0b"\n'), "website", to('\n        host: "website"\n'));
  });
  test("in braces left open", () => expectTaken(to(" {host: website, subset: v$0\n"), "v2", to(" {host: website, subset: v2\n")));
  test("in brackets over several lines", () =>
    expectTaken(vs("  hosts: [\n    a,\n    we$0\n  ]\n"), "website", vs("  hosts: [\n    a,\n    website\n  ]\n")));
  test("that looks like a number is quoted", () => {
    const subset = (value: string) => dr(`  host: website\n  subsets:\n  - name: v3\n    labels:\n      version: ${value}\n`);
    expectTaken(subset("$0"), "1.10", subset('"1.10"'));
    expectTaken(subset('"1$0"'), "1.10", subset('"1.10"'));
  });
  test("that is a number takes the quotes away", () =>
    expectTaken(
      to('\n        host: website\n        port: {number: "8$0"}\n'),
      "80",
      to("\n        host: website\n        port: {number: 80}\n"),
    ));
  test("that starts with an asterisk is quoted", () => {
    const exported = (value: string) => vs(`  exportTo:\n  - ${value}\n`);
    expectTaken(exported("$0"), "*", exported('"*"'));
    expectTaken(exported("$0"), ".", exported("."));
  });
  test("is the whole host name where a dot is typed", () =>
    expectTaken(
      to("\n        host: website.d$0\n"),
      "website.default.svc.cluster.local",
      to("\n        host: website.default.svc.cluster.local\n"),
    ));
  test("of a list below its key gets its dash", () => expectTaken(vs("  hosts:\n    $0\n"), "website", vs("  hosts:\n    - website\n")));
  test("of a list on the line of its key goes to the next", () =>
    expectTaken(vs("  hosts: $0\n"), "website", vs("  hosts:\n    - website\n")));
  test("right behind a dash gets a space", () => expectTaken(vs("  hosts:\n  -$0\n"), "website", vs("  hosts:\n  - website\n")));
  test("on the line below its key", () =>
    expectTaken(to("\n        host:\n          web$0\n"), "website", to("\n        host:\n          website\n")));
});

test("a default that the field cannot hold is not offered", () => {
  const pool = (line: string) => dr(`  host: website\n  trafficPolicy:\n    connectionPool:\n      tcp:\n        ${line}\n`);
  expect(labelsAt(pool("maxConnections: $0"))).toEqual(["100"]);
  expect(labelsAt(pool("connectTimeout: $0"))).toEqual(["500ms", "10s"]);
});

describe("nothing is offered", () => {
  test.each([
    ["in a comment", vs("  # hos$0\n")],
    ["behind a value, in its comment", vs("  hosts: [a] # ht$0\n")],
    ["in a block scalar", "apiVersion: v1\nkind: Service\nmetadata:\n  annotations:\n    text: |\n      name: $0\n"],
    ["in a quote of several lines", vs('  hosts: ["a\n    b$0"]\n')],
    ["in front of a key", vs(" $0 hosts: []\n")],
    ["in front of a dash", vs("  hosts:\n  $0- a\n")],
    ["on the line between documents", `--$0-\n${vs("  hosts: []\n")}`],
    ["behind brackets that are closed", vs("  hosts: [a] $0\n")],
    ["in a template action", vs("  hosts: [{{ .Val$0ues.host }}]\n")],
    ["for fields that take anything", "apiVersion: v1\nkind: Service\nstatus:\n  $0\n"],
    ["for kinds that nobody knows", "apiVersion: example.com/v1\nkind: Thing\nspec:\n  $0\n"],
  ])("%s", (_, file) => expect(labelsAt(file)).toEqual([]));
});

describe("a block", () => {
  test("a rule with weights, filled from the host and its subsets", () =>
    expectTaken(
      vs("  hosts:\n  - website\n  http:\n  - $0\n"),
      "route with weights",
      vs(
        "  hosts:\n  - website\n  http:\n  - route:\n    - destination:\n        host: website\n        subset: v1\n      weight: 90\n" +
          "    - destination:\n        host: website\n        subset: v2\n      weight: 10\n",
      ),
    ));
  test("a list with its key, indented", () =>
    expectTaken(
      vs("  hosts:\n    - website\n  http$0\n"),
      "http: route",
      vs("  hosts:\n    - website\n  http:\n    - route:\n        - destination:\n            host: website\n"),
    ));
  test("another list item where a key fits as well", () =>
    expectTaken(
      vs("  hosts: [website]\n  http:\n  - name: a\n  $0\n"),
      "route",
      vs("  hosts: [website]\n  http:\n  - name: a\n  - route:\n    - destination:\n        host: website\n"),
    ));
  test("the subset of pods that no other subset selects", () => {
    const twenty = (file: string) => file.replace("website-stable", "website-next");
    const before = dr('  host: website\n  subsets:\n  - name: v2\n    labels: {version: "1.20"}\n  - $0\n');
    expectTaken(twenty(before), "subset by label", twenty(before).replace("- $0", '- name: "1.10"\n    labels:\n      version: "1.10"'));
  });
  test("a mapping of which nothing is written yet", () =>
    expectTaken(
      vs("  http:\n  - retries:\n      $0\n"),
      "retries",
      vs("  http:\n  - retries:\n      attempts: 3\n      perTryTimeout: 2s\n      retryOn: 5xx,reset,connect-failure\n"),
    ));
});

describe("a kustomization that does not say what it is", () => {
  const at = (text: string) => listed(completeFixture(`${mesh}#### kustomization.yaml\n${text}`)).map((item) => item.label);

  test("is told by its file name", () => expect(at("namesp$0\n")[0]).toBe("namespace"));
  test("names the manifests beside and below it", () => expect(at("resources:\n- $0\n")).toEqual(["mesh/website.yaml"]));
  test("not those that it has already", () => expect(at("resources:\n- mesh/website.yaml\n- $0\n")).toEqual([]));
});

describe("certificates", () => {
  const secrets = `
#### secrets.yaml
apiVersion: v1
kind: Secret
metadata: {name: other, namespace: shop}
type: kubernetes.io/tls
---
apiVersion: v1
kind: Secret
metadata: {name: opaque, namespace: ingress}
---
apiVersion: v1
kind: Secret
metadata: {name: cert, namespace: ingress}
type: kubernetes.io/tls
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: proxy, namespace: ingress}
spec: {template: {metadata: {labels: {istio: ingress}}}}
#### file.yaml
`;
  test("of a Gateway: first those that its proxies can read, among them certificates first", () => {
    const gateway =
      "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: g, namespace: shop}\nspec:\n  selector: {istio: ingress}\n";
    const { items } = completeFixture(`${secrets}${gateway}  servers:\n  - tls:\n      credentialName: $0\n`);
    expect(items.map((item) => item.label)).toEqual(["cert", "opaque", "other"]);
    expect(items[2]?.detail).toBe("Secret in shop, not that of the proxies");
  });
});

test("what others export to their own namespace only is not offered", () => {
  const entry = (name: string, exportTo: string) =>
    `apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: ${name}, namespace: far}\nspec: {hosts: [${name}.example.com], exportTo: [${exportTo}]}\n`;
  const { items } = completeFixture(
    `#### far.yaml\n${entry("own", ".")}---\n${entry("all", '"*"')}---\n${entry("ours", "default")}#### file.yaml\n${vs("  hosts:\n  - $0\n")}`,
  );
  expect(items.map((item) => item.label).sort()).toEqual(["all.example.com", "ours.example.com"]);
});

test("documentation, type and deprecation come with a key", () => {
  const { items } = completeFixture(vs("  http:\n  - $0"));
  const retries = items.find((item) => item.label === "retries");
  expect(retries?.detail).toBe("mapping");
  expect(retries?.documentation).toContain("How failed requests are repeated.");
  const old = items.filter((item) => item.deprecated === true).map((item) => item.label);
  expect(old).toEqual(["mirrorPercent", "mirror_percent"]);
  const keys = items.filter((item) => item.kind === "key").map((item) => item.label);
  expect(keys.slice(-2)).toEqual(old);
});

test("values of others are told apart from half a word in the document itself", () => {
  expect(labelsAt(vs("  http: []\n").replace("name: website", "name: website\n  namespace: defau$0"))).toEqual(["default"]);
  expect(labelsAt(vs("  http:\n  - match:\n    - headers:\n        x-half$0: {}\n"))).toEqual([]);
});

test("of many hosts those that fit what is typed, in a list that an editor can show", () => {
  const services = Array.from(
    { length: 3000 },
    (_, at) => `---\napiVersion: v1\nkind: Service\nmetadata: {name: svc-${at}, namespace: ns-${at % 7}}\n`,
  );
  const completed = completeFixture(`#### many.yaml\n${services.join("")}#### file.yaml\n${vs("  hosts:\n  - svc-2999$0\n")}`);
  expect(completed.items.map((item) => item.label)).toEqual(["svc-2999.ns-3.svc.cluster.local"]);
  const all = completeFixture(`#### many.yaml\n${services.join("")}#### file.yaml\n${vs("  hosts:\n  - $0\n")}`);
  expect(all.items.length).toBe(completionLimit);
});
