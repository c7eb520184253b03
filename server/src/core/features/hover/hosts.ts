import { nearestDefinition, resolveHostIn } from "../../index/hosts";
import { describeResource } from "../../model/resource";
import type { ServicePort } from "../../model/service";
import { stateOfDestination } from "../../routing/destinationState";
import { endpointsOf } from "../../routing/endpoints";
import { code } from "../../schema/describeField";
import { type HoverSite, replicas } from "./hoverSite";

/** What a host resolves to: its full name, who defines it, its ports, and how many pods answer. */
export function hostMarkdown(site: HoverSite): string | undefined {
  const { index, owner, value, file, namespace } = site;
  if (value.includes("*")) return wildcardMarkdown(value);
  const host = resolveHostIn(index, value, namespace);
  const definition = nearestDefinition(host, file);
  const title = value === host.fqdn ? code(value) : `${code(value)} is ${code(host.fqdn)}`;
  if (definition === undefined) {
    const span = { start: 0, end: 0 };
    const problem =
      owner === undefined
        ? undefined
        : stateOfDestination(index, owner, { host: { value, span }, subset: undefined, port: undefined }).problem;
    return `${title}\n\n${problem ?? "No Service or ServiceEntry of this name is in view."}`;
  }
  const { resource, ports } = definition;
  const variants = host.definitions.filter((one) => one.resource !== resource).length;
  const { groups, managed } = endpointsOf(index, definition, undefined, file);
  const pods = groups.reduce((sum, group) => sum + group.replicas, 0);
  return [
    title,
    `${describeResource(resource)}${variants === 0 ? "" : ` (and ${variants} more of this host in other files)`}`,
    ...(ports.length === 0 ? [] : [`Ports: ${ports.map(portWords).join(", ")}`]),
    ...(managed
      ? [`Endpoints in view: ${groups.length === 0 ? "none" : `${groups.map((one) => one.name).join(", ")} (${replicas(pods)})`}`]
      : []),
  ].join("\n\n");
}

/** The port of the host beside: its name and protocol. */
export function portMarkdown(site: HoverSite, host: string | undefined): string | undefined {
  if (host === undefined) return undefined;
  const definition = nearestDefinition(resolveHostIn(site.index, host, site.namespace), site.file);
  if (definition === undefined) return undefined;
  const port = definition.ports.find((one) => String(one.number?.value) === site.value);
  if (port !== undefined) return `Port ${portWords(port)} of ${code(definition.fqdn)}`;
  const others = definition.ports.map(portWords).join(", ");
  return `${code(definition.fqdn)} has no port ${site.value}; it has ${others === "" ? "none" : others}. Requests get 503.`;
}

function portWords({ number, name, protocol, appProtocol }: ServicePort): string {
  const kind = appProtocol?.value ?? protocol?.value;
  const extra = [name?.value, kind].filter((part) => part !== undefined).join(", ");
  return `${number?.value ?? "?"}${extra === "" ? "" : ` (${extra})`}`;
}

function wildcardMarkdown(host: string): string {
  return host === "*"
    ? "Every host that no other rule names."
    : `Every host that ends with ${code(host.slice(1))}, however many labels stand in front.`;
}
