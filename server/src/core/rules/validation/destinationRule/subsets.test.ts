import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";
import { expectFindings } from "../../../../../../test/helpers/workspaceFixture";

describe("invalid-destination-rule-host", () => {
  test("a DestinationRule without spec is for nothing", () => {
    expectFindings(
      `  apiVersion: networking.istio.io/v1
# ^^^^^^^^^^ invalid-destination-rule-host error: Add "spec" with a "host"
  kind: DestinationRule
  metadata: {name: cart, namespace: shop}
`,
    );
  });

  test("a name, perhaps with a wildcard, and nothing else", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: https://cart.example.com
            ^^^^^^^^^^^^^^^^^^^^^^^^ invalid-destination-rule-host error: it is a URL
      `,
    );
    expectJudgement(
      "DestinationRule",
      `
      host: 10.0.0.1
            ^^^^^^^^ invalid-destination-rule-host error: which only IP addresses have
      `,
    );
    expectJudgement(
      "DestinationRule",
      `
      host: "*-cart.example.com"
      `,
    );
  });

  test("of a URL the host is kept", () => {
    expectMended(
      "DestinationRule",
      `
      host: https://cart.example.com/a
      `,
      "invalid-destination-rule-host",
      "Change to cart.example.com",
      `
      host: cart.example.com
      `,
    );
  });
});

describe("duplicate-subset", () => {
  test("names are taken once", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      subsets:
      - name: v1
      - name: v2
      - name: v1
              ^^ duplicate-subset error: The subset "v1" is defined twice
        labels: {version: v1}
      `,
    );
  });

  test("the second is removed", () => {
    expectMended(
      "DestinationRule",
      `
      host: cart
      subsets:
      - name: v1
      # again
      - name: v1
        labels:
          version: v1
      - name: v2
      `,
      "duplicate-subset",
      "Remove the subset",
      `
      host: cart
      subsets:
      - name: v1
      # again
      - name: v2
      `,
    );
  });
});

describe("port-settings-without-port", () => {
  test("what holds for every port stands outside", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        portLevelSettings:
        - tls: {mode: SIMPLE}
          ^^^ port-settings-without-port error: name no port
        - port: {number: 443}
          tls: {mode: SIMPLE}
      `,
    );
  });
});
