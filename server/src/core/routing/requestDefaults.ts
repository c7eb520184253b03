import { gatewaysNamed } from "../index/gateways";
import { definitionsOf } from "../index/hosts";
import type { IndexView } from "../index/indexView";
import { workloadsIn } from "../index/workloads";
import type { Server } from "../model/gateway";
import { hostMatches, isWildcardHost, meshGateway, resolveGatewayName, resolveHost } from "../model/host";
import { describeResource, isKind, type Resource } from "../model/resource";
import type { Service } from "../model/service";
import { appliesToMesh, type RouteProtocol, type VirtualService } from "../model/virtualService";
import { rulesServedBy } from "./gatewayServers";
import { type RequestExample, requestExamples } from "./requestExamples";
import type { Simulation, SimulationRequest } from "./simulation";

/** What a form for a request starts with. */
export interface RequestDefaults {
  /** `VirtualService default/website`: what the request is about. */
  readonly subject: string | undefined;
  readonly request: SimulationRequest;
  /** Requests that its rules take, in their order. */
  readonly examples: readonly RequestExample[];
  /** `namespace/name`, for a list to choose from. */
  readonly gateways: readonly string[];
  readonly workloads: readonly string[];
}

/** What requests are made for. */
export type RequestSubject = Resource<VirtualService> | Resource<Service>;

/** So many names are listed at most. */
const listed = 500;

/**
 * A request that a VirtualService is about (its first host, through its first gateway or from a pod of its namespace), or one to a
 * Service, and examples for the rules. `simulate` tells where a request goes.
 */
export function requestDefaults(
  index: IndexView,
  subject: RequestSubject | undefined,
  file: string,
  simulate: (request: SimulationRequest) => Simulation,
): RequestDefaults {
  const names = index
    .names("namespace")
    .flatMap((namespace) => workloadsIn(index, namespace, file).map((one) => `${one.effectiveNamespace}/${one.name.value}`));
  const request = subject === undefined ? plain : requestFor(index, subject);
  return {
    subject: subject === undefined ? undefined : describeResource(subject),
    request,
    examples: subject !== undefined && isKind(subject, "VirtualService") ? requestExamples(subject, request, simulate) : [],
    gateways: index.names("gateway").slice(0, listed),
    workloads: [...new Set(names)].sort().slice(0, listed),
  };
}

const plain: SimulationRequest = { from: { namespace: "default", labels: {} }, scheme: "http", host: "" };

function requestFor(index: IndexView, subject: RequestSubject): SimulationRequest {
  if (isKind(subject, "VirtualService")) return requestThrough(index, subject);
  const port = subject.model.ports[0]?.number?.value;
  return {
    from: { namespace: subject.effectiveNamespace, labels: {} },
    scheme: "http",
    host: subject.name.value,
    ...(port === undefined ? {} : { port }),
  };
}

function requestThrough(index: IndexView, { model, effectiveNamespace }: Resource<VirtualService>): SimulationRequest {
  const written = model.hosts[0]?.value ?? "";
  const host = isWildcardHost(written) ? `www${written === "*" ? ".example.com" : written.slice(1)}` : written;
  const path = firstPath(model);
  const target = { host, ...(path === undefined ? {} : { path }) };
  const reference = appliesToMesh(model) ? undefined : model.gateways.find(({ value }) => value !== meshGateway)?.value;
  if (reference !== undefined) {
    const gateway = gatewaysNamed(index, reference, effectiveNamespace).find((one) => isKind(one, "Gateway"));
    const server = gateway === undefined ? undefined : serverFor(gateway.model.servers, model);
    const port = server?.port.number?.value;
    return {
      from: { gateway: resolveGatewayName(reference, effectiveNamespace) },
      scheme: server === undefined ? "http" : schemeOf(server),
      ...target,
      ...(port === undefined ? {} : { port }),
    };
  }
  const [definition] = definitionsOf(index, resolveHost(written, effectiveNamespace, index.mesh.domain)).definitions;
  const port = definition?.resource.model.ports.at(-1)?.number?.value;
  const scheme = model.routes.every(({ protocol }) => protocol === "tcp") ? "tcp" : "http";
  return { from: { namespace: effectiveNamespace, labels: {} }, scheme, ...target, ...(port === undefined ? {} : { port }) };
}

/** The server that the first rule is for: one of its kind and for one of the hosts, if there is such. */
function serverFor(servers: readonly Server[], { routes, hosts }: VirtualService): Server | undefined {
  const protocol: RouteProtocol = routes[0]?.protocol ?? "http";
  const port = routes[0]?.matches.find((match) => match.port !== undefined)?.port?.value;
  const fits = servers.filter((server) => rulesServedBy(server) === protocol);
  const serves = (server: Server): boolean =>
    server.hosts.some((one) => hosts.some(({ value }) => hostMatches(one.value.slice(one.value.indexOf("/") + 1), value)));
  return (
    fits.find((server) => server.port.number?.value === port && serves(server)) ??
    fits.find((server) => serves(server) && server.tls?.httpsRedirect !== true) ??
    fits[0] ??
    servers[0]
  );
}

function firstPath(model: VirtualService): string | undefined {
  const uri = model.routes.flatMap((route) => route.matches).find((match) => match.uri !== undefined)?.uri;
  return uri?.kind === "exact" || uri?.kind === "prefix" ? uri.value.value : undefined;
}

function schemeOf(server: Server): SimulationRequest["scheme"] {
  const encrypted = server.tls !== undefined && server.tls.httpsRedirect !== true;
  switch (rulesServedBy(server)) {
    case "http":
      return encrypted ? "https" : "http";
    case "tcp":
      return encrypted ? "tls" : "tcp";
    case "tls":
    case undefined:
      return "tls";
  }
}
