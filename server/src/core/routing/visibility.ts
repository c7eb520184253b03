import type { Resource } from "../model/resource";
import type { VirtualService } from "../model/virtualService";
import type { Spanned } from "../text/span";
import type { Focus } from "./focus";
import type { MeshProxy } from "./routeModel";

/**
 * Whether what is exported as `exportTo` says can be seen from a namespace. `otherwise` is the mesh's default, for what says nothing; with
 * `*` the rest does not count, and with `~` nobody sees it (pilot/pkg/model/push_context.go, initVirtualServices).
 */
export function isVisible(exportTo: readonly string[], otherwise: readonly string[], own: string, from: string): boolean {
  const effective = exportTo.length === 0 ? otherwise : exportTo;
  if (effective.includes("*")) return true;
  if (effective.includes("~")) return false;
  return effective.some((one) => (one === "." ? own : one) === from);
}

/**
 * The VirtualServices that a proxy sees, in the order in which they are asked: those of its own namespace that only it sees, those
 * exported to that namespace, then public ones; each oldest first (SelectVirtualServices, VirtualServicesForGateway).
 */
export function visibleInOrder(
  focus: Focus,
  virtualServices: readonly Resource<VirtualService>[],
  proxy: MeshProxy,
): readonly Resource<VirtualService>[] {
  return focus
    .pick([...new Set(virtualServices)])
    .flatMap((one) => {
      const rank = rankOf(one, proxy.namespace, focus.index.mesh.defaultExportTo.virtualService);
      return rank === undefined || one.model.hosts.length === 0 ? [] : [{ one, rank }];
    })
    .sort((a, b) => a.rank - b.rank || focus.compare(a.one, b.one))
    .map(({ one }) => one);
}

/** The texts of spanned values. */
export function textsOf(values: readonly Spanned<string>[]): readonly string[] {
  return values.map((one) => one.value);
}

/** 0: private to the namespace, 1: exported to it, 2: public; undefined: not visible. */
function rankOf(virtualService: Resource<VirtualService>, namespace: string, otherwise: readonly string[]): number | undefined {
  const own = virtualService.effectiveNamespace;
  const exportTo = textsOf(virtualService.model.exportTo);
  if ((exportTo.length === 0 ? otherwise : exportTo).includes("*")) return 2;
  if (!isVisible(exportTo, otherwise, own, namespace)) return undefined;
  return own === namespace ? 0 : 1;
}
