import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";

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
