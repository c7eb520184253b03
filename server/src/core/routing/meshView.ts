import type { IndexView } from "../index/indexView";
import type { Resource } from "../model/resource";
import type { VirtualService } from "../model/virtualService";
import { effectiveRules } from "./delegates";
import { Focus, type FocusOptions } from "./focus";
import { Memo } from "./memo";
import type { EffectiveRule } from "./routeModel";
import { ServiceRegistry } from "./services";

/** The mesh as the control plane would see it: what all parts of the route model read. It must not outlive its version of the index. */
export interface MeshView {
  readonly index: IndexView;
  readonly focus: Focus;
  readonly services: ServiceRegistry;
  /** The rules of a VirtualService with names resolved and delegation done. */
  rulesOf(root: Resource<VirtualService>): readonly EffectiveRule[];
}

export function meshView(index: IndexView, options: FocusOptions): MeshView {
  const focus = new Focus(index, options);
  const rules = new Memo<readonly EffectiveRule[]>();
  return {
    index,
    focus,
    services: new ServiceRegistry(focus),
    rulesOf: (root) => rules.get(root.id, () => effectiveRules(focus, root)),
  };
}
