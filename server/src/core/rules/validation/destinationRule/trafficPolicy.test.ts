import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";

describe("empty-traffic-policy", () => {
  test("policies, settings of ports and pools say something", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy: {}
      ^^^^^^^^^^^^^ empty-traffic-policy error: "trafficPolicy" says nothing
      subsets:
      - name: v1
        trafficPolicy:
          connectionPool: {}
          ^^^^^^^^^^^^^^ empty-traffic-policy error: Add one of tcp, http
          portLevelSettings:
          - port: {number: 80}
            ^^^^ empty-traffic-policy error: These settings of a port say nothing
      `,
    );
    expectJudgement(
      "Sidecar",
      `
      inboundConnectionPool: {}
      ^^^^^^^^^^^^^^^^^^^^^ empty-traffic-policy error: says nothing
      `,
    );
  });

  test("what says nothing is removed", () => {
    expectMended(
      "DestinationRule",
      `
      host: cart
      trafficPolicy: {}
      subsets: [{name: v1}]
      `,
      "empty-traffic-policy",
      "Remove it",
      `
      host: cart
      subsets: [{name: v1}]
      `,
    );
  });
});

describe("invalid-tunnel", () => {
  test("CONNECT or POST, to one target", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        tunnel: {protocol: GET, targetHost: "*.example.com", targetPort: 70000}
                           ^^^ invalid-tunnel error: opens no tunnel
                                            ^^^^^^^^^^^^^^^ invalid-tunnel error: is neither a name nor an IP address
                                                                         ^^^^^ invalid-port-number error: 70000 is no port
        proxyProtocol: {version: V1}
        ^^^^^^^^^^^^^ invalid-tunnel error: exclude each other
      `,
    );
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        tunnel: {protocol: CONNECT, targetHost: 2001:db8::1, targetPort: 443}
      `,
    );
  });

  test("the protocol in capitals", () => {
    expectMended(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        tunnel: {protocol: connect, targetHost: api.example.com, targetPort: 443}
      `,
      "invalid-tunnel",
      "Change to CONNECT",
      `
      host: cart
      trafficPolicy:
        tunnel: {protocol: CONNECT, targetHost: api.example.com, targetPort: 443}
      `,
    );
  });
});

describe("invalid-outlier-detection", () => {
  test("percentages, and failures that are told apart", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        outlierDetection:
          maxEjectionPercent: 101
                              ^^^ invalid-outlier-detection error: 101 is no percentage
          minHealthPercent: -1
                            ^^ invalid-outlier-detection error: Write a number from 0 to 100
          consecutiveLocalOriginFailures: 5
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid-outlier-detection error: splitExternalLocalOriginErrors: true
      `,
    );
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        outlierDetection: {splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 5}
      `,
    );
  });

  test("consecutiveErrors is deprecated, said once", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        outlierDetection:
          consecutiveErrors: 5
          ^^^^^^^^^^^^^^^^^ invalid-outlier-detection warning: Say which errors count
      `,
    );
  });

  test("fields are renamed and added", () => {
    expectMended(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        outlierDetection:
          consecutiveErrors: 5
      `,
      "invalid-outlier-detection",
      "Change to consecutive5xxErrors",
      `
      host: cart
      trafficPolicy:
        outlierDetection:
          consecutive5xxErrors: 5
      `,
    );
  });
});

describe("invalid-connection-pool", () => {
  test("limits are not negative", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        connectionPool:
          tcp: {maxConnections: -1}
                                ^^ invalid-connection-pool error: -1 is no limit
          http:
            http1MaxPendingRequests: -1
                                     ^^ invalid-connection-pool error: cannot be negative
            maxRetries: 0
      `,
    );
    expectJudgement(
      "Sidecar",
      `
      ingress:
      - port: {number: 80, protocol: HTTP}
        connectionPool: {http: {http2MaxRequests: -5}}
                                                  ^^ invalid-connection-pool error: -5 is no limit
      `,
    );
  });

  test("keeping alive has an interval and a timeout", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        connectionPool:
          http:
            http2KeepAlive: {interval: 10s}
            ^^^^^^^^^^^^^^ invalid-connection-pool error: Add "timeout"
      `,
    );
  });

  test("HTTP/2 always, or what the client speaks", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        connectionPool:
          http:
            h2UpgradePolicy: UPGRADE
            useClientProtocol: true
            ^^^^^^^^^^^^^^^^^ invalid-connection-pool error: Remove one of them
      `,
    );
    expectMended(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        connectionPool:
          http:
            h2UpgradePolicy: UPGRADE
            useClientProtocol: true
      `,
      "invalid-connection-pool",
      "Remove h2UpgradePolicy",
      `
      host: cart
      trafficPolicy:
        connectionPool:
          http:
            useClientProtocol: true
      `,
    );
  });
});
