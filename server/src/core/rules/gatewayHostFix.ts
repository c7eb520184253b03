import type { Gateway, Server } from "../model/gateway";
import type { Resource } from "../model/resource";
import type { Fix, FixContext, FixEdit } from "./finding";

/**
 * Adds hosts of a VirtualService in `namespace` to a server of a Gateway, one fix for each of up to three servers; with the namespace
 * where the server names one with each of its hosts.
 */
export function addGatewayHosts(
  gateway: Resource<Gateway>,
  hosts: readonly string[],
  namespace: string,
  context: FixContext,
): readonly Fix[] {
  const { servers } = gateway.model;
  return servers.slice(0, 3).flatMap((server) => {
    const edits = additions(gateway, server, hosts, namespace, context);
    const which = servers.length === 1 ? "" : `, port ${server.port.number?.value ?? server.port.name?.value ?? "?"}`;
    const title = `Add ${hosts.join(", ")} to Gateway ${gateway.name.value}${which}`;
    return edits === undefined ? [] : [{ title, kind: "suggestion" as const, edits }];
  });
}

function additions(
  gateway: Resource<Gateway>,
  server: Server,
  hosts: readonly string[],
  namespace: string,
  context: FixContext,
): readonly FixEdit[] | undefined {
  const last = server.hosts.at(-1);
  if (last === undefined) return undefined;
  const scoped = server.hosts.every((host) => host.value.includes("/"));
  const edits: FixEdit[] = [];
  for (const host of hosts) {
    const made = context.editsFor(gateway, { action: "append-item", beside: last.span, value: scoped ? `${namespace}/${host}` : host });
    if (made === undefined) return undefined;
    edits.push(...made);
  }
  return edits;
}
