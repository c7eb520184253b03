import type { Field } from "../field";

/** Patches for waypoints are not validated (pkg/config/validation/envoyfilter/envoyfilter.go). */
export function isForWaypoint(entry: Field): boolean {
  return entry.get("match")?.text("context") === "WAYPOINT";
}

/** What a patch changes, by the class of its objects. */
export function classOf(applyTo: string): "listener" | "routeConfiguration" | "cluster" | undefined {
  switch (applyTo) {
    case "LISTENER":
    case "FILTER_CHAIN":
    case "NETWORK_FILTER":
    case "HTTP_FILTER":
      return "listener";
    case "ROUTE_CONFIGURATION":
    case "VIRTUAL_HOST":
    case "HTTP_ROUTE":
      return "routeConfiguration";
    case "CLUSTER":
      return "cluster";
    default:
      return undefined;
  }
}
