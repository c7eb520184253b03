import type { ResolvedHost } from "../index/hosts";
import type { ClientTls, TrafficPolicy } from "../model/destinationRule";
import { isTlsFamily, serviceEntryPortProtocol } from "../model/protocol";
import { isKind, type Resource } from "../model/resource";
import type { ServicePort } from "../model/service";
import type { ServiceEntry } from "../model/serviceEntry";

/** A port at which something outside of the mesh speaks TLS. */
export interface ExternalTlsPort {
  readonly entry: Resource<ServiceEntry>;
  readonly port: ServicePort;
  readonly number: number;
}

/** The ServiceEntries of a host that lies outside of the mesh; none where a Service or a mesh-internal entry defines it too. */
export function externalEntries(host: ResolvedHost): readonly Resource<ServiceEntry>[] {
  const entries = host.definitions.map((one) => one.resource).filter((one) => isKind(one, "ServiceEntry"));
  const outside = entries.length === host.definitions.length && entries.every((one) => one.model.location !== "MESH_INTERNAL");
  return outside ? entries : [];
}

/** The ports of an entry whose bytes are said to be TLS. */
export function tlsPorts(entry: Resource<ServiceEntry>): readonly ExternalTlsPort[] {
  return entry.model.ports.flatMap((port) =>
    port.number !== undefined && isTlsFamily(serviceEntryPortProtocol(port)) ? [{ entry, port, number: port.number.value }] : [],
  );
}

/** The settings with which a policy makes sidecars open TLS to a port: those of the port replace the others. */
export function originatedTls(policy: TrafficPolicy | undefined, port: number): ClientTls | undefined {
  const tls = (policy?.portLevelSettings.find((one) => one.port?.value === port) ?? policy)?.tls;
  return tls?.mode === undefined || tls.mode.value === "DISABLE" ? undefined : tls;
}
