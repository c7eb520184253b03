import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";

describe("invalid-consistent-hash", () => {
  test("cookies and their attributes have names", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        loadBalancer:
          consistentHash:
            httpCookie:
              name: ""
                    ^^ invalid-consistent-hash error: The cookie needs a name
              attributes:
              - name: SameSite
              - name: SameSite
                      ^^^^^^^^ invalid-consistent-hash error: is given twice
              - name: ""
                      ^^ invalid-consistent-hash error: An attribute of the cookie needs a name
      `,
    );
  });

  test("Maglev has a prime number of entries", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        loadBalancer:
          consistentHash:
            useSourceIp: true
            maglev: {tableSize: 65536}
                                ^^^^^ invalid-consistent-hash error: 65536 is no prime number
      `,
    );
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        loadBalancer:
          consistentHash:
            useSourceIp: true
            maglev: {}
            ^^^^^^ invalid-consistent-hash error: The size of the table is missing
      `,
    );
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        loadBalancer:
          consistentHash:
            useSourceIp: true
            maglev: {tableSize: 5000011}
                                ^^^^^^^ invalid-consistent-hash error: less than 5000011
      `,
    );
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 65537}}}
      `,
    );
    expectMended(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 65536}}}
      `,
      "invalid-consistent-hash",
      "Change to 65537",
      `
      host: cart
      trafficPolicy:
        loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 65537}}}
      `,
    );
  });

  test("the size of a ring belongs to the ring", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        loadBalancer:
          consistentHash:
            useSourceIp: true
            minimumRingSize: 1024
            ^^^^^^^^^^^^^^^ invalid-consistent-hash warning: It belongs below "ringHash"
      `,
    );
    expectMended(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        loadBalancer:
          consistentHash:
            minimumRingSize: 1024
            useSourceIp: true
      `,
      "invalid-consistent-hash",
      "Move below ringHash",
      `
      host: cart
      trafficPolicy:
        loadBalancer:
          consistentHash:
            ringHash:
              minimumRingSize: 1024
            useSourceIp: true
      `,
    );
  });
});

describe("invalid-warmup", () => {
  test("aggression is above 0", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        loadBalancer:
          warmup: {duration: 30s, aggression: 0}
                                              ^ invalid-warmup error: 0 is no aggression
      `,
    );
  });
});

describe("invalid-locality-setting", () => {
  test("weights of an origin are 100 together", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        loadBalancer:
          localityLbSetting:
            distribute:
            - from: eu/*
              to: {eu/*: 80, us/*: 10}
              ^^ invalid-locality-setting error: add up to 90
            - from: us/*
              to: {us/*: 200, eu/*: 0}
                         ^^^ invalid-locality-setting error: 200 is no weight
                                    ^ invalid-locality-setting error: 0 is no weight
      `,
    );
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        loadBalancer: {localityLbSetting: {distribute: [{from: eu/*, to: {eu/*: 80, us/*: 20}}]}}
      `,
    );
  });

  test("localities do not overlap", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        loadBalancer:
          localityLbSetting:
            distribute:
            - from: eu
              to: {eu: 100}
            - from: eu/west
                    ^^^^^^^ invalid-locality-setting error: "eu/west" overlaps with "eu"
              to: {"*": 50, eu/west: 50}
                            ^^^^^^^ invalid-locality-setting error: overlaps with "*"
      `,
    );
  });

  test("a failover leads to another region", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        loadBalancer:
          localityLbSetting:
            failover:
            - {from: eu, to: eu}
                             ^^ invalid-locality-setting error: is the same
            - {from: eu/west, to: "*"}
                     ^^^^^^^ invalid-locality-setting error: write the region alone
                                  ^^^ invalid-locality-setting error: "*" is not possible
            failoverPriority: [topology.kubernetes.io/zone, version]
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid-locality-setting error: orders by topology
        outlierDetection: {}
      `,
    );
  });

  test("one way of balancing by locality", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        loadBalancer:
          localityLbSetting:
            distribute: [{from: eu/*, to: {eu/*: 100}}]
            failover: [{from: eu, to: us}]
            ^^^^^^^^ invalid-locality-setting error: "distribute" and "failover" exclude each other
          zoneAwareLbSetting: {enabled: true}
          ^^^^^^^^^^^^^^^^^^ invalid-locality-setting error: exclude each other
        outlierDetection: {}
      `,
    );
  });
});

describe("failover-without-outlier-detection", () => {
  test("nothing is found unhealthy", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        loadBalancer:
          localityLbSetting:
            failover: [{from: eu, to: us}]
            ^^^^^^^^ failover-without-outlier-detection warning: nothing fails over
      `,
    );
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        portLevelSettings:
        - port: {number: 80}
          loadBalancer: {zoneAwareLbSetting: {failoverPriority: [version]}}
                                              ^^^^^^^^^^^^^^^^ failover-without-outlier-detection warning: Add it to this policy
      `,
    );
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        loadBalancer: {localityLbSetting: {failover: [{from: eu, to: us}]}}
        outlierDetection: {}
      `,
    );
  });

  test("outlier detection is added beside the load balancer", () => {
    expectMended(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        loadBalancer:
          localityLbSetting:
            failover: [{from: eu, to: us}]
      `,
      "failover-without-outlier-detection",
      "Add outlierDetection with Envoy's defaults",
      `
      host: cart
      trafficPolicy:
        loadBalancer:
          localityLbSetting:
            failover: [{from: eu, to: us}]
        outlierDetection:
          consecutive5xxErrors: 5
          interval: 10s
          baseEjectionTime: 30s
      `,
    );
  });
});

describe("invalid-client-tls", () => {
  test("MUTUAL needs a certificate and a key", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        tls: {mode: MUTUAL, clientCertificate: /a}
        ^^^ invalid-client-tls error: Add "privateKey", or "credentialName"
      `,
    );
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        tls: {mode: MUTUAL, clientCertificate: /a, privateKey: /b}
      `,
    );
  });

  test("files or a Secret", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        tls: {mode: SIMPLE, credentialName: a, caCertificates: /b, caCrl: /c}
                                               ^^^^^^^^^^^^^^ invalid-client-tls error: come from a Secret
                                                                   ^^^^^ invalid-client-tls error: Remove one of them
      `,
    );
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        tls: {mode: ISTIO_MUTUAL, credentialName: a, caCertificates: /b}
      `,
    );
  });

  test("what is not verified needs nothing to verify with", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        tls: {mode: SIMPLE, insecureSkipVerify: true, subjectAltNames: [a]}
                                                      ^^^^^^^^^^^^^^^ invalid-client-tls error: switches verification off
      `,
    );
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        tls: {mode: MUTUAL, insecureSkipVerify: true, credentialName: a, subjectAltNames: []}
      `,
    );
  });

  test("a ConfigMap is one of the own namespace", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        tls: {mode: SIMPLE, credentialName: "configmap://other/ca"}
                                            ^^^^^^^^^^^^^^^^^^^^^^ invalid-client-tls error: "configmap://shop/name"
      `,
    );
    expectJudgement(
      "DestinationRule",
      `
      host: cart
      trafficPolicy:
        tls: {mode: SIMPLE, credentialName: "configmap://shop/ca"}
      `,
    );
  });
});
