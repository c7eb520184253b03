import { type Report, rejectedByWebhook, removal, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { localityProblem } from "../primitives/localities";
import { policiesAndPortsOf } from "../primitives/trafficPolicy";

/** Source: pkg/config/validation/agent/validation.go ValidateLocalityLbSetting and its counterpart for zoneAwareLbSetting. */
export const invalidLocalitySetting: ValidationRule = {
  code: "invalid-locality-setting",
  docs: {
    what: "Balancing by locality has weights that do not add up to 100, localities that overlap, or a failover that leads nowhere.",
    why: "The webhook rejects it. Weights are whole percentages per origin; a failover goes from one region to another.",
    bad: "localityLbSetting:\n  distribute:\n  - from: eu/*\n    to: {eu/*: 80, us/*: 10}",
    good: "localityLbSetting:\n  distribute:\n  - from: eu/*\n    to: {eu/*: 80, us/*: 20}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["DR-58", "DR-65", "DR-66", "DR-67", "DR-68", "DR-69", "DR-71", "DR-72", "DR-73", "DR-75", "DR-77", "DR-78", "DR-79"],
  kinds: ["DestinationRule"],
  check({ spec }, report) {
    for (const policy of policiesAndPortsOf(spec)) {
      const balancer = policy.get("loadBalancer");
      const [locality, zone] = [balancer?.get("localityLbSetting"), balancer?.get("zoneAwareLbSetting")];
      if (locality !== undefined && zone !== undefined) {
        report(zone.path, '"localityLbSetting" and "zoneAwareLbSetting" exclude each other. Remove one of them.', {
          on: "key",
          fixes: [removal(zone.path), removal(locality.path)],
        });
      }
      if (locality !== undefined) {
        checkDistribution(locality, report);
        checkPriorities(locality, locality.items("failover").length > 0, "failover", report);
      }
      if (zone !== undefined) checkPriorities(zone, true, "zone awareness", report);
      for (const setting of [locality, zone]) for (const failover of setting?.items("failover") ?? []) checkFailover(failover, report);
    }
  },
};

function checkDistribution(setting: Field, report: Report): void {
  const origins = setting.items("distribute");
  if (origins.length > 0 && setting.items("failover").length > 0) {
    const path = [...setting.path, "failover"];
    report(path, '"distribute" and "failover" exclude each other. Remove one of them.', {
      on: "key",
      fixes: [removal(path), removal([...setting.path, "distribute"])],
    });
  }
  for (const origin of origins) checkWeights(origin, report);
  const problem = localityProblem(origins.map((origin) => origin.text("from")));
  const at = problem === undefined ? undefined : origins[problem.at];
  if (problem !== undefined && at !== undefined) report([...at.path, "from"], problem.problem, { missing: true });
}

function checkWeights(origin: Field, report: Report): void {
  const targets = origin.entries("to");
  let total = 0;
  let inRange = true;
  for (const [, { value, path }] of targets) {
    if (typeof value !== "number") continue;
    total += value;
    if (value >= 1 && value <= 100) continue;
    inRange = false;
    report(path, `${value} is no weight. Write a number from 1 to 100, or remove the locality.`);
  }
  if (inRange && total !== 100) {
    report([...origin.path, "to"], `The weights add up to ${total}. Change them so that they are 100 together.`, {
      on: "key",
      missing: true,
    });
  }
  // Istio takes the keys in any order: the one in which a wildcard covers the others can come.
  const ordered = [...targets].sort(([a], [b]) => Number(b.endsWith("*")) - Number(a.endsWith("*")) || a.length - b.length);
  const problem = localityProblem(ordered.map(([locality]) => locality));
  const at = problem === undefined ? undefined : ordered[problem.at]?.[1];
  if (problem !== undefined && at !== undefined) report(at.path, problem.problem, { on: "key" });
}

/** Labels of the topology say by themselves what fails over to what. */
function checkPriorities(setting: Field, exclusive: boolean, what: string, report: Report): void {
  if (!exclusive) return;
  for (const { value, path } of setting.items("failoverPriority")) {
    if (typeof value !== "string" || !topologyLabels.includes(value)) continue;
    report(path, `"${value}" orders by topology, which ${what} does already. Remove it.`, { fixes: [removal(path, "Remove the label")] });
  }
}

function checkFailover(failover: Field, report: Report): void {
  const [from, to] = [failover.text("from"), failover.text("to")];
  if (from === to)
    report([...failover.path, "to"], `A failover leads to another region, and "${to}" is the same. Name another one.`, { missing: true });
  for (const field of ["from", "to"]) {
    const region = failover.text(field);
    const path = [...failover.path, field];
    if (region.includes("/")) report(path, `A failover is between regions: write the region alone, without zone.`);
    if (region.includes("*")) report(path, `A failover is between regions that are named: "*" is not possible. Name one.`);
  }
}

const topologyLabels = ["topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone"];
