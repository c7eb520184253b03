import { isKind, type Resource } from "../model/resource";
import type { Route, VirtualService } from "../model/virtualService";
import type { IndexView } from "./indexView";
import { resourceKey } from "./keys";
import { companions } from "./nearest";

/**
 * The VirtualServices that a rule's delegation names, usable or not: variants of one object, or none. One without a namespace stands
 * for the one that is named, if none is pinned there.
 */
export function delegatesNamed(index: IndexView, root: Resource<VirtualService>, route: Route): readonly Resource<VirtualService>[] {
  const name = route.delegate?.name?.value;
  if (name === undefined || name === "") return [];
  const namespace = route.delegate?.namespace?.value ?? root.effectiveNamespace;
  const named = index.lookup(resourceKey("VirtualService", name)).filter((one) => isKind(one, "VirtualService"));
  const pinned = named.filter((one) => one.effectiveNamespace === namespace);
  return companions(pinned.length > 0 ? pinned : named.filter((one) => one.namespace === undefined), root.file);
}
