import { describe, expect, test } from "vitest";
import { classifyAnswer, classifyFailure } from "./classify";
import type { ClusterError } from "./errors";

describe("answers of the server", () => {
  test.each<[string, number, unknown, ClusterError]>([
    ["unauthorized", 401, { message: "Unauthorized" }, { kind: "unauthorized", detail: "Unauthorized" }],
    [
      "forbidden in a namespace",
      403,
      { message: 'services "web" is forbidden: User "jane" cannot patch resource "services" in API group "" in the namespace "shop"' },
      {
        kind: "forbidden",
        action: { user: "jane", verb: "patch", resource: "services", group: "", namespace: "shop" },
        detail: 'services "web" is forbidden: User "jane" cannot patch resource "services" in API group "" in the namespace "shop"',
      },
    ],
    [
      "forbidden at cluster scope",
      403,
      {
        message:
          'x is forbidden: User "jane" cannot list resource "gatewayclasses" in API group "gateway.networking.k8s.io" at the cluster scope',
      },
      {
        kind: "forbidden",
        action: { user: "jane", verb: "list", resource: "gatewayclasses", group: "gateway.networking.k8s.io", namespace: undefined },
        detail:
          'x is forbidden: User "jane" cannot list resource "gatewayclasses" in API group "gateway.networking.k8s.io" at the cluster scope',
      },
    ],
    [
      "forbidden by an admission plugin",
      403,
      { message: "exceeded quota: small" },
      { kind: "forbidden", action: undefined, detail: "exceeded quota: small" },
    ],
    [
      "namespace missing",
      404,
      { message: 'namespaces "shop" not found', details: { kind: "namespaces", name: "shop" } },
      { kind: "not-found", missing: { what: "namespace", name: "shop" } },
    ],
    ["anything else missing", 404, { message: "gone" }, { kind: "not-found", missing: { what: "object", detail: "gone" } }],
    [
      "conflicts, by manager",
      409,
      {
        message: "Apply failed with 3 conflicts",
        details: {
          causes: [
            { message: 'conflict with "helm" using v1', field: ".spec.ports" },
            {
              reason: "FieldManagerConflict",
              message: 'conflict with "kubectl-edit" using v1 at 2026-01-01T00:00:00Z',
              field: ".spec.type",
            },
            { message: 'conflict with "helm" using v1', field: ".spec.selector" },
          ],
        },
      },
      {
        kind: "conflict",
        conflicts: [
          { manager: "helm", fields: [".spec.ports", ".spec.selector"] },
          { manager: "kubectl-edit", fields: [".spec.type"] },
        ],
        detail: "Apply failed with 3 conflicts",
      },
    ],
    [
      "a conflict of versions",
      409,
      { message: "the object has been modified" },
      { kind: "conflict", conflicts: [], detail: "the object has been modified" },
    ],
    [
      "validation",
      422,
      {
        message: "Service is invalid",
        details: { causes: [{ field: "spec.ports[0].port" }, { field: "spec.ports[0].port" }, { field: "spec.type" }] },
      },
      { kind: "invalid", fields: ["spec.ports[0].port", "spec.type"], detail: "Service is invalid" },
    ],
    [
      "an object that does not fit its schema",
      500,
      { message: "failed to create typed patch object (shop/web; v1, Kind=Service): .spec.foo: field not declared in schema" },
      {
        kind: "invalid",
        fields: [".spec.foo"],
        detail: "failed to create typed patch object (shop/web; v1, Kind=Service): .spec.foo: field not declared in schema",
      },
    ],
    [
      "a value of the wrong type",
      500,
      { message: "failed to create typed patch object (shop/web; v1, Kind=Service): .spec.http: expected list, got &{map[]}" },
      {
        kind: "invalid",
        fields: [".spec.http"],
        detail: "failed to create typed patch object (shop/web; v1, Kind=Service): .spec.http: expected list, got &{map[]}",
      },
    ],
    ["a bad request", 400, { message: "strict decoding error" }, { kind: "invalid", fields: [], detail: "strict decoding error" }],
    ["a failing webhook", 500, { message: 'failed calling webhook "x"' }, { kind: "other", detail: 'failed calling webhook "x"' }],
    [
      "a server that gave up",
      504,
      { message: "request did not complete", reason: "Timeout" },
      { kind: "other", detail: "request did not complete" },
    ],
  ])("%s", (_, status, body, expected) => {
    expect(classifyAnswer(status, JSON.stringify(body))).toEqual(expected);
  });

  test.each<[number, ClusterError]>([
    [502, { kind: "other", detail: "HTTP 502" }],
    [504, { kind: "unreachable", cause: "network", detail: "HTTP 504" }],
    [403, { kind: "forbidden", action: undefined, detail: "HTTP 403" }],
  ])("a proxy's page with status %i", (status, expected) => {
    expect(classifyAnswer(status, "<html><body>nothing here</body></html>")).toEqual(expected);
  });
});

describe("failures to connect", () => {
  const failed = (cause: unknown): Error => new TypeError("fetch failed", { cause });
  const system = (code: string, message: string): Error => Object.assign(new Error(message), { code });

  test.each([
    ["ENOTFOUND", "name-not-found"],
    ["EAI_AGAIN", "name-not-found"],
    ["ECONNREFUSED", "connection-refused"],
    ["UND_ERR_CONNECT_TIMEOUT", "connect-timeout"],
    ["ETIMEDOUT", "connect-timeout"],
    ["CERT_HAS_EXPIRED", "tls"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "tls"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "tls"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "tls"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "tls"],
    ["ECONNRESET", "network"],
    ["EHOSTUNREACH", "network"],
    ["UND_ERR_SOCKET", "network"],
  ])("%s", (code, cause) => {
    expect(classifyFailure(failed(system(code, "words of the system")))).toEqual({
      kind: "unreachable",
      cause,
      detail: "words of the system",
    });
  });

  test("of several addresses tried, the first tells", () => {
    const both = Object.assign(new AggregateError([system("ECONNREFUSED", "connect ECONNREFUSED ::1:1"), system("ETIMEDOUT", "later")]), {
      code: "ECONNREFUSED",
    });
    expect(classifyFailure(failed(both))).toEqual({
      kind: "unreachable",
      cause: "connection-refused",
      detail: "connect ECONNREFUSED ::1:1",
    });
  });

  test("a request that is refused before it is sent never reaches the server", () => {
    const refused = new Error("Failed to fetch resource metadata: fetch failed", {
      cause: new TypeError("fetch failed", { cause: new Error("bad port") }),
    });
    expect(classifyFailure(refused)).toEqual({ kind: "unreachable", cause: "network", detail: "bad port" });
  });

  test("an error of our own is no matter of the network", () => {
    expect(classifyFailure(new Error("no object"))).toEqual({ kind: "other", detail: "no object" });
  });
});
