import type { NewValue } from "../edit/treeChange";
import type { IndexView } from "../index/indexView";
import { allGatewaysKey } from "../index/keys";
import { nearest } from "../index/nearest";
import { selectableLabels, workloadsIn } from "../index/workloads";
import { gatewayDomainProblem, isDnsLabel } from "../model/dnsName";
import { parseServiceHost, resolveHost } from "../model/host";
import { labelValue } from "../model/labels";
import { isKind, type Resource } from "../model/resource";
import type { RouteProtocol, VirtualService } from "../model/virtualService";
import type { Fix } from "./finding";

/** A port that clients ask a host for, and what they speak. */
export interface AskedPort {
  readonly number: number | undefined;
  readonly protocol: RouteProtocol;
}

/** `metadata` of an object beside `from`: the namespace is written where it is another one, or where `from` writes its own. */
export function metadataBeside(from: Resource, name: string, namespace: string = from.effectiveNamespace): NewValue {
  return from.namespace === undefined && namespace === from.effectiveNamespace ? { name } : { name, namespace };
}

/** A fix that puts a new object behind the document of `from`. */
export function createObject(from: Resource, title: string, manifest: NewValue): Fix {
  return { title, kind: "suggestion", edits: [], newDocument: { after: from, manifest } };
}

/**
 * Creates what defines a host: a Service where the host is one of the cluster, with the labels and ports of the workload of that name
 * if one is in view; else a ServiceEntry. Nothing for names that can be neither.
 */
export function createHost(from: Resource, host: string, asked: readonly AskedPort[], index: IndexView): readonly Fix[] {
  const fqdn = resolveHost(host, from.effectiveNamespace, index.mesh.domain);
  const service = parseServiceHost(fqdn, index.mesh.domain);
  if (service !== undefined) return [createService(from, service, asked, index)];
  const second = fqdn.split(".")[1] ?? "";
  if (fqdn.includes("*") || !fqdn.includes(".") || index.names("namespace").includes(second)) return [];
  return [createServiceEntry(from, fqdn, asked)];
}

function createService(
  from: Resource,
  { service, namespace }: { readonly service: string; readonly namespace: string },
  asked: readonly AskedPort[],
  index: IndexView,
): Fix {
  const candidates = workloadsIn(index, namespace, from.file).flatMap((workload) => {
    const labels = selectableLabels(workload);
    const key = ["app", "app.kubernetes.io/name"].find((one) => labelValue(labels, one) === service);
    return key === undefined ? [] : [{ workload, key }];
  });
  const [match] = candidates;
  const containerPort =
    match !== undefined && isKind(match.workload, "Workload") ? match.workload.model.containerPorts[0]?.number : undefined;
  const ports = distinct(asked).map(({ number, protocol }) => {
    const port = number ?? containerPort ?? 80;
    return {
      name: protocol,
      port,
      ...(containerPort === undefined || containerPort === port ? {} : { targetPort: containerPort }),
    };
  });
  return createObject(from, `Create a Service ${service}`, {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadataBeside(from, service, namespace),
    spec: { selector: { [match?.key ?? "app"]: service }, ports: withDistinctNames(ports) },
  });
}

function createServiceEntry(from: Resource, host: string, asked: readonly AskedPort[]): Fix {
  const ports = distinct(asked).map(({ number, protocol }) => {
    const known = number ?? (protocol === "tls" ? 443 : 80);
    const name = protocol === "http" && known === 443 ? "https" : protocol;
    return { number: known, name, protocol: name.toUpperCase() };
  });
  return createObject(from, `Create a ServiceEntry for ${host}`, {
    apiVersion: from.apiVersion.value,
    kind: "ServiceEntry",
    metadata: metadataBeside(from, host.replaceAll(".", "-").toLowerCase()),
    spec: { hosts: [host], location: "MESH_EXTERNAL", ports: withDistinctNames(ports), resolution: "DNS" },
  });
}

/**
 * Creates the Gateway that a VirtualService names, for its hosts: on the pods that other Gateways in view are for, else those of
 * Istio's own ingress gateway. Nothing for rules of different protocols, which one server cannot
 * take, and where a name is none that a Gateway can have.
 */
export function createGateway(
  from: Resource<VirtualService>,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  index: IndexView,
): readonly Fix[] {
  const [protocol, other] = new Set(from.model.routes.map((route) => route.protocol));
  const hosts = from.model.hosts.map((host) => resolveHost(host.value, from.effectiveNamespace, index.mesh.domain));
  const numbers = [...new Set(from.model.routes.flatMap((route) => route.matches.flatMap((match) => match.port?.value ?? [])))];
  if (protocol === undefined || other !== undefined || !isDnsLabel(name) || hosts.length === 0) return [];
  if (hosts.some((host) => host !== "*" && (!host.includes(".") || gatewayDomainProblem(host, false) !== undefined))) return [];
  if (protocol === "tcp" && numbers.length === 0) return [];
  const ports = (numbers.length > 0 ? numbers : [protocol === "tls" ? 443 : 80]).map((number) => ({
    number,
    name: protocol,
    protocol: protocol.toUpperCase(),
  }));
  const servers = withDistinctNames(ports).map(
    (port): NewValue => (protocol === "tls" ? { port, hosts, tls: { mode: "PASSTHROUGH" } } : { port, hosts }),
  );
  const others = index
    .lookup(allGatewaysKey)
    .filter((one) => isKind(one, "Gateway"))
    .filter((one) => one.model.selector.entries.length > 0);
  const selector = nearest(others, from.file)?.model.selector.entries.map(({ key, value }) => [key.value, value.value] as const);
  return [
    createObject(from, `Create a Gateway ${name}`, {
      apiVersion: from.apiVersion.value,
      kind: "Gateway",
      metadata: metadataBeside(from, name, namespace),
      spec: { selector: Object.fromEntries(selector ?? [["istio", "ingressgateway"]]), servers },
    }),
  ];
}

/** One of each number; without a number only where there is no other. */
function distinct(asked: readonly AskedPort[]): readonly AskedPort[] {
  const numbered = asked.filter(({ number }) => number !== undefined && number > 0 && number <= 65535);
  if (numbered.length > 0) return numbered.filter((one, at) => numbered.findIndex((other) => other.number === one.number) === at);
  return [{ number: undefined, protocol: asked[0]?.protocol ?? "http" }];
}

/** Port names are unique within an object: a second one of a protocol has its number behind it. */
function withDistinctNames<T extends { readonly name: string }>(ports: readonly T[]): readonly T[] {
  const numberOf = (port: T) => Object.values(port).find((value) => typeof value === "number");
  return ports.map((port, at) =>
    ports.findIndex((other) => other.name === port.name) === at ? port : { ...port, name: `${port.name}-${numberOf(port)}` },
  );
}
