import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";
import { expectFindings } from "../../../../../../test/helpers/workspaceFixture";

describe("unsupported-annotation", () => {
  test("dry runs are for policies that allow or deny", () => {
    expectFindings(
      `
      apiVersion: security.istio.io/v1
      kind: PeerAuthentication
      metadata:
        name: a
        annotations:
          istio.io/dry-run: "true"
      #   ^^^^^^^^^^^^^^^^ unsupported-annotation error: for AuthorizationPolicies only
          internal.istio.io/parents: a
      #   ^^^^^^^^^^^^^^^^^^^^^^^^^ unsupported-annotation error: set by Istio alone
      `,
    );
    expectFindings(
      `
      apiVersion: security.istio.io/v1
      kind: AuthorizationPolicy
      metadata:
        name: a
        annotations:
          istio.io/dry-run: "yes"
      #                     ^^^^^ unsupported-annotation error: neither "true" nor "false"
      `,
    );
    expectFindings(
      `
      apiVersion: security.istio.io/v1
      kind: AuthorizationPolicy
      metadata:
        name: a
        annotations:
          istio.io/dry-run: "true"
      #   ^^^^^^^^^^^^^^^^ unsupported-annotation error: not for AUDIT
      spec: {action: AUDIT}
      `,
    );
  });
});

describe("invalid-selector", () => {
  test("labels are compared exactly", () => {
    expectJudgement(
      "Sidecar",
      `
      workloadSelector: {labels: {app-*: web, "": a, version: v1}}
                                  ^^^^^ invalid-selector error: matches nothing
                                              ^^ invalid-selector error: A label needs a key
      egress: [{hosts: ["./*"]}]
      `,
    );
  });

  test("without labels everything is selected", () => {
    expectJudgement(
      "Telemetry",
      `
      selector: {}
      ^^^^^^^^ invalid-selector warning: selects every workload of the namespace
      `,
    );
    expectMended(
      "EnvoyFilter",
      `
      workloadSelector:
        labels: {}
      configPatches: []
      `,
      "invalid-selector",
      "Remove workloadSelector",
      `
      configPatches: []
      `,
    );
  });
});

describe("invalid-target-reference", () => {
  test("Services, ServiceEntries and Gateways of Kubernetes", () => {
    expectJudgement(
      "AuthorizationPolicy",
      `
      targetRefs:
      - {kind: Gateway, name: a}
               ^^^^^^^ invalid-target-reference error: is of the group gateway.networking.k8s.io
      - {group: networking.istio.io, kind: Gateway, name: a}
                ^^^^^^^^^^^^^^^^^^^ invalid-target-reference error: cannot target Gateway of networking.istio.io
      - {group: apps, kind: Deployment, name: a}
                            ^^^^^^^^^^ invalid-target-reference error: A policy targets Service
      - {group: core, kind: Service, name: a}
      - {kind: Service, name: a}
      `,
    );
    expectMended(
      "AuthorizationPolicy",
      `
      targetRefs:
      - kind: Gateway
        name: a
      `,
      "invalid-target-reference",
      "Add group gateway.networking.k8s.io",
      `
      targetRefs:
      - kind: Gateway
        name: a
        group: gateway.networking.k8s.io
      `,
    );
  });
});
