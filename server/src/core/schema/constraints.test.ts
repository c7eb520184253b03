import { describe, expect, it } from "vitest";
import { type Constraint, type ConstraintName, checkConstraint } from "./constraints";

interface Case {
  readonly constraint: Constraint;
  readonly good: readonly unknown[];
  /** Values with the paths that are at fault; a key is written with a trailing colon. */
  readonly bad: readonly (readonly [value: unknown, ...paths: string[]])[];
  /** What the message has to name. */
  readonly says: string;
}

const cases: Readonly<Record<ConstraintName, Case>> = {
  onlyOneOf: {
    constraint: { name: "onlyOneOf", fields: ["selector", "targetRef", "targetRefs"] },
    good: [{}, { selector: {} }, { targetRefs: [], other: 1 }, { selector: null, targetRefs: [] }, "text", []],
    bad: [
      [{ selector: {}, targetRefs: [] }, "targetRefs:"],
      [{ targetRefs: [], other: 1, selector: {} }, "selector:"],
      [{ targetRef: {}, targetRefs: [], selector: {} }, "targetRefs:", "selector:"],
    ],
    says: 'Only one of "selector", "targetRef" and "targetRefs"',
  },
  exactlyOneOf: {
    constraint: { name: "exactlyOneOf", fields: ["wasm", "lua"] },
    good: [{ wasm: {} }, { lua: {} }, { lua: {}, phase: "AUTHN" }],
    bad: [
      [{}, ""],
      [{ phase: "AUTHN" }, ""],
      [{ lua: {}, wasm: {} }, "wasm:"],
    ],
    says: '"wasm" and "lua"',
  },
  atLeastOneOf: {
    constraint: { name: "atLeastOneOf", fields: ["address", "network"] },
    good: [{ address: "1.2.3.4" }, { network: "vm" }, { address: "1.2.3.4", network: "vm" }],
    bad: [
      [{}, ""],
      [{ labels: {} }, ""],
      [{ address: null }, ""],
    ],
    says: '"address" or "network" is needed',
  },
  notTogether: {
    constraint: { name: "notTogether", fields: ["serviceAccounts", "notServiceAccounts"], with: ["principals", "namespaces"] },
    good: [
      { principals: [], namespaces: [] },
      { serviceAccounts: [], notServiceAccounts: [] },
      { serviceAccounts: [], ipBlocks: [] },
    ],
    bad: [
      [{ serviceAccounts: ["a"], namespaces: ["b"] }, "namespaces:"],
      [{ notServiceAccounts: ["a"], namespaces: ["b"], principals: ["c"] }, "principals:", "namespaces:"],
    ],
    says: "cannot be combined with",
  },
  requiresLabels: {
    constraint: { name: "requiresLabels", field: "portLevelMtls", labels: ["selector", "matchLabels"] },
    good: [{}, { mtls: {} }, { portLevelMtls: {}, selector: { matchLabels: { app: "a" } } }],
    bad: [
      [{ portLevelMtls: {} }, "portLevelMtls:"],
      [{ portLevelMtls: {}, selector: {} }, "portLevelMtls:"],
      [{ portLevelMtls: {}, selector: { matchLabels: {} } }, "portLevelMtls:"],
    ],
    says: "selector.matchLabels",
  },
  forbiddenWhen: {
    constraint: { name: "forbiddenWhen", field: "endpoints", when: { field: "resolution", in: ["NONE"], absentMeans: "NONE" } },
    good: [{}, { resolution: "NONE" }, { resolution: "STATIC", endpoints: [] }],
    bad: [
      [{ endpoints: [] }, "endpoints:"],
      [{ resolution: "NONE", endpoints: [{}] }, "endpoints:"],
    ],
    says: '"resolution" is NONE (the default)',
  },
  presentExactlyWhen: {
    constraint: { name: "presentExactlyWhen", field: "waypoint", when: { field: "context", in: ["WAYPOINT"] } },
    good: [{}, { context: "ANY" }, { context: "WAYPOINT", waypoint: {} }],
    bad: [
      [{ context: "WAYPOINT" }, ""],
      [{ waypoint: {} }, "waypoint:"],
      [{ context: "GATEWAY", waypoint: {} }, "waypoint:"],
    ],
    says: '"context" is WAYPOINT',
  },
  nonEmptyWhen: {
    constraint: { name: "nonEmptyWhen", field: "value", when: { field: "operation", in: ["UPSERT"] } },
    good: [{}, { operation: "REMOVE" }, { operation: "UPSERT", value: "request.host" }],
    bad: [
      [{ operation: "UPSERT" }, ""],
      [{ operation: "UPSERT", value: "" }, "value"],
    ],
    says: '"operation" is UPSERT',
  },
  maxItemsWhen: {
    constraint: { name: "maxItemsWhen", field: "endpoints", max: 1, when: { field: "resolution", in: ["DNS_ROUND_ROBIN"] } },
    good: [{ resolution: "DNS_ROUND_ROBIN" }, { resolution: "DNS_ROUND_ROBIN", endpoints: [{}] }, { endpoints: [{}, {}] }],
    bad: [[{ resolution: "DNS_ROUND_ROBIN", endpoints: [{}, {}] }, "endpoints:"]],
    says: "At most 1",
  },
  cidrOnlyWhen: {
    constraint: { name: "cidrOnlyWhen", field: "addresses", when: { field: "resolution", in: ["STATIC", "NONE"], absentMeans: "NONE" } },
    good: [
      { addresses: ["10.0.0.0/8"] },
      { resolution: "STATIC", addresses: ["10.0.0.0/8"] },
      { resolution: "DNS", addresses: ["10.0.0.1"] },
    ],
    bad: [[{ resolution: "DNS", addresses: ["10.0.0.1", "10.0.0.0/8"] }, "addresses.1"]],
    says: '"resolution" is STATIC or NONE (the default)',
  },
  uniqueBy: {
    constraint: { name: "uniqueBy", fields: ["number"] },
    good: [[], [{ number: 80 }, { number: 443 }], [{ number: 80 }, {}, {}]],
    bad: [
      [[{ number: 80 }, { number: 443 }, { number: 80 }], "2.number"],
      [[{ number: 80 }, { number: 80 }, { number: 80 }], "1.number", "2.number"],
    ],
    says: "Entry 1",
  },
  objectMeta: {
    constraint: { name: "objectMeta" },
    good: [
      {},
      { name: "a.b-c.1", namespace: "shop", labels: { A: "b_C.d", "x.y/z": "" }, annotations: { "A.b/c_d": "x y" } },
      { generateName: "a-", labels: { a: 1 }, annotations: [] },
      { name: "$NAME", namespace: "$(NS)", labels: { $KEY: "$VALUE" } },
    ],
    bad: [
      [{ name: "A" }, "name"],
      [{ name: "a", label: {} }, "label:"],
      [{ name: "a_b", namespace: "a.b" }, "name", "namespace"],
      [{ name: "a..b" }, "name"],
      [{ namespace: "a".repeat(64) }, "namespace"],
      [{ labels: { "a b": "c", "/a": "b", "A/b": "c" } }, "labels.a b:", "labels./a:", "labels.A/b:"],
      [{ labels: { a: "b c", b: "x".repeat(64), c: "-" } }, "labels.a", "labels.b", "labels.c"],
      [{ annotations: { "a b": "c", "a/b/c": "d" } }, "annotations.a b:", "annotations.a/b/c:"],
    ],
    says: "",
  },
  noWildcardKeys: {
    constraint: { name: "noWildcardKeys" },
    good: [{}, { app: "*" }],
    bad: [[{ "app*": "a", app: "b", "*": "c" }, "app*:", "*:"]],
    says: "label key",
  },
  noEmptyKeys: { constraint: { name: "noEmptyKeys" }, good: [{}, { a: "" }], bad: [[{ "": "a" }, ":"]], says: "cannot be empty" },
  portNameKeys: {
    constraint: { name: "portNameKeys" },
    good: [{}, { http: 80, "grpc-1": 81, H: 1, [`a${"b".repeat(61)}`]: 1 }],
    bad: [
      [{ "-http": 80, "http-": 80, http_1: 80, "": 80 }, "-http:", "http-:", "http_1:", ":"],
      [{ ["a".repeat(63)]: 80 }, `${"a".repeat(63)}:`],
    ],
    says: "is not a port name",
  },
  portNumberKeys: {
    constraint: { name: "portNumberKeys" },
    good: [{}, { 1: {}, 8080: {}, 65535: {}, "0080": {}, "+80": {} }],
    bad: [[{ 0: {}, 65536: {}, http: {}, "0x50": {}, "8 0": {}, "": {}, "-1": {} }, "0:", "65536:", "http:", "0x50:", "8 0:", ":", "-1:"]],
    says: "from 1 to 65535",
  },
  noWildcard: {
    constraint: { name: "noWildcard" },
    good: ["", "v1"],
    bad: [
      ["*", ""],
      ["v*", ""],
    ],
    says: "compared literally",
  },
  notBareWildcard: { constraint: { name: "notBareWildcard" }, good: ["", "*.com", "a"], bad: [["*", ""]], says: "every name" },
  sameNamespaceOnly: { constraint: { name: "sameNamespaceOnly" }, good: [""], bad: [["default", ""]], says: "namespace of this resource" },
  portNumber: {
    constraint: { name: "portNumber" },
    good: [1, 80, 65535, "0"],
    bad: [
      [0, ""],
      [65536, ""],
      [-1, ""],
    ],
    says: "is not a port",
  },
  minDuration: {
    constraint: { name: "minDuration", min: "1ms" },
    good: ["1ms", "1s", "1h30m", "0.001s", "1000us", "+5s", ".5s", "1.s"],
    bad: [
      ["0s", ""],
      ["0", ""],
      ["999us", ""],
      ["-1s", ""],
      ["5", ""],
      ["", ""],
      ["1d", ""],
      ["s", ""],
      [" 1s", ""],
      ["9999999h", ""],
    ],
    says: "uration",
  },
  urlScheme: {
    constraint: { name: "urlScheme", schemes: ["http", "https", "oci", "file"], schemeOptional: true },
    good: [
      "http://a",
      "oci://registry:5000/a:1",
      "registry.example/a:1",
      "file:///opt/a.wasm",
      "/opt/a.wasm",
      "OCI://a",
      "a",
      "a?b=c",
      "http://http:",
    ],
    bad: [
      ["ftp://a", ""],
      ["registry:5000/a", ""],
      ["1.2.3.4:5000/a", ""],
      [":a", ""],
      ["::", ""],
      ["a:b:c@[", ""],
    ],
    says: '"oci://"',
  },
  oneOfValues: {
    constraint: { name: "oneOfValues", values: ["", "HTTP", "HTTPS"] },
    good: ["", "HTTP", "HTTPS"],
    bad: [
      ["http", ""],
      ["TCP", ""],
    ],
    says: '"HTTP" or "HTTPS"',
  },
  absoluteUnixPath: {
    constraint: { name: "absoluteUnixPath" },
    good: ["1.2.3.4", "", "unix:///var/run/a", "unix://@a", "unix:/a"],
    bad: [
      ["unix://var/run", ""],
      ["unix://./a", ""],
      ["unix://", ""],
    ],
    says: "unix:///absolute/path",
  },
  unixPathNotDirectory: {
    constraint: { name: "unixPathNotDirectory" },
    good: ["a/", "unix:///a"],
    bad: [
      ["unix:///a/", ""],
      ["unix://", ""],
    ],
    says: "directory",
  },
};

describe.each(Object.entries(cases))("%s", (name, { constraint, good, bad, says }) => {
  it("is the constraint of its row", () => expect(constraint.name).toBe(name));

  it.each(good.map((value) => [JSON.stringify(value), value]))("takes %s", (_, value) => {
    expect(checkConstraint(constraint, value)).toEqual([]);
  });

  it.each(bad.map(([value, ...paths]) => [JSON.stringify(value), value, paths]))("finds fault with %s", (_, value, paths) => {
    const violations = checkConstraint(constraint, value);
    expect(violations.map(({ path, on }) => `${path.join(".")}${on === "key" ? ":" : ""}`)).toEqual(paths);
  });

  it("says what is wrong and what to do", () => {
    const messages = bad.flatMap(([value]) => checkConstraint(constraint, value)).map(({ message }) => message);
    expect(
      messages.some((message) => message.includes(says)),
      messages.join("\n"),
    ).toBe(true);
    for (const message of messages) expect(message).toMatch(/^["A-Z-\d].*[.]$/);
  });

  it("leaves other types to the schema", () => {
    for (const value of [undefined, null, true]) expect(checkConstraint(constraint, value)).toEqual([]);
  });
});

describe("urlScheme where the webhook reads the text once more", () => {
  const constraint: Constraint = { name: "urlScheme", schemes: ["http", "https", "oci", "file"], schemeOptional: true };

  it.each(["http://a b", "oci://a:b", "http://a/%4"])("tells of %s that it is malformed", (url) => {
    expect(checkConstraint(constraint, url).map(({ message }) => message)).toEqual([expect.stringContaining("is malformed")]);
  });
});

describe("urlScheme without a way out", () => {
  const constraint: Constraint = { name: "urlScheme", schemes: ["https", "http"], schemeOptional: false };

  it.each(["https://issuer.example/keys", "http://a?b", "HTTPS://a", "https://[::1]:443/a", "https://u:p@a/b", "https:a"])(
    "takes %s",
    (url) => {
      expect(checkConstraint(constraint, url)).toEqual([]);
    },
  );

  it.each([
    "issuer.example/keys",
    "/keys",
    "oci://a",
    "https://a:port/",
    "https://a/%zz",
    "https://a\n",
    "https://a%20b/",
    "*",
    "1https://a",
  ])("refuses %s", (url) => {
    expect(checkConstraint(constraint, url)).toHaveLength(1);
  });
});
