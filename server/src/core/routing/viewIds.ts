/*
 * Ids of the things in a RouteView. The simulator names the same things, so that a picture can light up the path of a request.
 * A graph's id is that of its VirtualService or Service; everything in it hangs below.
 */

/** `key` is `mesh` or the `namespace/name` of a gateway. */
export function entryId(graph: string, key: string): string {
  return `${graph}>entry:${key}`;
}

/** `index` is the rule's position in its protocol's list; `delegated` the position of the delegate's rule that took its place. */
export function ruleId(graph: string, protocol: string, index: number, delegated?: number): string {
  return `${graph}>rule:${protocol}:${index}${delegated === undefined ? "" : `:${delegated}`}`;
}

/** `position` counts the destinations of the rule, then its mirrors. */
export function legId(rule: string, position: number): string {
  return `${rule}>leg:${position}`;
}

export function destinationId(graph: string, fqdn: string, subset: string | undefined, port: number | undefined): string {
  return `${graph}>destination:${fqdn}|${subset ?? ""}|${port ?? ""}`;
}

/** `endpoint` is the id of a workload, or what tells an endpoint of a ServiceEntry from the others. */
export function workloadId(graph: string, endpoint: string): string {
  return `${graph}>workload:${endpoint}`;
}
