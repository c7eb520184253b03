import type { Gateway } from "../model/gateway";
import type { Resource } from "../model/resource";
import type { Regexes } from "./algebra/evaluate";
import type { RouteTable } from "./gatewayHosts";
import type { GatewayPod } from "./gatewayProxy";
import type { GatewayListener } from "./gatewayServers";
import type { MeshHosts } from "./meshHosts";
import type { MeshView } from "./meshView";
import type { MeshProxy } from "./routeModel";
import type { StartOf } from "./trace";

/** What simulations of one version of the index share: the view, and tables that are made when first needed. */
export interface Engine {
  readonly view: MeshView;
  readonly regexes: Regexes;
  readonly startOf: StartOf;
  meshHosts(proxy: MeshProxy, port: number, make: () => MeshHosts): MeshHosts;
  gatewayPod(gateway: Resource<Gateway>): GatewayPod;
  listeners(proxy: MeshProxy, make: () => readonly GatewayListener[]): readonly GatewayListener[];
  table(key: string, make: () => RouteTable): RouteTable;
}
