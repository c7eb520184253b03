import type { IndexView } from "../index/indexView";
import { resolveHost } from "../model/host";
import type { Resource } from "../model/resource";
import { destinationsOf, type VirtualService } from "../model/virtualService";
import type { Spanned } from "../text/span";
import type { Fix } from "./finding";
import { replaceValue } from "./fixText";
import { type AskedPort, createHost } from "./newObjects";

/**
 * What can be done about a host that nothing defines: the Service of that name in another namespace in full, a name like it, or a new
 * Service or ServiceEntry with the ports that `asked` names.
 */
export function unknownHostFixes(
  resource: Resource,
  host: Spanned<string>,
  near: readonly string[],
  asked: readonly AskedPort[],
  index: IndexView,
): readonly Fix[] {
  const names = [...new Set([...sameNameElsewhere(host.value, index), ...near])].slice(0, 3);
  return [...names.map((name) => replaceValue(resource, host, name, "suggestion")), ...createHost(resource, host.value, asked, index)];
}

/** The ports of a host that the rules of a VirtualService ask for. */
export function askedPorts({ model, effectiveNamespace }: Resource<VirtualService>, host: string, index: IndexView): readonly AskedPort[] {
  const resolve = (one: string) => resolveHost(one, effectiveNamespace, index.mesh.domain);
  return model.routes.flatMap((route) =>
    destinationsOf(route)
      .filter((destination) => destination.host !== undefined && resolve(destination.host.value) === resolve(host))
      .map(({ port }) => ({ number: port?.value, protocol: route.protocol })),
  );
}

/** Short names mean the own namespace: Services of other namespaces are named in full. */
function sameNameElsewhere(host: string, index: IndexView): readonly string[] {
  if (host.includes(".")) return [];
  return index.names("host").filter((name) => name.startsWith(`${host}.`) && name.endsWith(`.svc.${index.mesh.domain}`));
}
