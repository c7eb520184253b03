import type { HostDefinition } from "../index/hosts";
import { definitionsOf } from "../index/hosts";
import { wildcardHostKey } from "../index/keys";
import { companions } from "../index/nearest";
import { isWildcardHost } from "../model/host";
import { protocolOf } from "../model/protocol";
import { isKind } from "../model/resource";
import type { Focus } from "./focus";
import { Memo } from "./memo";
import type { MeshPort, MeshService } from "./routeModel";
import { isVisible, textsOf } from "./visibility";

/** The Services and ServiceEntries of the mesh, by host, port and address. */
export class ServiceRegistry {
  readonly #focus: Focus;
  readonly #byHost = new Memo<readonly MeshService[]>();
  #all: readonly MeshService[] | undefined;
  readonly #byPort = new Map<number, MeshService[]>();
  readonly #byAddress = new Map<string, MeshService[]>();
  readonly #aliases = new Map<string, MeshService[]>();
  #wildcards: readonly MeshService[] = [];

  constructor(focus: Focus) {
    this.#focus = focus;
  }

  /** All that define exactly this host (not those whose wildcard covers it), in any namespace: Kubernetes first, then oldest first. */
  named(hostname: string): readonly MeshService[] {
    return this.#byHost.get(hostname, () => {
      const definitions = this.#definitions(this.#focus.canonicalHost(hostname));
      const kept = new Set(this.#focus.pickFitting(definitions.map((one) => one.resource)));
      const services = definitions
        .filter((one) => kept.has(one.resource))
        .map((one) => serviceOf(one, this.#focus.index.mesh.defaultExportTo.service));
      return services.sort(
        (a, b) => Number(b.kubernetes) - Number(a.kubernetes) || this.#focus.compare(a.definition.resource, b.definition.resource),
      );
    });
  }

  /**
   * A service, then the other variants of its object that go together with the file in focus: each may be the one that is applied.
   */
  variantsOf(service: MeshService): readonly MeshService[] {
    const { resource, fqdn } = service.definition;
    const variants = companions(this.#focus.variantsOf(resource), this.#focus.options.file);
    if (variants.length < 2) return [service];
    const definitions = this.#definitions(fqdn.toLowerCase()).filter((one) => one.resource !== resource && variants.includes(one.resource));
    return [service, ...definitions.map((one) => serviceOf(one, this.#focus.index.mesh.defaultExportTo.service))];
  }

  /** Those that have a port of this number, each host and namespace once. */
  onPort(port: number): readonly MeshService[] {
    this.#scan();
    return this.#byPort.get(port) ?? [];
  }

  /** Those that have this virtual address. */
  atAddress(address: string): readonly MeshService[] {
    this.#scan();
    return this.#byAddress.get(address) ?? [];
  }

  /** Those of type ExternalName that stand for a host. */
  aliasesOf(hostname: string): readonly MeshService[] {
    this.#scan();
    return this.#aliases.get(hostname) ?? [];
  }

  /** Those with a wildcard host. */
  wildcards(): readonly MeshService[] {
    this.#scan();
    return this.#wildcards;
  }

  all(): readonly MeshService[] {
    return this.#scan();
  }

  #definitions(canonical: string): readonly HostDefinition[] {
    const { index } = this.#focus;
    if (!isWildcardHost(canonical))
      return definitionsOf(index, canonical).definitions.filter((one) => one.fqdn.toLowerCase() === canonical);
    return index
      .lookup(wildcardHostKey)
      .filter((resource) => isKind(resource, "ServiceEntry"))
      .flatMap((resource) => {
        const host = resource.model.hosts.find((one) => one.value.toLowerCase() === canonical);
        return host === undefined ? [] : [{ resource, fqdn: host.value, ports: resource.model.ports }];
      });
  }

  #scan(): readonly MeshService[] {
    if (this.#all !== undefined) return this.#all;
    const hosts = new Set(this.#focus.index.names("host").map((host) => host.toLowerCase()));
    this.#all = [...hosts].flatMap((host) => this.named(host));
    for (const service of this.#all) {
      for (const { number } of service.ports) add(this.#byPort, number, service);
      for (const address of service.addresses) add(this.#byAddress, address, service);
      if (service.aliasOf !== undefined) add(this.#aliases, service.aliasOf, service);
    }
    this.#wildcards = this.#all.filter((one) => isWildcardHost(one.hostname));
    return this.#all;
  }
}

/** Whether a service can be seen from a namespace (2.4 of the routing semantics). */
export function isServiceVisible({ exportTo, namespace }: MeshService, from: string): boolean {
  return isVisible(exportTo, [], namespace, from);
}

/** The port with a number. */
export function portOf(service: MeshService, number: number): MeshPort | undefined {
  return service.ports.find((port) => port.number === number);
}

/** Of services with one host in several namespaces: the client's own first, else the first in order (pilot/pkg/model/sidecar.go, selectServices). */
export function preferOwn(services: readonly MeshService[], namespace: string): MeshService | undefined {
  return services.find((one) => one.namespace === namespace) ?? services[0];
}

function serviceOf(definition: HostDefinition, exportedByDefault: readonly string[]): MeshService {
  const { resource, fqdn } = definition;
  const written = isKind(resource, "Service") ? resource.model.exportTo : textsOf(resource.model.exportTo);
  const exportTo = written.length === 0 ? exportedByDefault : written;
  const base = { hostname: fqdn.toLowerCase(), namespace: resource.effectiveNamespace, exportTo, definition };
  if (isKind(resource, "Service")) {
    const { clusterIP, type, externalName } = resource.model;
    const headless = clusterIP === "None";
    return {
      ...base,
      kubernetes: true,
      ports: portsOf(definition, "Service"),
      addresses: clusterIP === undefined || clusterIP === "" || headless ? [] : [clusterIP],
      headless,
      aliasOf: type === "ExternalName" ? externalName?.value.toLowerCase() : undefined,
    };
  }
  return {
    ...base,
    kubernetes: false,
    ports: portsOf(definition, "ServiceEntry"),
    addresses: isWildcardHost(fqdn) ? [] : textsOf(resource.model.addresses),
    headless: false,
    aliasOf: undefined,
  };
}

function portsOf({ ports }: HostDefinition, owner: "Service" | "ServiceEntry"): readonly MeshPort[] {
  return ports.flatMap((port) =>
    port.number === undefined
      ? []
      : [{ number: port.number.value, protocol: protocolOf(port, owner), name: port.name?.value, targetPort: port.targetPort?.value }],
  );
}

function add<K>(map: Map<K, MeshService[]>, key: K, service: MeshService): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [service]);
  else if (!list.includes(service)) list.push(service);
}
