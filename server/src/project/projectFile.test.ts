import { describe, expect, it } from "vitest";
import { readProjectFile } from "./projectFile";

describe("readProjectFile", () => {
  it("reads everything that a project can say", () => {
    const text = [
      "rules:",
      "  weights-not-100: error",
      "  subset-not-found: off",
      "defaultNamespace: shop",
      "mesh:",
      "  domain: mesh.local",
      "  rootNamespace: istio-root",
      "  outboundTrafficPolicy: REGISTRY_ONLY",
      "  pathNormalization: MERGE_SLASHES",
      "  complete: yes",
      "exclude:",
      "  - vendor",
      "crds: deploy/crds.yaml",
    ].join("\n");
    expect(readProjectFile(text)).toEqual({
      levels: new Map([
        ["weights-not-100", "error"],
        ["subset-not-found", "off"],
      ]),
      defaultNamespace: "shop",
      mesh: {
        domain: "mesh.local",
        rootNamespace: "istio-root",
        outboundTrafficPolicy: "REGISTRY_ONLY",
        pathNormalization: "MERGE_SLASHES",
        complete: true,
      },
      excludes: ["vendor"],
      crds: "deploy/crds.yaml",
      problems: [],
    });
  });

  it("finds nothing wrong with an empty file", () => {
    expect(readProjectFile("# nothing yet\n").problems).toEqual([]);
  });

  it.each([
    ["rules: {weights-not-100: loud}", '"rules.weights-not-100" must be one of off, error, warning, information, hint.'],
    ["rules: {weight-not-100: off}", 'No rule has the code "weight-not-100". Did you mean "weights-not-100"?'],
    ["defaultNamespace: a\nrules: [", "Line 2: This [ is never closed."],
    ["rules: [a]", '"rules" must be a mapping.'],
    ["defaultNamespace: 7", '"defaultNamespace" must be a text.'],
    ["mesh: {outboundTrafficPolicy: ALL}", '"mesh.outboundTrafficPolicy" must be ALLOW_ANY or REGISTRY_ONLY.'],
    ["mesh: {pathNormalization: ALL}", '"mesh.pathNormalization" must be one of NONE, BASE, MERGE_SLASHES, DECODE_AND_MERGE_SLASHES.'],
    ["mesh: {complete: 1}", '"mesh.complete" must be true or false.'],
    [
      "mesh: {name: x}",
      'Unknown key "mesh.name"; known are domain, rootNamespace, outboundTrafficPolicy, pathNormalization, complete, config.',
    ],
    ["exclude: vendor", '"exclude" must be a list of texts.'],
    ["exclude: [1]", '"exclude[0]" must be a text.'],
    ["rule: {}", 'Unknown key "rule"; known are rules, defaultNamespace, mesh, exclude, crds.'],
    ["- a", "The file must be a mapping."],
  ])("says what is wrong with %j", (text, problem) => {
    expect(readProjectFile(text).problems).toEqual([problem]);
  });

  it("reads a MeshConfig; what is written beside it wins", () => {
    const text = [
      "mesh:",
      "  rootNamespace: root",
      "  config:",
      "    rootNamespace: other",
      "    enableAutoMtls: false",
      "    trustDomain: td1",
      "    trustDomainAliases: [td2]",
      "    outboundTrafficPolicy: {mode: REGISTRY_ONLY}",
      "    pathNormalization: {normalization: DECODE_AND_MERGE_SLASHES}",
      "    defaultProviders: {accessLogging: [envoy]}",
      "    extensionProviders: [{name: old, lightstep: {service: a, port: 1}}, {name: new, opentelemetry: {service: a, port: 1}}]",
    ].join("\n");
    expect(readProjectFile(text).mesh).toEqual({
      rootNamespace: "root",
      autoMtls: false,
      trustDomains: ["td1", "td2"],
      outboundTrafficPolicy: "REGISTRY_ONLY",
      pathNormalization: "DECODE_AND_MERGE_SLASHES",
      accessLogProviders: ["envoy"],
      retiredTracers: ["old"],
    });
    const defaults = readProjectFile(
      "mesh: {config: {defaultServiceExportTo: [.], outboundTrafficPolicy: {mode: ALLOW_ANY_DYNAMIC_DNS}, defaultHttpRetryPolicy: {attempts: 3, perTryTimeout: 2s}}}",
    ).mesh;
    expect(defaults).toMatchObject({
      defaultExportTo: { virtualService: ["*"], service: ["."], destinationRule: ["*"] },
      outboundTrafficPolicy: "ALLOW_ANY",
      defaultRetries: { attempts: 3, perTryTimeout: "2s", retryOn: undefined },
    });
    expect(readProjectFile("mesh: {config: {pathNormalization: {normalization: DEFAULT}}}").mesh.pathNormalization).toBe("BASE");
    expect(readProjectFile("mesh: {config: {}}").mesh).toEqual({ accessLogProviders: [], retiredTracers: [] });
  });

  it("keeps what is right beside what is wrong", () => {
    const { levels, problems } = readProjectFile("rules: {lone-weight: error, weights-not-100: loud}\n");
    expect([...levels]).toEqual([["lone-weight", "error"]]);
    expect(problems).toHaveLength(1);
  });
});
