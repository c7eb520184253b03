import { describe, expect, it } from "vitest";
import { parseDocument } from "../syntax/parse";
import { describeLabels } from "./labels";
import { lowerDocument } from "./lower";
import { isKind, type Model, type ModelKind } from "./resource";

function model<K extends ModelKind>(kind: K, text: string): Extract<Model, { kind: K }> {
  const [resource] = lowerDocument({ file: "f", document: 0, tree: parseDocument(text), defaultNamespace: "default", masked: [] });
  if (resource === undefined || !isKind(resource, kind)) throw new Error(`no ${kind}`);
  return resource.model;
}

describe("DestinationRule", () => {
  const rule = (spec: string) => model("DestinationRule", `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nspec: ${spec}\n`);

  it("reads host, subsets, exportTo and workloadSelector", () => {
    const read = rule(
      "{host: reviews, exportTo: ['.'], workloadSelector: {matchLabels: {app: a}}, subsets: [{name: v1, labels: {version: v1}}, {name: 2, labels: {}}]}",
    );
    expect(read.host?.value).toBe("reviews");
    expect(read.exportTo.map((entry) => entry.value)).toEqual(["."]);
    expect(read.workloadSelector?.entries).toHaveLength(1);
    expect(read.subsets.map((subset) => [subset.name?.value, describeLabels(subset.labels)])).toEqual([
      ["v1", "version=v1"],
      ["2", ""],
    ]);
    expect(read.subsetsKey).toBeDefined();
  });

  it("tells an empty workloadSelector from an absent one", () => {
    expect(rule("{workloadSelector: {}}").workloadSelector?.entries).toEqual([]);
    expect(rule("{host: a}").workloadSelector).toBeUndefined();
  });

  it("reads traffic policies at every level", () => {
    const read = rule(`
  trafficPolicy:
    loadBalancer: {consistentHash: {minimumRingSize: 5, httpHeaderName: x-user}}
    connectionPool: {tcp: {maxConnections: 10}, http: {http2MaxRequests: 20}}
    outlierDetection: {outlierDetectionHttpErrorCodes: [500, 503]}
    tls: {mode: MUTUAL, sni: a.com, credentialName: c, subjectAltNames: [s], insecureSkipVerify: true}
    portLevelSettings: [{port: {number: 80}, loadBalancer: {simple: RANDOM}}]
  subsets:
  - name: v1
    trafficPolicy: {tls: {mode: DISABLE}}`);
    expect(read.trafficPolicy).toMatchObject({
      loadBalancer: { simple: undefined, consistentHash: { value: "httpHeaderName" } },
      connectionPool: {
        settings: [
          { path: "tcp.maxConnections", value: "10" },
          { path: "http.http2MaxRequests", value: "20" },
        ],
      },
      outlierDetection: {
        settings: [
          { path: "outlierDetectionHttpErrorCodes[0]", value: "500" },
          { path: "outlierDetectionHttpErrorCodes[1]", value: "503" },
        ],
      },
      tls: {
        mode: { value: "MUTUAL" },
        sni: { value: "a.com" },
        credentialName: { value: "c" },
        subjectAltNames: ["s"],
        insecureSkipVerify: true,
      },
      portLevelSettings: [{ port: { value: 80 }, loadBalancer: { simple: { value: "RANDOM" } } }],
    });
    expect(read.subsets[0]?.trafficPolicy?.tls?.mode?.value).toBe("DISABLE");
  });

  it("reads merged settings once, with what overrides them", () => {
    const read = rule(
      "\n  subsets: [{name: &pool {tcp: {maxConnections: 1}, http: {maxRetries: 2}}}]\n  trafficPolicy: {connectionPool: {<<: *pool, tcp: {maxConnections: 9}}}",
    );
    expect(read.trafficPolicy?.connectionPool?.settings).toEqual([
      { path: "tcp.maxConnections", value: "9" },
      { path: "http.maxRetries", value: "2" },
    ]);
  });

  it("keeps an empty policy", () => {
    expect(rule("{trafficPolicy: {}}").trafficPolicy).toBeDefined();
    expect(rule("{trafficPolicy: }").trafficPolicy).toBeUndefined();
  });
});

describe("Gateway", () => {
  it("reads servers of Istio", () => {
    const gateway = model(
      "Gateway",
      `apiVersion: networking.istio.io/v1
kind: Gateway
spec:
  selector: {istio: ingressgateway}
  servers:
  - port: {number: 443, name: https, protocol: HTTPS}
    hosts: [a.com, ./b.com]
    bind: 0.0.0.0
    tls: {mode: SIMPLE, credentialName: cert, httpsRedirect: false}
  - port: 80
    tls: {httpsRedirect: true}
`,
    );
    expect(describeLabels(gateway.selector)).toBe("istio=ingressgateway");
    expect(gateway.servers).toMatchObject([
      {
        port: { number: { value: 443 }, name: { value: "https" }, protocol: { value: "HTTPS" } },
        hosts: [{ value: "a.com" }, { value: "./b.com" }],
        bind: { value: "0.0.0.0" },
        tls: { mode: { value: "SIMPLE" }, credentialName: { value: "cert" }, httpsRedirect: false },
      },
      { port: { number: { value: 80 }, protocol: undefined }, hosts: [], tls: { httpsRedirect: true, mode: undefined } },
    ]);
  });

  it("reads listeners of the Gateway API", () => {
    const gateway = model(
      "KubernetesGateway",
      "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nspec:\n  gatewayClassName: istio\n  listeners: [{name: web, hostname: '*.a.com', port: 80, protocol: HTTP}]\n",
    );
    expect(gateway.className?.value).toBe("istio");
    expect(gateway.listeners).toMatchObject([
      { name: { value: "web" }, hostname: { value: "*.a.com" }, port: { value: 80 }, protocol: { value: "HTTP" } },
    ]);
  });
});

describe("Service", () => {
  const service = (rest: string) => model("Service", `apiVersion: v1\nkind: Service\n${rest}\n`);

  it("reads type, selector and ports", () => {
    const read = service(
      "spec:\n  selector: {app: a}\n  clusterIP: None\n  ports:\n  - {name: http, port: 80, targetPort: web, protocol: TCP}\n  - {port: 9090, targetPort: 9091, appProtocol: grpc}",
    );
    expect(read).toMatchObject({ type: "ClusterIP", clusterIP: "None", externalName: undefined, exportTo: [] });
    expect(describeLabels(read.selector)).toBe("app=a");
    expect(read.ports.map((port) => [port.number?.value, port.targetPort?.value, port.name?.value, port.appProtocol?.value])).toEqual([
      [80, "web", "http", undefined],
      [9090, 9091, undefined, "grpc"],
    ]);
  });

  it("reads the annotation that limits its visibility", () => {
    expect(service("metadata: {annotations: {networking.istio.io/exportTo: '., shop,'}}").exportTo).toEqual([".", "shop"]);
  });

  it("reads an external name", () => {
    expect(service("spec: {type: ExternalName, externalName: a.example.com}")).toMatchObject({
      type: "ExternalName",
      externalName: { value: "a.example.com" },
    });
  });
});

describe("ServiceEntry, WorkloadEntry and WorkloadGroup", () => {
  it("reads an external service", () => {
    const entry = model(
      "ServiceEntry",
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
spec:
  hosts: [a.example.com]
  addresses: [10.1.0.0/16]
  ports: [{number: 443, name: https, protocol: TLS, targetPort: 8443}]
  location: MESH_EXTERNAL
  resolution: STATIC
  endpoints: [{address: 10.1.0.1, labels: {v: a}, weight: 3}]
  exportTo: ["*"]
  workloadSelector: {labels: {app: a}}
`,
    );
    expect(entry).toMatchObject({
      hosts: [{ value: "a.example.com" }],
      addresses: [{ value: "10.1.0.0/16" }],
      ports: [{ number: { value: 443 }, name: { value: "https" }, protocol: { value: "TLS" }, targetPort: { value: 8443 } }],
      location: "MESH_EXTERNAL",
      resolution: { value: "STATIC" },
      endpoints: [{ address: { value: "10.1.0.1" }, labels: { entries: [{ value: { value: "a" } }] }, weight: 3 }],
      exportTo: [{ value: "*" }],
      workloadSelector: { entries: [{ key: { value: "app" } }] },
    });
  });

  it("takes a WorkloadEntry's labels from its spec", () => {
    const entry = model(
      "WorkloadEntry",
      "apiVersion: networking.istio.io/v1\nkind: WorkloadEntry\nmetadata: {labels: {not: this}}\nspec: {address: 10.0.0.1, labels: {app: a}, serviceAccount: s}\n",
    );
    expect(describeLabels(entry.labels)).toBe("app=a");
    expect(entry).toMatchObject({ address: { value: "10.0.0.1" }, serviceAccount: { value: "s" } });
  });

  it("lays a WorkloadGroup's metadata labels over those of its template", () => {
    const group = (spec: string) => describeLabels(model("WorkloadGroup", `kind: WorkloadGroup\nspec: ${spec}\n`).labels);
    expect(group("{metadata: {labels: {a: over, b: own}}, template: {labels: {a: under, c: kept}}}")).toBe("c=kept, a=over, b=own");
    expect(group("{template: {labels: {c: d}}}")).toBe("c=d");
    expect(group("{}")).toBe("");
  });
});

describe("Sidecar", () => {
  it("reads egress and outbound policy", () => {
    const sidecar = model(
      "Sidecar",
      "kind: Sidecar\nspec:\n  workloadSelector: {labels: {app: a}}\n  outboundTrafficPolicy: {mode: REGISTRY_ONLY, egressProxy: {host: e}}\n  egress:\n  - {hosts: [./*, shop/a.com], port: {number: 80}, bind: 127.0.0.1}\n",
    );
    expect(sidecar).toMatchObject({
      workloadSelector: { entries: [{ key: { value: "app" } }] },
      outboundTrafficPolicy: { value: "REGISTRY_ONLY" },
      egress: [{ hosts: [{ value: "./*" }, { value: "shop/a.com" }], port: { value: 80 }, bind: { value: "127.0.0.1" } }],
    });
  });
});

describe("workloads", () => {
  const template =
    "{metadata: {labels: {app: a}, annotations: {n: x}}, spec: {serviceAccountName: s, hostNetwork: true, containers: [{ports: [{name: web, containerPort: 80}, {containerPort: 90}]}, {name: b}]}}";
  const read = (apiVersion: string, kind: string, spec: string) =>
    model("Workload", `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {labels: {own: label}}\nspec: ${spec}\n`);

  it.each([
    ["apps/v1", "Deployment", `{replicas: 3, template: ${template}}`, 3],
    ["apps/v1", "Deployment", `{template: ${template}}`, 1],
    ["apps/v1", "Deployment", `{replicas: 0, template: ${template}}`, 0],
    ["extensions/v1beta1", "ReplicaSet", `{replicas: 2, template: ${template}}`, 2],
    ["apps/v1", "StatefulSet", `{replicas: 2, template: ${template}}`, 2],
    ["apps/v1", "DaemonSet", `{replicas: 9, template: ${template}}`, 1],
    ["v1", "ReplicationController", `{replicas: 2, template: ${template}}`, 2],
    ["batch/v1", "Job", `{parallelism: 4, template: ${template}}`, 4],
    ["batch/v1", "Job", `{completions: 4, template: ${template}}`, 1],
    ["batch/v1", "CronJob", `{jobTemplate: {spec: {parallelism: 2, template: ${template}}}}`, 2],
    ["argoproj.io/v1alpha1", "Rollout", `{replicas: 5, template: ${template}}`, 5],
  ])("%s %s reads its pod template, case %#", (apiVersion, kind, spec, replicas) => {
    const workload = read(apiVersion, kind, spec);
    expect(workload.workloadKind).toBe(kind);
    expect(workload.replicas).toBe(replicas);
    expect(describeLabels(workload.podLabels)).toBe("app=a");
    expect(describeLabels(workload.podAnnotations)).toBe("n=x");
    expect(workload.containerPorts).toEqual([
      { name: "web", number: 80 },
      { name: undefined, number: 90 },
    ]);
    expect(workload.serviceAccount?.value).toBe("s");
    expect(workload.hostNetwork).toBe(true);
  });

  it("takes a Pod's own labels", () => {
    const pod = read("v1", "Pod", "{serviceAccount: legacy, containers: [{ports: [{containerPort: 80}]}]}");
    expect(describeLabels(pod.podLabels)).toBe("own=label");
    expect(pod.replicas).toBe(1);
    expect(pod.containerPorts).toEqual([{ name: undefined, number: 80 }]);
    expect(pod.serviceAccount?.value).toBe("legacy");
  });

  it("keeps the reference of a Rollout that borrows its template", () => {
    const rollout = read(
      "argoproj.io/v1alpha1",
      "Rollout",
      "{replicas: 5, workloadRef: {apiVersion: apps/v1, kind: Deployment, name: web}}",
    );
    expect(rollout).toMatchObject({ replicas: 5, workloadRef: { kind: { value: "Deployment" }, name: { value: "web" } } });
    expect(rollout.podLabels.entries).toEqual([]);
  });

  it("does not take the labels of its own metadata for those of its pods", () => {
    expect(read("apps/v1", "Deployment", "{replicas: 1}").podLabels.entries).toEqual([]);
  });

  it("gives a replica count that is no number its default", () => {
    expect(read("apps/v1", "Deployment", "{replicas: many}")).toMatchObject({ replicas: 1, replicasAt: undefined });
  });
});

describe("policies", () => {
  it("reads what an AuthorizationPolicy selects and whom it names", () => {
    const policy = model(
      "Policy",
      `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
spec:
  selector: {matchLabels: {app: a}}
  rules:
  - from:
    - source: {namespaces: [n1], principals: [p1]}
    - source: {notNamespaces: [n2], notPrincipals: [p2]}
    to: [{operation: {methods: [GET]}}]
`,
    );
    expect(policy).toMatchObject({
      policyKind: "AuthorizationPolicy",
      selector: { entries: [{ key: { value: "app" } }] },
      sourceNamespaces: [{ value: "n1" }, { value: "n2" }],
      sourcePrincipals: [{ value: "p1" }, { value: "p2" }],
    });
  });

  it("reads the mode of a PeerAuthentication", () => {
    expect(model("Policy", "kind: PeerAuthentication\nspec: {mtls: {mode: STRICT}}\n").mtlsMode?.value).toBe("STRICT");
  });

  it("reads targets in both forms, and the other form of selector", () => {
    const targets = (spec: string) =>
      model("Policy", `kind: WasmPlugin\nspec: ${spec}\n`).targetRefs.map((target) => [target.kind?.value, target.name?.value]);
    expect(targets("{targetRef: {kind: Gateway, name: a}}")).toEqual([["Gateway", "a"]]);
    expect(targets("{targetRefs: [{kind: Gateway, name: a}, {kind: Service, name: b}]}")).toEqual([
      ["Gateway", "a"],
      ["Service", "b"],
    ]);
    expect(model("Policy", "kind: EnvoyFilter\nspec: {workloadSelector: {labels: {a: b}}}\n").selector?.entries).toHaveLength(1);
    expect(model("Policy", "kind: Telemetry\nspec: {}\n").selector).toBeUndefined();
  });
});
