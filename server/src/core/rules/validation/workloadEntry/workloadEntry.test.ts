import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";

describe("invalid-workload-address", () => {
  test("an address, a name or a socket", () => {
    expectJudgement(
      "WorkloadEntry",
      `
      address: 10.0.0.5:8080
               ^^^^^^^^^^^^^ invalid-workload-address error: it contains a port
      `,
    );
    expectJudgement(
      "WorkloadEntry",
      `
      network: eu
      ^^^^^^^ invalid-workload-address warning: but no address
      `,
    );
    expectJudgement(
      "WorkloadEntry",
      `
      address: vm.example.com
      `,
    );
    expectJudgement(
      "WorkloadEntry",
      `
      address: ""
               ^^ invalid-workload-address error: The workload has no address
      network: ""
      `,
    );
    expectJudgement(
      "WorkloadEntry",
      `
      network: ""
               ^^ invalid-workload-address error: The workload has no address
      `,
    );
    expectMended(
      "WorkloadEntry",
      `
      address: 10.0.0.5:8080
      `,
      "invalid-workload-address",
      "Change to 10.0.0.5",
      `
      address: 10.0.0.5
      `,
    );
  });
});

describe("probe-without-method", () => {
  test("a probe asks somehow", () => {
    expectJudgement(
      "WorkloadGroup",
      `
      template: {}
      probe: {periodSeconds: 5}
      ^^^^^ probe-without-method error: Add "httpGet", "tcpSocket" or "exec"
      `,
    );
    expectJudgement(
      "WorkloadGroup",
      `
      template: {}
      probe: {grpc: {port: 80}}
              ^^^^ probe-without-method error: in a way that the webhook knows
      `,
    );
    expectJudgement(
      "WorkloadGroup",
      `
      template: {}
      probe: {exec: {command: []}}
                     ^^^^^^^ probe-without-method error: The command is empty
      `,
    );
  });
});
