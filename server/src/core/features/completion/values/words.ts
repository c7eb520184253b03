import type { Candidate } from "../candidate";

/** Protocols of ports, as Gateway, ServiceEntry and Sidecar take them (pkg/config/protocol/instance.go Parse). */
export const protocols: readonly Candidate[] = words([
  ["HTTP", "HTTP/1.1, HTTP/2 without TLS as well"],
  ["HTTPS", "HTTP in TLS; at a gateway with `tls`"],
  ["TLS", "TLS with SNI, not looked into unless terminated"],
  ["TCP", "bytes"],
  ["HTTP2", "HTTP/2"],
  ["GRPC", "gRPC, which is HTTP/2"],
  ["GRPC-WEB", "gRPC for browsers"],
  ["MONGO", "MongoDB"],
]);

/** Methods of HTTP requests. */
export const methods: readonly Candidate[] = words([
  ["GET", ""],
  ["POST", ""],
  ["PUT", ""],
  ["DELETE", ""],
  ["PATCH", ""],
  ["HEAD", ""],
  ["OPTIONS", "preflight requests of browsers"],
]);

/** What AuthorizationPolicy can test in `when` (istio.io, reference of authorization policy conditions). */
export const conditionKeys: readonly Candidate[] = words([
  ["request.headers[X-Header]", "a request header"],
  ["request.auth.claims[iss]", "a claim of a validated JWT"],
  ["request.auth.principal", "issuer/subject of a validated JWT"],
  ["request.auth.audiences", "audience of a validated JWT"],
  ["request.auth.presenter", "`azp` of a validated JWT"],
  ["source.namespace", "namespace of the caller"],
  ["source.principal", "identity of the caller in mutual TLS"],
  ["source.serviceAccount", "service account of the caller"],
  ["source.ip", "address of the connection"],
  ["remote.ip", "address of the original client"],
  ["destination.port", "port of the connection"],
  ["destination.ip", "address of the connection's target"],
  ["connection.sni", "server name of the TLS connection"],
]);

/** Kinds that `targetRefs` of policies can name. */
export const targetKinds: readonly Candidate[] = words([
  ["Gateway", "Gateway API: an ingress or waypoint"],
  ["Service", "at a waypoint"],
  ["ServiceEntry", "at a waypoint"],
  ["GatewayClass", "in the root namespace"],
]);

/** The conditions of `retryOn` (Envoy, x-envoy-retry-on and x-envoy-retry-grpc-on), one more behind those that are written. */
export function retryConditions(typed: string): readonly Candidate[] {
  const written = typed.slice(0, typed.lastIndexOf(",") + 1);
  const taken = new Set(written.split(","));
  return retries.filter(([value]) => !taken.has(value)).map(([value, detail]) => ({ value: written + value, kind: "enum", detail }));
}

const retries: readonly (readonly [string, string])[] = [
  ["5xx", "any 5xx answer, and no answer at all"],
  ["gateway-error", "502, 503, 504"],
  ["reset", "the connection broke before the answer"],
  ["connect-failure", "no connection could be made"],
  ["refused-stream", "HTTP/2 stream refused"],
  ["retriable-4xx", "409"],
  ["retriable-status-codes", "the status codes that stand beside"],
  ["reset-before-request", "the connection broke before the request was sent"],
  ["unavailable", "gRPC unavailable"],
  ["cancelled", "gRPC cancelled"],
  ["deadline-exceeded", "gRPC deadline exceeded"],
  ["resource-exhausted", "gRPC resource exhausted"],
  ["internal", "gRPC internal"],
];

function words(entries: readonly (readonly [string, string])[]): readonly Candidate[] {
  return entries.map(([value, detail]) => ({ value, kind: "enum", ...(detail === "" ? {} : { detail }) }));
}
