import { describe, expect, test } from "vitest";
import { type ClusterError, describeError, meetsEveryObject } from "./errors";
import type { Target } from "./target";

const target: Target = { context: "prod", server: "https://api:6443", user: "jane", namespace: "shop", program: undefined };

const cases: readonly [ClusterError, string][] = [
  [{ kind: "no-kubeconfig", lookedAt: ["/a", "/b"] }, "No kubeconfig found: looked at /a, /b."],
  [{ kind: "invalid-kubeconfig", problem: "No current context is set in /a" }, "No current context is set in /a."],
  [
    { kind: "unreachable", cause: "name-not-found", detail: "getaddrinfo ENOTFOUND api" },
    'The API server of context "prod" (https://api:6443) cannot be reached: its name is not known to DNS (getaddrinfo ENOTFOUND api).',
  ],
  [
    { kind: "unreachable", cause: "connection-refused", detail: "" },
    'The API server of context "prod" (https://api:6443) cannot be reached: the connection was refused.',
  ],
  [
    { kind: "unreachable", cause: "connect-timeout", detail: "" },
    'The API server of context "prod" (https://api:6443) cannot be reached: the connection timed out.',
  ],
  [
    { kind: "unreachable", cause: "tls", detail: "certificate has expired" },
    'The API server of context "prod" (https://api:6443) cannot be reached: its TLS certificate was not accepted or the TLS handshake failed (certificate has expired).',
  ],
  [
    { kind: "unreachable", cause: "network", detail: "" },
    'The API server of context "prod" (https://api:6443) cannot be reached: the connection failed.',
  ],
  [
    { kind: "unauthorized", detail: "Unauthorized" },
    'The API server of context "prod" (https://api:6443) did not accept the credentials of user "jane": Unauthorized.',
  ],
  [
    {
      kind: "forbidden",
      action: { user: "sa", verb: "patch", resource: "virtualservices", group: "networking.istio.io", namespace: "shop" },
      detail: "",
    },
    'User "sa" may not patch virtualservices.networking.istio.io in namespace "shop" in context "prod" (https://api:6443).',
  ],
  [
    { kind: "forbidden", action: { user: "sa", verb: "patch", resource: "namespaces", group: "", namespace: undefined }, detail: "" },
    'User "sa" may not patch namespaces at cluster scope in context "prod" (https://api:6443).',
  ],
  [{ kind: "forbidden", action: undefined, detail: "exceeded quota." }, 'Forbidden in context "prod" (https://api:6443): exceeded quota.'],
  [
    {
      kind: "conflict",
      conflicts: [
        { manager: "helm", fields: [".spec.http", ".spec.hosts"] },
        { manager: "argocd", fields: [".spec.tls"] },
      ],
      detail: "",
    },
    'Other managers own fields of the object in context "prod" (https://api:6443): "helm" owns .spec.http and .spec.hosts; "argocd" owns .spec.tls.',
  ],
  [
    { kind: "conflict", conflicts: [], detail: "modified" },
    'The object changed at the same moment in context "prod" (https://api:6443): modified.',
  ],
  [
    { kind: "not-found", missing: { what: "namespace", name: "shop" } },
    'Namespace "shop" does not exist in context "prod" (https://api:6443).',
  ],
  [
    { kind: "not-found", missing: { what: "kind", apiVersion: "networking.istio.io/v1", kind: "VirtualService" } },
    'The API server does not know kind VirtualService of networking.istio.io/v1 (is its CustomResourceDefinition installed?) in context "prod" (https://api:6443).',
  ],
  [{ kind: "not-found", missing: { what: "object", detail: "gone" } }, 'Not found: gone in context "prod" (https://api:6443).'],
  [
    { kind: "invalid", fields: ["spec.hosts"], detail: "spec.hosts: Required value" },
    'The API server of context "prod" (https://api:6443) rejects the object: spec.hosts: Required value.',
  ],
  [{ kind: "timeout", seconds: 15 }, 'The API server of context "prod" (https://api:6443) did not answer within 15 seconds.'],
  [{ kind: "cancelled" }, 'Cancelled the work with context "prod" (https://api:6443).'],
  [
    { kind: "other", detail: "etcdserver: no leader" },
    'The API server of context "prod" (https://api:6443) answered: etcdserver: no leader.',
  ],
];

describe("one sentence each", () => {
  test.each(cases)("%o", (error, sentence) => {
    expect(describeError(error, target)).toBe(sentence);
  });

  test("without a target nothing is left open", () => {
    for (const [error] of cases) expect(describeError(error, undefined)).not.toMatch(/undefined|prod/);
  });
});

test("only what concerns the connection would meet every other object", () => {
  expect(new Set(cases.filter(([error]) => meetsEveryObject(error)).map(([error]) => error.kind))).toEqual(
    new Set(["no-kubeconfig", "invalid-kubeconfig", "unreachable", "unauthorized", "timeout", "cancelled"]),
  );
});
