import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";
import { expectFindings } from "../../../../../../test/helpers/workspaceFixture";

describe("invalid-service-entry-host", () => {
  test("names, and what the resolution can look up", () => {
    expectJudgement(
      "ServiceEntry",
      `
      hosts: [api_1.example.com, "*.example.com", api.example.com]
              ^^^^^^^^^^^^^^^^^ invalid-service-entry-host error: is no host
                                 ^^^^^^^^^^^^^^^ invalid-service-entry-host error: cannot be looked up
      resolution: DNS
      `,
    );
    expectJudgement(
      "ServiceEntry",
      `
      hosts: [api.example.com, "*.example.com"]
              ^^^^^^^^^^^^^^^ invalid-service-entry-host error: DYNAMIC_DNS is for wildcards
      resolution: DYNAMIC_DNS
      `,
    );
    expectJudgement(
      "ServiceEntry",
      `
      hosts: ["*.example.com"]
      resolution: DNS
      endpoints: [{address: api.example.com}]
      `,
    );
    expectJudgement(
      "ServiceEntry",
      `
      hosts: ["*-api.example.com"]
              ^^^^^^^^^^^^^^^^^^^ invalid-service-entry-host warning: Write "*.api.example.com"
      resolution: NONE
      `,
    );
  });

  test("a wildcard stands for whole labels", () => {
    expectMended(
      "ServiceEntry",
      `
      hosts: ["*api.example.com"]
      `,
      "invalid-service-entry-host",
      "Change to *.api.example.com",
      `
      hosts: ["*.api.example.com"]
      `,
    );
  });
});

describe("invalid-service-entry-endpoint", () => {
  test("STATIC takes addresses", () => {
    expectJudgement(
      "ServiceEntry",
      `
      hosts: [api.example.com]
      ports: [{number: 443, name: tls, protocol: TLS}, {number: 80, name: http, protocol: HTTP}]
      resolution: STATIC
      endpoints:
      - {address: api.example.com}
                  ^^^^^^^^^^^^^^^ invalid-service-entry-endpoint error: For names use DNS
      - {address: "unix:///run/socket"}
                  ^^^^^^^^^^^^^^^^^^^^ invalid-service-entry-endpoint error: and the ServiceEntry has 2
      - {address: 10.0.0.5, ports: {https: 8443}}
                                    ^^^^^ invalid-service-entry-endpoint error: has no port named "https", only tls, http
      - {network: eu}
         ^^^^^^^ invalid-service-entry-endpoint warning: every gateway of that network
      `,
    );
    expectMended(
      "ServiceEntry",
      `
      hosts: [api.example.com]
      resolution: STATIC
      endpoints: [{address: api.example.com}]
      `,
      "invalid-service-entry-endpoint",
      "Change to DNS",
      `
      hosts: [api.example.com]
      resolution: DNS
      endpoints: [{address: api.example.com}]
      `,
    );
  });

  test("DNS takes names too, without wildcards", () => {
    expectJudgement(
      "ServiceEntry",
      `
      hosts: [api.example.com]
      resolution: DNS
      endpoints: [{address: "*.example.com"}, {address: 10.0.0.5}, {address: api.example.org}]
                            ^^^^^^^^^^^^^^^ invalid-service-entry-endpoint error: neither a name nor an IP address
      `,
    );
  });

  test("the nearest port is offered", () => {
    expectMended(
      "ServiceEntry",
      `
      hosts: [api.example.com]
      ports: [{number: 80, name: http, protocol: HTTP}]
      resolution: STATIC
      endpoints:
      - address: 10.0.0.5
        ports:
          htp: 8080
      `,
      "invalid-service-entry-endpoint",
      "Change to http",
      `
      hosts: [api.example.com]
      ports: [{number: 80, name: http, protocol: HTTP}]
      resolution: STATIC
      endpoints:
      - address: 10.0.0.5
        ports:
          http: 8080
      `,
    );
  });

  test("an endpoint that is an empty text", () => {
    expectJudgement(
      "ServiceEntry",
      `
      hosts: [a.example.com]
      resolution: STATIC
      endpoints:
      - address: ""
                 ^^ invalid-service-entry-endpoint error: The endpoint has no address
      - address: ""
        ^^^^^^^ invalid-service-entry-endpoint warning: a network, but no address
        network: eu
      `,
    );
  });
});

describe("invalid-dynamic-dns", () => {
  test("the request names the host, nothing else does", () => {
    expectJudgement(
      "ServiceEntry",
      `
      hosts: ["*.example.com"]
      addresses: [10.0.0.1]
      ^^^^^^^^^ invalid-dynamic-dns error: has no meaning
      ports:
      - {number: 3306, name: db, protocol: TCP}
                                           ^^^ invalid-dynamic-dns error: does not name the host
      - {number: 80, name: http, protocol: HTTP}
      resolution: DYNAMIC_DNS
      `,
    );
    expectFindings(
      `
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata:
        name: a
        labels:
          istio.io/use-waypoint: egress
      #   ^^^^^^^^^^^^^^^^^^^^^ invalid-dynamic-dns error: A waypoint cannot serve
      spec:
        hosts: ["*.example.com"]
        location: MESH_INTERNAL
        resolution: DYNAMIC_DNS
      `,
    );
  });
});

describe("several-hosts-on-one-port", () => {
  test("plain TCP names no host", () => {
    expectJudgement(
      "ServiceEntry",
      `
      hosts: [a.example.com, b.example.com]
      ports:
      - {number: 5432, name: db, protocol: TCP}
                                           ^^^ several-hosts-on-one-port error: TCP does not tell several hosts apart
      - {number: 5433, name: any}
         ^^^^^^ several-hosts-on-one-port error: A port without protocol
      - {number: 443, name: tls, protocol: TLS}
      resolution: DNS
      `,
    );
    expectJudgement(
      "ServiceEntry",
      `
      hosts: [a.example.com, b.example.com]
      addresses: [10.0.0.1]
      ports: [{number: 443, name: tls, protocol: TLS}]
                                                 ^^^ several-hosts-on-one-port warning: go to the first host
      resolution: DNS
      `,
    );
    expectJudgement(
      "ServiceEntry",
      `
      hosts: [a.example.com, b.example.com]
      addresses: [10.0.0.1]
      ports: [{number: 5432, name: db, protocol: TCP}]
      resolution: NONE
      `,
    );
  });
});

describe("service-entry-without-addresses", () => {
  test("TCP is told apart by address", () => {
    expectJudgement(
      "ServiceEntry",
      `
      hosts: [db.example.com]
      ports:
      - {number: 5432, name: db, protocol: TCP}
                                           ^^^ service-entry-without-addresses warning: every connection to port 5432
      - {number: 80, name: http, protocol: HTTP}
      `,
    );
    expectJudgement(
      "ServiceEntry",
      `
      hosts: [db.example.com]
      ports: [{number: 5432, name: db, protocol: tcp}]
      resolution: DNS
      `,
    );
    expectJudgement(
      "ServiceEntry",
      `
      hosts: [db.example.com]
      ports: [{number: 5432, name: db, protocol: tcp}]
                                                 ^^^ service-entry-without-addresses warning: Add "addresses"
      resolution: DNS
      `,
      '{name: a, labels: {networking.istio.io/enable-autoallocate-ip: "false"}}',
    );
  });
});

describe("ignored-workload-selector", () => {
  test("without resolution selected workloads get nothing", () => {
    expectJudgement(
      "ServiceEntry",
      `
      hosts: [legacy.example.com]
      workloadSelector: {labels: {app: legacy}}
      ^^^^^^^^^^^^^^^^ ignored-workload-selector warning: Without a resolution
      ports: [{number: 80, name: http, protocol: HTTP}]
      `,
    );
    expectMended(
      "ServiceEntry",
      `
      hosts: [legacy.example.com]
      resolution: NONE
      workloadSelector: {labels: {app: legacy}}
      `,
      "ignored-workload-selector",
      "Use the resolution STATIC",
      `
      hosts: [legacy.example.com]
      resolution: STATIC
      workloadSelector: {labels: {app: legacy}}
      `,
    );
  });
});
