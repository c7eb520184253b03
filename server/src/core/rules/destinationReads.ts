import type { KeyFamily } from "../index/keys";

/** Index key families that whoever judges destinations reads: who their clients are, and what the clients' proxies know. */
export const destinationReads: readonly KeyFamily[] = [
  "host",
  "wildcard-host",
  "destination-rule",
  "wildcard-destination-rule",
  "gateway",
  "workload-label",
  "delegate-users",
  "resource",
  "in-view",
  "services",
];
