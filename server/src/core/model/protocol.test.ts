import { describe, expect, it } from "vitest";
import { isHttpFamily, isTlsFamily, parseProtocol, protocolOf } from "./protocol";
import type { ServicePort } from "./service";

const nowhere = { start: 0, end: 0 };

function port(number: number, fields: { name?: string; protocol?: string; appProtocol?: string }): ServicePort {
  const spanned = (value: string | undefined) => (value === undefined ? undefined : { value, span: nowhere });
  return {
    span: nowhere,
    number: { value: number, span: nowhere },
    name: spanned(fields.name),
    protocol: spanned(fields.protocol),
    appProtocol: spanned(fields.appProtocol),
    targetPort: undefined,
  };
}

describe("a port of a Service", () => {
  it.each([
    [port(80, { name: "http" }), "http"],
    [port(80, { name: "http-web" }), "http"],
    [port(80, { name: "HTTP-web" }), "http"],
    [port(80, { name: "http2-web", protocol: "TCP" }), "http2"],
    [port(80, { name: "httpweb" }), "auto"],
    [port(80, { name: "web-http" }), "auto"],
    [port(80, {}), "auto"],
    [port(80, { name: "grpc" }), "grpc"],
    [port(80, { name: "grpc-web" }), "grpc-web"],
    [port(80, { name: "grpc-web-ui" }), "grpc-web"],
    [port(80, { name: "grpc-other" }), "grpc"],
    [port(443, { name: "https" }), "https"],
    [port(443, { name: "tls-db" }), "tls"],
    [port(80, { name: "tcp-http" }), "tcp"],
    [port(27017, { name: "mongo" }), "mongo"],
    [port(6379, { name: "redis" }), "redis"],
    [port(3306, { name: "mysql" }), "mysql"],
    [port(3306, { name: "db" }), "tcp"],
    [port(25, {}), "tcp"],
    [port(53, { name: "dns" }), "tcp"],
    [port(53, { name: "http", protocol: "UDP" }), "udp"],
    [port(27017, { name: "http" }), "http"],
    [port(80, { name: "tcp", appProtocol: "http" }), "http"],
    [port(80, { name: "http", appProtocol: "unknown" }), "auto"],
    [port(80, { name: "tcp", appProtocol: "kubernetes.io/h2c" }), "http2"],
    [port(80, { name: "tcp", appProtocol: "kubernetes.io/ws" }), "http"],
    [port(80, { name: "tcp", appProtocol: "kubernetes.io/wss" }), "https"],
    [port(80, { name: "kubernetes.io/ws" }), "auto"],
    [port(80, { appProtocol: "GRPC" }), "grpc"],
  ])("%j speaks %s", (input, expected) => {
    expect(protocolOf(input, "Service")).toBe(expected);
  });
});

describe("a port of a ServiceEntry", () => {
  it.each([
    [port(80, { name: "tcp", protocol: "HTTP" }), "http"],
    [port(80, { name: "http", protocol: "tcp" }), "tcp"],
    [port(443, { name: "https", protocol: "TLS" }), "tls"],
    [port(80, { protocol: "GRPC-Web" }), "grpc-web"],
    [port(80, { protocol: "http-web" }), "auto"],
    [port(80, { name: "http" }), "auto"],
    [port(3306, { name: "db" }), "auto"],
  ])("%j speaks %s, whatever its name", (input, expected) => {
    expect(protocolOf(input, "ServiceEntry")).toBe(expected);
  });
});

describe("families", () => {
  it("http rules apply to HTTP and gRPC, tls rules to what is encrypted", () => {
    expect((["http", "http2", "http_proxy", "grpc", "grpc-web"] as const).every(isHttpFamily)).toBe(true);
    expect((["https", "tls", "tcp", "mongo", "redis", "mysql", "udp", "auto"] as const).some(isHttpFamily)).toBe(false);
    expect((["https", "tls"] as const).every(isTlsFamily)).toBe(true);
    expect((["http", "tcp", "auto"] as const).some(isTlsFamily)).toBe(false);
  });

  it("unknown names have no protocol", () => {
    expect(parseProtocol("HTTP_PROXY")).toBe("http_proxy");
    expect(parseProtocol("auto")).toBeUndefined();
    expect(parseProtocol("")).toBeUndefined();
  });
});
