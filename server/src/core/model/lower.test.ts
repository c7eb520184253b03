import { describe, expect, it } from "vitest";
import { parseDocument } from "../syntax/parse";
import type { Span } from "../text/span";
import { lowerDocument } from "./lower";
import type { Resource } from "./resource";

function lower(text: string, masked: readonly Span[] = []): readonly Resource[] {
  return lowerDocument({ file: "mesh/a.yaml", document: 2, tree: parseDocument(text), defaultNamespace: "shop", masked });
}

function single(text: string): Resource {
  const [resource, ...more] = lower(text);
  if (resource === undefined || more.length > 0) throw new Error("expected one resource");
  return resource;
}

describe("the frame of a resource", () => {
  const text = `apiVersion: v1
kind: Service
metadata:
  name: reviews
  namespace: books
  labels: {app: reviews, version: 1.10}
  annotations:
    owner: "team-a"
spec: {}
`;
  const resource = single(text);

  it("reads names, labels and annotations with their places", () => {
    expect(resource).toMatchObject({
      id: "mesh/a.yaml#2",
      file: "mesh/a.yaml",
      document: 2,
      gvk: { group: "", version: "v1", kind: "Service" },
      effectiveNamespace: "books",
      masked: false,
    });
    expect(resource.labels.entries.map((entry) => [entry.key.value, entry.value.value])).toEqual([
      ["app", "reviews"],
      ["version", "1.10"],
    ]);
    expect(resource.annotations.entries.map((entry) => [entry.key.value, entry.value.value])).toEqual([["owner", "team-a"]]);
    expect(text.slice(resource.name.span.start, resource.name.span.end)).toBe("reviews");
    expect(text.slice(resource.kindSpan.start, resource.kindSpan.end)).toBe("Service");
    expect(text.slice(resource.apiVersion.span.start, resource.apiVersion.span.end)).toBe("v1");
  });

  it("takes the default namespace where none is written", () => {
    const unpinned = single("apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n");
    expect(unpinned.namespace).toBeUndefined();
    expect(unpinned.effectiveNamespace).toBe("shop");
    expect(single('apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  namespace: ""\n').namespace).toBeUndefined();
  });

  it.each(["Namespace", "ClusterRole", "CustomResourceDefinition"])("gives %s no namespace", (kind) => {
    expect(single(`apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: a\n`).effectiveNamespace).toBe("");
  });

  it("passes on that a template is part of the document", () => {
    expect(lower(text, [{ start: 200, end: 210 }])[0]).toMatchObject({ masked: true, isNamed: true, namespace: { value: "books" } });
  });

  it("takes neither the name nor the namespace from a template", () => {
    const at = (word: string) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length });
    expect(lower(text, [at("reviews")])[0]).toMatchObject({ isNamed: false, effectiveNamespace: "books" });
    expect(lower(text, [at("books")])[0]).toMatchObject({ isNamed: true, namespace: undefined, effectiveNamespace: "shop" });
  });
});

describe("half-typed documents", () => {
  it("keeps a kind without apiVersion and name", () => {
    const text = "kind: VirtualService\nmetadata:\n  namespace: a\nspec:\n  hosts: [x]\n";
    const resource = single(text);
    expect(resource.model).toMatchObject({ kind: "VirtualService", hosts: [{ value: "x" }] });
    expect(resource.apiVersion).toEqual({ value: "", span: { start: 0, end: 0 } });
    const at = text.indexOf("namespace");
    expect(resource.name).toEqual({ value: "", span: { start: at, end: at } });
  });

  it("puts the missing name behind its key", () => {
    const text = "kind: Service\nmetadata:\n  name:\n";
    const { name } = single(text);
    expect(name.value).toBe("");
    expect(name.span.start).toBe(name.span.end);
    expect(text.slice(0, name.span.start)).toBe("kind: Service\nmetadata:\n  name:");
  });

  it("lowers a kind alone", () => {
    expect(single("kind: Gateway").model).toMatchObject({ kind: "Gateway", servers: [] });
    expect(single("kind: DestinationRule\nspec:\n").model).toMatchObject({ kind: "DestinationRule", subsets: [], host: undefined });
  });

  it.each(["", "# only a comment", "just text", "- a\n- b", "replicas: 1\nimage: x", "kind:\napiVersion:"])(
    "finds no resource in %j",
    (text) => {
      expect(lower(text)).toEqual([]);
    },
  );
});

describe("kinds and API groups", () => {
  const modelKind = (apiVersion: string, kind: string) =>
    single(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: a\n`).model.kind;

  it.each([
    ["networking.istio.io/v1", "VirtualService", "VirtualService"],
    ["networking.istio.io/v1beta1", "VirtualService", "VirtualService"],
    ["networking.istio.io/v1alpha3", "DestinationRule", "DestinationRule"],
    ["networking.istio.io/v1", "Gateway", "Gateway"],
    ["gateway.networking.k8s.io/v1", "Gateway", "KubernetesGateway"],
    ["networking.istio.io/v1", "ServiceEntry", "ServiceEntry"],
    ["networking.istio.io/v1", "Sidecar", "Sidecar"],
    ["networking.istio.io/v1", "WorkloadEntry", "WorkloadEntry"],
    ["networking.istio.io/v1", "WorkloadGroup", "WorkloadGroup"],
    ["networking.istio.io/v1alpha3", "EnvoyFilter", "Policy"],
    ["networking.istio.io/v1beta1", "ProxyConfig", "Policy"],
    ["security.istio.io/v1", "AuthorizationPolicy", "Policy"],
    ["security.istio.io/v1beta1", "PeerAuthentication", "Policy"],
    ["security.istio.io/v1", "RequestAuthentication", "Policy"],
    ["telemetry.istio.io/v1alpha1", "Telemetry", "Policy"],
    ["extensions.istio.io/v1alpha1", "WasmPlugin", "Policy"],
    ["extensions.istio.io/v1alpha1", "TrafficExtension", "Policy"],
    ["v1", "Service", "Service"],
    ["v1", "Namespace", "Namespace"],
    ["v1", "Secret", "Secret"],
    ["v1", "Pod", "Workload"],
    ["v1", "ReplicationController", "Workload"],
    ["apps/v1", "Deployment", "Workload"],
    ["apps/v1beta1", "Deployment", "Workload"],
    ["extensions/v1beta1", "Deployment", "Workload"],
    ["apps/v1", "StatefulSet", "Workload"],
    ["apps/v1", "DaemonSet", "Workload"],
    ["apps/v1", "ReplicaSet", "Workload"],
    ["batch/v1", "Job", "Workload"],
    ["batch/v1beta1", "CronJob", "Workload"],
    ["argoproj.io/v1alpha1", "Rollout", "Workload"],
    ["v1", "ConfigMap", "Other"],
    ["autoscaling/v2", "HorizontalPodAutoscaler", "Other"],
    ["serving.knative.dev/v1", "Service", "ServiceSource"],
    ["networking.istio.io/v1alhpa3", "VirtualService", "Other"],
    ["networking.istio.io/", "VirtualService", "Other"],
    ["networking.istio.oi/v1", "VirtualService", "Other"],
    ["v1", "VirtualService", "Other"],
    ["apps/v1", "Service", "Other"],
    ["networking.istio.io/v1", "constructor", "Other"],
  ])("%s %s is %s", (apiVersion, kind, expected) => {
    expect(modelKind(apiVersion, kind)).toBe(expected);
  });

  it("keeps what a misspelt apiVersion says", () => {
    expect(single("apiVersion: networking.istio.oi/v1\nkind: VirtualService\n").gvk).toEqual({
      group: "networking.istio.oi",
      version: "v1",
      kind: "VirtualService",
    });
  });
});

describe("lists", () => {
  it("yields the items with their ordinals", () => {
    const resources = lower(`apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata: {name: a, namespace: one}
-
- apiVersion: networking.istio.io/v1
  kind: VirtualService
  metadata: {name: b}
`);
    expect(resources.map((resource) => [resource.id, resource.model.kind, resource.name.value, resource.effectiveNamespace])).toEqual([
      ["mesh/a.yaml#2.0", "Service", "a", "one"],
      ["mesh/a.yaml#2.2", "VirtualService", "b", "shop"],
    ]);
  });

  it("takes a list kind without items as the object it is", () => {
    expect(single("apiVersion: v1\nkind: List\n").model.kind).toBe("Other");
  });
});

describe("Secret", () => {
  it("reads type and names of keys, never values", () => {
    const text =
      "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ntype: kubernetes.io/tls\ndata: {tls.crt: AAAA, tls.key: BBBB}\nstringData: {ca.crt: x}\n";
    expect(single(text).model).toEqual({ kind: "Secret", type: "kubernetes.io/tls", keys: ["tls.crt", "tls.key", "ca.crt"] });
  });
});

describe("merge keys", () => {
  it("let what is written override what is merged", () => {
    const resource = single(
      "apiVersion: v1\nkind: Service\nx: &base {app: base, team: one}\nmetadata:\n  name: a\n  labels:\n    <<: *base\n    app: own\n",
    );
    expect(resource.labels.entries.map((entry) => `${entry.key.value}=${entry.value.value}`)).toEqual(["app=own", "team=one"]);
  });
});
