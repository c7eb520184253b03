import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";

describe("https-redirect-not-http", () => {
  test("only plain HTTP is redirected", () => {
    expectJudgement(
      "Gateway",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 443, name: https, protocol: HTTPS}
        hosts: ["*"]
        tls: {mode: SIMPLE, credentialName: shop, httpsRedirect: true}
                                                  ^^^^^^^^^^^^^ https-redirect-not-http warning: this server speaks HTTPS
      - port: {number: 80, name: http, protocol: HTTP}
        hosts: ["*"]
        tls: {httpsRedirect: true}
      `,
    );
  });
});

describe("server-tls-mismatch", () => {
  test("HTTPS and TLS have settings, others have none", () => {
    expectJudgement(
      "Gateway",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 443, name: https, protocol: HTTPS}
                                                   ^^^^^ server-tls-mismatch error: needs TLS settings
        hosts: ["*"]
      - port: {number: 80, name: http, protocol: HTTP}
        hosts: ["*"]
        tls: {mode: SIMPLE, credentialName: shop}
        ^^^ server-tls-mismatch error: can only redirect to HTTPS
      - port: {number: 3306, name: db, protocol: MYSQL}
        hosts: ["*"]
        tls: {mode: PASSTHROUGH}
        ^^^ server-tls-mismatch error: change the protocol to TLS
      `,
    );
  });

  test("either side is changed", () => {
    expectMended(
      "Gateway",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 443, name: https, protocol: HTTPS}
        hosts: ["*"] # all
      `,
      "server-tls-mismatch",
      "Add tls that passes through",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 443, name: https, protocol: HTTPS}
        hosts: ["*"] # all
        tls:
          mode: PASSTHROUGH
      `,
    );
    expectMended(
      "Gateway",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 80, name: http, protocol: HTTP}
        hosts: ["*"]
        tls: {mode: SIMPLE, credentialName: shop}
      `,
      "server-tls-mismatch",
      "Change the protocol to HTTPS",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 80, name: http, protocol: HTTPS}
        hosts: ["*"]
        tls: {mode: SIMPLE, credentialName: shop}
      `,
    );
  });
});

describe("invalid-server-tls", () => {
  test("modes need their certificates", () => {
    expectJudgement(
      "Gateway",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 443, name: https, protocol: HTTPS}
        hosts: ["*"]
        tls: {mode: SIMPLE}
        ^^^ invalid-server-tls error: Add "serverCertificate" and "privateKey", or "credentialName"
      - port: {number: 444, name: mutual, protocol: TLS}
        hosts: ["*"]
        tls: {mode: MUTUAL, serverCertificate: /a, privateKey: /b}
        ^^^ invalid-server-tls error: checks certificates of clients. Add "caCertificates"
      - port: {number: 445, name: list, protocol: TLS}
        hosts: ["*"]
        tls:
          mode: SIMPLE
          tlsCertificates:
          - serverCertificate: /a
            ^^^^^^^^^^^^^^^^^ invalid-server-tls error: Add "privateKey"
          - {serverCertificate: /a, privateKey: /b}
      `,
    );
  });

  test("from one place", () => {
    expectJudgement(
      "Gateway",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 443, name: https, protocol: HTTPS}
        hosts: ["*"]
        tls: {mode: SIMPLE, serverCertificate: /a, privateKey: /b, credentialName: shop}
                                                                   ^^^^^^^^^^^^^^ invalid-server-tls error: "serverCertificate" and "credentialName" are given
      - port: {number: 444, name: half, protocol: HTTPS}
        hosts: ["*"]
        tls: {mode: SIMPLE, privateKey: /b, credentialName: shop}
      `,
    );
  });

  test("ISTIO_MUTUAL has its own, PASSTHROUGH none", () => {
    expectJudgement(
      "Gateway",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 443, name: https, protocol: HTTPS}
        hosts: ["*"]
        tls: {mode: ISTIO_MUTUAL, credentialName: shop}
                                  ^^^^^^^^^^^^^^ invalid-server-tls error: come from Istio
      - port: {number: 444, name: through, protocol: TLS}
        hosts: ["*"]
        tls: {mode: PASSTHROUGH, credentialName: shop}
                                 ^^^^^^^^^^^^^^ invalid-server-tls warning: is ignored
      `,
    );
  });

  test("a list of revoked certificates is part of the Secret", () => {
    expectJudgement(
      "Gateway",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 443, name: https, protocol: HTTPS}
        hosts: ["*"]
        tls: {mode: MUTUAL, credentialName: shop, caCrl: /a}
                                                  ^^^^^ invalid-server-tls warning: part of it
      - port: {number: 444, name: simple, protocol: TLS}
        hosts: ["*"]
        tls: {mode: SIMPLE, serverCertificate: /a, privateKey: /b, caCrl: /c}
                                                                   ^^^^^ invalid-server-tls error: checks no certificates of clients
      `,
    );
  });
});

describe("ineffective-cipher-suites", () => {
  test("unknown, repeated and missing suites", () => {
    expectJudgement(
      "Gateway",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 443, name: https, protocol: HTTPS}
        hosts: ["*"]
        tls:
          mode: SIMPLE
          credentialName: shop
          cipherSuites: [ALL, "-RC4", ECDHE-RSA-AES128-SHA, AES128-SHA1, ECDHE-RSA-AES128-SHA]
                                                            ^^^^^^^^^^^ ineffective-cipher-suites warning: is no cipher suite
                                                                         ^^^^^^^^^^^^^^^^^^^^ ineffective-cipher-suites warning: given twice
      - port: {number: 444, name: old, protocol: HTTPS}
        hosts: ["*"]
        tls: {mode: SIMPLE, credentialName: shop, minProtocolVersion: TLSV1_1}
                                                                      ^^^^^^^ ineffective-cipher-suites warning: clients that need it cannot connect
      `,
    );
  });

  test("a repetition is removed", () => {
    expectMended(
      "Gateway",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 443, name: https, protocol: HTTPS}
        hosts: ["*"]
        tls: {mode: SIMPLE, credentialName: shop, cipherSuites: [AES128-SHA, AES128-SHA]}
      `,
      "ineffective-cipher-suites",
      "Remove the repetition",
      `
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 443, name: https, protocol: HTTPS}
        hosts: ["*"]
        tls: {mode: SIMPLE, credentialName: shop, cipherSuites: [AES128-SHA]}
      `,
    );
  });
});
