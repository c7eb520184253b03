import { describe, expect, test } from "vitest";
import { openMesh } from "../../../../test/helpers/meshFixture";
import { meshView } from "./meshView";
import { proxyOf } from "./routeModel";
import { ruleFor } from "./ruleChoice";

const service = "{apiVersion: v1, kind: Service, metadata: {name: one, namespace: app}, spec: {ports: [{port: 80}]}}";

function rule(name: string, namespace: string, spec: string): string {
  return `{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: ${name}, namespace: ${namespace}}, spec: {${spec}}}`;
}

/** Names of subsets and of the rule whose policy holds, as a client gets them. */
function got(client: string, labels: Readonly<Record<string, string>>, ...rules: readonly string[]): readonly string[] | undefined {
  const { index } = openMesh([service, ...rules].join("\n---\n"));
  const view = meshView(index, { file: "test.yaml" });
  const [known] = view.services.named("one.app.svc.cluster.local");
  if (known === undefined) throw new Error("no service");
  const found = ruleFor(view.focus, proxyOf("sidecar", client, new Map(Object.entries(labels))), known);
  if (found === undefined) return undefined;
  return [...found.subsets.map((one) => one.subset.name?.value ?? ""), `policy ${found.trafficPolicy?.rule.name.value ?? "none"}`];
}

const host = "host: one.app.svc.cluster.local";
const subsets = (...names: readonly string[]): string => `subsets: [${names.map((name) => `{name: ${name}}`).join(", ")}]`;
const policy = "trafficPolicy: {loadBalancer: {simple: RANDOM}}";

describe("which DestinationRule a client gets", () => {
  test("its own namespace comes before the service's, that before the root namespace; nothing is combined", () => {
    const all = [
      rule("r", "istio-system", `${host}, ${subsets("root")}`),
      rule("s", "app", `${host}, ${subsets("service")}`),
      rule("c", "client", `${host}, ${subsets("own")}`),
    ];
    expect(got("client", {}, ...all)).toEqual(["own", "policy none"]);
    expect(got("other", {}, ...all)).toEqual(["service", "policy none"]);
    expect(got("other", {}, all[0] ?? "", all[2] ?? "")).toEqual(["root", "policy none"]);
    expect(got("other", {}, all[2] ?? "")).toBeUndefined();
  });

  test("exportTo hides a rule from other namespaces", () => {
    expect(got("client", {}, rule("s", "app", `${host}, exportTo: ["."]`))).toBeUndefined();
    expect(got("app", {}, rule("s", "app", `${host}, exportTo: ["."]`))).toEqual(["policy none"]);
    expect(got("client", {}, rule("s", "app", `${host}, exportTo: [client]`))).toEqual(["policy none"]);
  });

  test("a short host means the rule's own namespace; the exact host comes before wildcards, the longer before the shorter", () => {
    expect(got("app", {}, rule("s", "app", `host: one, ${subsets("short")}`))).toEqual(["short", "policy none"]);
    expect(got("client", {}, rule("s", "client", `host: one, ${subsets("short")}`))).toBeUndefined();
    const wild = [
      rule("w", "app", `host: "*.app.svc.cluster.local", ${subsets("long")}`),
      rule("v", "app", `host: "*.local", ${subsets("wide")}`),
    ];
    expect(got("app", {}, ...wild)).toEqual(["long", "policy none"]);
    expect(got("app", {}, ...wild, rule("s", "app", `${host}, ${subsets("exact")}`))).toEqual(["exact", "policy none"]);
  });

  test("rules for one host are merged: subsets one behind the other, of equal names the first, and the first policy", () => {
    const merged = got(
      "app",
      {},
      rule("b", "app", `${host}, ${subsets("v2", "v1")}, ${policy}`),
      rule("a", "app", `${host}, ${subsets("v1")}`),
    );
    expect(merged).toEqual(["v1", "v2", "policy b"]);
  });

  test("rules with different exportTo stay apart, and the last without selector counts", () => {
    const all = [
      rule("a", "app", `${host}, exportTo: ["*"], ${subsets("first")}`),
      rule("b", "app", `${host}, exportTo: [app], ${subsets("second")}`),
    ];
    expect(got("app", {}, ...all)).toEqual(["second", "policy none"]);
    expect(got("client", {}, ...all)).toEqual(["first", "policy none"]);
  });

  test("a rule that is exported to more than an earlier one is merged into it, and is no entry of its own", () => {
    const all = [
      rule("a", "app", `${host}, exportTo: [client], ${subsets("first")}`),
      rule("b", "app", `${host}, exportTo: [client, other], ${subsets("second")}`),
    ];
    expect(got("client", {}, ...all)).toEqual(["first", "second", "policy none"]);
    expect(got("other", {}, ...all)).toBeUndefined();
    expect(got("other", {}, all[1] ?? "")).toEqual(["second", "policy none"]);
  });

  test("without namespaces to export to the mesh's default counts, rules of the root namespace for all included", () => {
    const inRoot = rule("r", "istio-system", `${host}, ${subsets("root")}`);
    expect(got("istio-system", {}, inRoot)).toEqual(["root", "policy none"]);
    expect(
      got(
        "istio-system",
        {},
        rule("r", "istio-system", `${host}, exportTo: ["."], ${subsets("own")}`),
        rule("s", "app", `${host}, ${subsets("service")}`),
      ),
    ).toEqual(["own", "policy none"]);
  });

  test("a rule for certain workloads is theirs alone, and does not have the subsets of the rule for all", () => {
    const all = [
      rule("all", "app", `${host}, ${subsets("common")}`),
      rule("some", "app", `${host}, ${subsets("own")}, workloadSelector: {matchLabels: {app: x}}`),
    ];
    expect(got("app", { app: "x" }, ...all)).toEqual(["own", "policy none"]);
    expect(got("app", { app: "y" }, ...all)).toEqual(["common", "policy none"]);
    expect(got("client", { app: "x" }, ...all)).toEqual(["common", "policy none"]);
  });

  test("exported to the own namespace only, the rule for all is merged into that for some and lost to the rest", () => {
    const all = [
      rule("all", "app", `${host}, exportTo: ["."], ${subsets("common")}`),
      rule("some", "app", `${host}, ${subsets("own")}, workloadSelector: {matchLabels: {app: x}}`),
    ];
    expect(got("app", { app: "x" }, ...all)).toEqual(["own", "common", "policy none"]);
    expect(got("app", { app: "y" }, ...all)).toBeUndefined();
  });

  test("exported further, it is merged and also kept", () => {
    const all = [
      rule("all", "app", `${host}, exportTo: [".", client], ${subsets("common")}`),
      rule("some", "app", `${host}, ${subsets("own")}, workloadSelector: {matchLabels: {app: x}}`),
    ];
    expect(got("app", { app: "x" }, ...all)).toEqual(["own", "common", "policy none"]);
    expect(got("app", { app: "y" }, ...all)).toEqual(["common", "policy none"]);
  });
});
