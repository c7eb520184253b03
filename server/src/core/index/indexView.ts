import type { MeshSettings } from "../model/mesh";
import type { Resource } from "../model/resource";
import type { IndexKey, NameFamily } from "./keys";

/**
 * What readers (rules, routing, features) see of the workspace. Every call is recorded when the reader is a check, hits and misses alike.
 * Results are in a stable order: by file, document, item.
 */
export interface IndexView {
  readonly mesh: MeshSettings;
  /** The resources that contribute to a key. */
  lookup(key: IndexKey): readonly Resource[];
  /**
   * Whether resources of `kind` (a manifest kind, "Workload" for any pod maker) of a namespace can be seen, so that absence means
   * "does not exist": one of them is in view, or the files are said to be the whole mesh, and none has a name that a template gives.
   */
  inView(kind: string, namespace: string): boolean;
  /** Names for suggestions: fully qualified hosts, `ns/name` of gateways and VirtualServices, namespaces. */
  names(family: NameFamily): readonly string[];
  /** The answer to a question about the workspace, which `question` names in full. Within one check it is worked out once. */
  once<T>(question: string, answer: () => T): T;
}
