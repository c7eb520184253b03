import type { AnnotationPlace } from "./istioAnnotations";
import { isIstioName } from "./istioAnnotations";
import type { LabelEntry } from "./labels";
import type { Namespace, Resource } from "./resource";
import type { Service } from "./service";
import type { Workload } from "./workload";

/** Objects whose annotations Istio looks at. */
export type Annotated = Resource<Namespace | Service | Workload>;

/** An annotation with a name of Istio's, and what the object or pod template that carries it is. */
export interface AnnotationUse {
  readonly entry: LabelEntry;
  /** "Other" for an object that makes pods: nothing of Istio's belongs on it. */
  readonly on: AnnotationPlace;
}

/** The annotations of Istio on an object, and on the pods that it makes. */
export function istioAnnotationsOf(resource: Annotated): readonly AnnotationUse[] {
  const { model } = resource;
  const own = resource.annotations.entries.map((entry) => ({ entry, on: placeOf(resource) }));
  const pods = model.kind === "Workload" && model.workloadKind !== "Pod" ? model.podAnnotations.entries : [];
  return [...own, ...pods.map((entry) => ({ entry, on: "Pod" as const }))].filter(({ entry }) => isIstioName(entry.key.value));
}

function placeOf({ model }: Annotated): AnnotationPlace {
  if (model.kind !== "Workload") return model.kind;
  return model.workloadKind === "Pod" ? "Pod" : "Other";
}
