import { gatewaysNamed } from "../index/gateways";
import { definitionsOf } from "../index/hosts";
import type { IndexView } from "../index/indexView";
import { workloadsIn } from "../index/workloads";
import { isWildcardHost, meshGateway, resolveGatewayName, resolveHost } from "../model/host";
import { isKind, type Resource } from "../model/resource";
import { appliesToMesh, type VirtualService } from "../model/virtualService";
import type { SimulationRequest } from "./simulation";

/** What a form for a request starts with. */
export interface RequestDefaults {
  readonly request: SimulationRequest;
  /** `namespace/name`, for a list to choose from. */
  readonly gateways: readonly string[];
  readonly workloads: readonly string[];
}

/** So many names are listed at most. */
const listed = 500;

/** A request that a VirtualService is about: its first host, through its first gateway or from a pod of its namespace. */
export function requestDefaults(index: IndexView, resource: Resource<VirtualService> | undefined, file: string): RequestDefaults {
  const names = index
    .names("namespace")
    .flatMap((namespace) => workloadsIn(index, namespace, file).map((one) => `${one.effectiveNamespace}/${one.name.value}`));
  return {
    request: resource === undefined ? plain : requestFor(index, resource),
    gateways: index.names("gateway").slice(0, listed),
    workloads: [...new Set(names)].sort().slice(0, listed),
  };
}

const plain: SimulationRequest = { from: { namespace: "default", labels: {} }, scheme: "http", host: "" };

function requestFor(index: IndexView, { model, effectiveNamespace }: Resource<VirtualService>): SimulationRequest {
  const written = model.hosts[0]?.value ?? "";
  const host = isWildcardHost(written) ? `www${written === "*" ? ".example.com" : written.slice(1)}` : written;
  const path = firstPath(model);
  const target = { host, ...(path === undefined ? {} : { path }) };
  const reference = appliesToMesh(model) ? undefined : model.gateways.find(({ value }) => value !== meshGateway)?.value;
  if (reference !== undefined) {
    const gateway = gatewaysNamed(index, reference, effectiveNamespace).find((one) => isKind(one, "Gateway"));
    const port = gateway?.model.servers[0]?.port;
    return {
      from: { gateway: resolveGatewayName(reference, effectiveNamespace) },
      scheme: schemeOf(port?.protocol?.value),
      ...target,
      ...(port?.number === undefined ? {} : { port: port.number.value }),
    };
  }
  const [definition] = definitionsOf(index, resolveHost(written, effectiveNamespace, index.mesh.domain)).definitions;
  const port = definition?.resource.model.ports.at(-1)?.number?.value;
  const scheme = model.routes.every(({ protocol }) => protocol === "tcp") ? "tcp" : "http";
  return { from: { namespace: effectiveNamespace, labels: {} }, scheme, ...target, ...(port === undefined ? {} : { port }) };
}

function firstPath(model: VirtualService): string | undefined {
  const uri = model.routes.flatMap((route) => route.matches).find((match) => match.uri !== undefined)?.uri;
  return uri?.kind === "exact" || uri?.kind === "prefix" ? uri.value.value : undefined;
}

function schemeOf(protocol: string | undefined): SimulationRequest["scheme"] {
  switch (protocol?.toUpperCase()) {
    case "HTTPS":
      return "https";
    case "TLS":
      return "tls";
    case "TCP":
    case "MONGO":
      return "tcp";
    default:
      return "http";
  }
}
