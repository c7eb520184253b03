import type { ValidatedObject } from "../../validation";
import type { Field } from "../field";

/** The traffic policies of a DestinationRule and of its subsets. */
export function policiesOf(spec: Field): readonly Field[] {
  return [...spec.select("trafficPolicy"), ...spec.select("subsets[].trafficPolicy")];
}

/** The same with what they set for single ports. */
export function policiesAndPortsOf(spec: Field): readonly Field[] {
  const policies = policiesOf(spec);
  return [...policies, ...policies.flatMap((policy) => policy.items("portLevelSettings"))];
}

/** Every connection pool of a DestinationRule or Sidecar. */
export function connectionPoolsOf({ kind, spec }: ValidatedObject): readonly Field[] {
  if (kind === "Sidecar") return [...spec.select("ingress[].connectionPool"), ...spec.select("inboundConnectionPool")];
  return policiesAndPortsOf(spec).flatMap((policy) => policy.get("connectionPool") ?? []);
}
