import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";
import { expectFindings } from "../../../../../../test/helpers/workspaceFixture";

describe("empty-sidecar", () => {
  test("configures something", () => {
    expectFindings(
      `
      apiVersion: networking.istio.io/v1
      kind: Sidecar
      metadata: {name: a}
      spec:
      #<--- empty-sidecar error: configures nothing
        workloadSelector: {labels: {app: web}}
      `,
    );
  });
});

describe("invalid-listener", () => {
  test("ports and sockets are taken once", () => {
    expectJudgement(
      "Sidecar",
      `
      ingress:
      - {port: {number: 80, protocol: HTTP}, defaultEndpoint: "127.0.0.1:80", bind: 10.0.0.5}
      - {port: {number: 80, protocol: HTTP}, defaultEndpoint: "127.0.0.1:81", bind: web}
                        ^^ invalid-listener error: Another listener has the port 80
                                                                                    ^^^ invalid-listener error: is no IP address
      egress:
      - {port: {number: 80}, hosts: ["./*"]}
      - {port: {number: 80}, hosts: ["./*"]}
                        ^^ invalid-listener error: each needs its own
      - {port: {protocol: HTTP}, bind: "unix:///a", hosts: ["./*"]}
      - {port: {protocol: HTTP}, bind: "unix:///a", captureMode: IPTABLES, hosts: ["./*"]}
                                       ^^^^^^^^^^^ invalid-listener error: each needs its own socket
                                                                 ^^^^^^^^ invalid-listener error: use DEFAULT or NONE
      - {port: {protocol: HTTP}, hosts: ["./*"]}
         ^^^^ invalid-listener error: is at a Unix socket
      `,
    );
  });

  test("the listener for the rest stands last", () => {
    expectJudgement(
      "Sidecar",
      `
      egress:
      - hosts: ["./*"]
        ^^^^^ invalid-listener error: there is one, and it stands last
      - {port: {number: 80}, hosts: ["./*"]}
      - hosts: ["./*"]
      `,
    );
  });

  test("a target port means nothing, said once", () => {
    expectJudgement(
      "Sidecar",
      `
      ingress: [{port: {number: 80, protocol: HTTP, targetPort: 8080}, defaultEndpoint: ":80"}]
                                                    ^^^^^^^^^^ invalid-listener error: "defaultEndpoint" says where
      `,
    );
  });
});

describe("invalid-default-endpoint", () => {
  test("is on the own host", () => {
    expectJudgement(
      "Sidecar",
      `
      ingress:
      - {port: {number: 80}, defaultEndpoint: 10.0.0.5:8080}
                                              ^^^^^^^^^^^^^ invalid-default-endpoint error: is another host
      - {port: {number: 81}, defaultEndpoint: "[::1]:8080"}
      - {port: {number: 82}, defaultEndpoint: "unix:///run/web"}
      - {port: {number: 83}, defaultEndpoint: "8080"}
                                              ^^^^^^ invalid-default-endpoint error: write "127.0.0.1:port"
      - {port: {number: 84}, defaultEndpoint: "127.0.0.1:web"}
                                              ^^^^^^^^^^^^^^^ invalid-default-endpoint error: "web" is no port
      `,
    );
  });
});

describe("invalid-ingress-tls", () => {
  test("files, at ports for TLS", () => {
    expectJudgement(
      "Sidecar",
      `
      ingress:
      - port: {number: 443, protocol: HTTPS}
        tls: {mode: SIMPLE, credentialName: web}
                            ^^^^^^^^^^^^^^ invalid-ingress-tls error: is for Gateways
      - port: {number: 444, protocol: HTTPS}
        tls: {mode: ISTIO_MUTUAL}
                    ^^^^^^^^^^^^ invalid-ingress-tls error: not possible at a Sidecar
      - port: {number: 80, protocol: HTTP}
        tls: {mode: SIMPLE, serverCertificate: /a, privateKey: /b}
        ^^^ invalid-ingress-tls error: this one speaks HTTP
      - port: {number: 445, protocol: TLS}
        tls: {mode: SIMPLE, serverCertificate: /a, privateKey: /b}
      `,
    );
  });

  test("settings for HTTP have no effect elsewhere", () => {
    expectJudgement(
      "Sidecar",
      `
      ingress:
      - port: {number: 3306, protocol: MYSQL}
        connectionPool:
          http: {http2MaxRequests: 1}
          ^^^^ invalid-ingress-tls warning: only those of "tcp" have
          tcp: {maxConnections: 5}
      `,
    );
    expectMended(
      "Sidecar",
      `
      ingress:
      - port: {number: 3306, protocol: MYSQL}
        connectionPool:
          http:
            http2MaxRequests: 1
          tcp: {maxConnections: 5}
      `,
      "invalid-ingress-tls",
      "Remove http",
      `
      ingress:
      - port: {number: 3306, protocol: MYSQL}
        connectionPool:
          tcp: {maxConnections: 5}
      `,
    );
  });
});

describe("redundant-egress-host", () => {
  test("hosts that are there already", () => {
    expectJudgement(
      "Sidecar",
      `
      egress:
      - port: {number: 81}
        hosts: [shop/*, ./cart.shop.svc.cluster.local, istio-system/*]
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ redundant-egress-host warning: part of "shop/*" already
      - port: {number: 80}
        hosts: ["*/*", ~other/*, shop/*]
                                 ^^^^^^ redundant-egress-host warning: part of "*/*" already
      `,
    );
  });
});

describe("invalid-egress-proxy", () => {
  test("takes what is let through, at a host and port", () => {
    expectJudgement(
      "Sidecar",
      `
      outboundTrafficPolicy:
        egressProxy: {host: egress.example.com, port: {number: 80}}
        ^^^^^^^^^^^ invalid-egress-proxy error: REGISTRY_ONLY (the default)
      `,
    );
    expectJudgement(
      "Sidecar",
      `
      outboundTrafficPolicy:
        mode: ALLOW_ANY
        egressProxy: {host: "*.example.com"}
        ^^^^^^^^^^^ invalid-egress-proxy error: needs a port
                            ^^^^^^^^^^^^^^^ invalid-egress-proxy error: is no host of a proxy
      `,
    );
    expectMended(
      "Sidecar",
      `
      outboundTrafficPolicy:
        egressProxy: {host: egress.example.com, port: {number: 80}}
      `,
      "invalid-egress-proxy",
      "Set the mode ALLOW_ANY",
      `
      outboundTrafficPolicy:
        egressProxy: {host: egress.example.com, port: {number: 80}}
        mode: ALLOW_ANY
      `,
    );
  });
});
