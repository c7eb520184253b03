import { describe, expect, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";
import { openFixture } from "../../../../../../test/helpers/workspaceFixture";

describe("service-port-protocol-unknown", () => {
  test("names and appProtocols say what a port speaks", () => {
    expectJudgement(
      "Service",
      `
      ports: [{port: 80}]
               ^^^^ service-port-protocol-unknown hint: Name it by its protocol
      `,
    );
    expectJudgement(
      "Service",
      `
      ports:
      - {name: web, port: 80}
               ^^^ service-port-protocol-unknown hint: Begin the name with the protocol
      - {name: http-web, port: 81}
      - {name: app, port: 82, appProtocol: kubernetes.io/h2c}
      - {name: other, port: 83, appProtocol: amqp}
                                             ^^^^ service-port-protocol-unknown hint: does not know the protocol "amqp"
      - {name: dns, port: 53, protocol: UDP}
      - {port: 84}
         ^^^^ service-port-protocol-unknown error: the API server rejects the Service
      `,
    );
  });

  test("nothing is said of namespaces that are not in the mesh", () => {
    const service = (namespace: string) =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: ${namespace}}\nspec: {ports: [{port: 80}]}\n`;
    const codes = (namespace: string) =>
      openFixture(service(namespace))
        .workspace.findings("test.yaml")
        .map(({ code }) => code);
    expect(codes("shop")).toEqual(["service-port-protocol-unknown"]);
    expect(codes("kube-system")).toEqual([]);
  });

  test("a protocol is added without renaming", () => {
    expectMended(
      "Service",
      `
      ports:
      - name: web # referred to by name
        port: 80
      `,
      "service-port-protocol-unknown",
      "Set appProtocol to grpc",
      `
      ports:
      - name: web # referred to by name
        port: 80
        appProtocol: grpc
      `,
    );
  });
});
