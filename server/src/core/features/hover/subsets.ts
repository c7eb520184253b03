import { type HostDefinition, nearestDefinition, resolveHostIn } from "../../index/hosts";
import type { DestinationRule, Subset } from "../../model/destinationRule";
import { type PolicyInForce, policyInForce, portsWithPolicy } from "../../model/effectivePolicy";
import { describeLabels } from "../../model/labels";
import { describeResource, isKind, type Resource } from "../../model/resource";
import { stateOfDestination } from "../../routing/destinationState";
import { endpointsOf } from "../../routing/endpoints";
import { code } from "../../schema/describeField";
import { type HoverSite, replicas, textBeside } from "./hoverSite";

/** A subset where it is used: who defines it, its pods, and the traffic policy that holds for it. */
export function subsetMarkdown(site: HoverSite): string | undefined {
  const { index, owner, value, file } = site;
  const host = textBeside(site, [...site.path.slice(0, -1), "host"]);
  if (owner === undefined || host === undefined) return undefined;
  const span = { start: 0, end: 0 };
  const state = stateOfDestination(index, owner, { host: { value: host, span }, subset: { value, span }, port: undefined });
  if (state.subset === undefined)
    return `Subset ${code(value)} of ${code(state.host.fqdn)}\n\n${state.problem ?? "No DestinationRule defines it."}`;
  return describeSubset(site, state.subset.rule, state.subset.subset, state.definition, state.host.fqdn, file);
}

/** A subset where it is defined. */
export function subsetDefinitionMarkdown(site: HoverSite): string | undefined {
  const { owner, index, file } = site;
  if (owner === undefined || !isKind(owner, "DestinationRule")) return undefined;
  const subset = owner.model.subsets.find((one) => one.name?.value === site.value);
  const host = owner.model.host?.value;
  if (subset === undefined || host === undefined) return undefined;
  const resolved = resolveHostIn(index, host, owner.effectiveNamespace);
  return describeSubset(site, owner, subset, nearestDefinition(resolved, file), resolved.fqdn, file);
}

function describeSubset(
  { index }: HoverSite,
  rule: Resource<DestinationRule>,
  subset: Subset,
  definition: HostDefinition | undefined,
  fqdn: string,
  file: string,
): string {
  const labels = describeLabels(subset.labels);
  return [
    `Subset ${code(subset.name?.value ?? "")} of ${code(fqdn)}, defined by ${describeResource(rule)}`,
    `Labels: ${labels === "" ? "none, so it is every pod of the host" : code(labels)}`,
    ...(definition === undefined ? [] : [podsMarkdown(index, definition, subset, file)]),
    policyMarkdown(rule, subset),
  ].join("\n\n");
}

function podsMarkdown(index: HoverSite["index"], definition: HostDefinition, subset: Subset, file: string): string {
  const { managed, groups } = endpointsOf(index, definition, subset.labels, file);
  if (!managed) return "Its endpoints are found at run time.";
  if (groups.length === 0) {
    return index.inView("Workload", definition.resource.effectiveNamespace)
      ? "**No workload in view carries these labels:** requests get 503."
      : "No workload of the namespace is in view.";
  }
  return ["Selects:", ...groups.map((group) => `- ${group.kind} ${group.name}, ${replicas(group.replicas)}`)].join("\n");
}

function policyMarkdown(rule: Resource<DestinationRule>, subset: Subset): string {
  const parts = policyInForce(rule.model.trafficPolicy, subset.trafficPolicy);
  const ports = portsWithPolicy(rule.model.trafficPolicy, subset.trafficPolicy);
  if (parts.length === 0 && ports.length === 0) return "Traffic policy: none is written, the defaults of the mesh hold.";
  return [
    "Traffic policy in force:",
    ...parts.map((part) => `- ${partWords(part)} (from the ${part.from})`),
    ...ports.map(
      ({ port, from, parts: own }) =>
        `- port ${port} instead: ${own.length === 0 ? "defaults" : own.map(partWords).join("; ")} (from the ${from})`,
    ),
  ].join("\n");
}

function partWords({ part, settings }: PolicyInForce): string {
  const shown = settings.slice(0, 6).map(({ path, value }) => `${path} ${value}`);
  return `${part}: ${shown.join(", ")}${settings.length > 6 ? ", …" : ""}`;
}
