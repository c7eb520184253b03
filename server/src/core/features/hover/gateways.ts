import { gatewaysNamed } from "../../index/gateways";
import { nearest } from "../../index/nearest";
import { meshGateway } from "../../model/host";
import { describeLabels, selects } from "../../model/labels";
import { describeResource, isKind } from "../../model/resource";
import { code } from "../../schema/describeField";
import { type HoverSite, replicas } from "./hoverSite";

/** What a gateway listens to and which proxies serve it. */
export function gatewayMarkdown(site: HoverSite): string {
  const { index, value, file, namespace } = site;
  if (value === meshGateway) return "`mesh` stands for all sidecars: the rules hold for calls inside the mesh.";
  const gateway = nearest(gatewaysNamed(index, value, namespace), file);
  if (gateway === undefined) return `No Gateway ${code(value)} is in view.`;
  if (!isKind(gateway, "Gateway")) return describeResource(gateway);
  const servers = gateway.model.servers.map((server) => {
    const port = [server.port.protocol?.value, server.port.number?.value].filter((part) => part !== undefined).join(" ");
    const tls = server.tls === undefined ? "" : `, TLS ${server.tls.mode?.value ?? (server.tls.httpsRedirect ? "redirect" : "")}`;
    return `- ${port}: ${server.hosts.map((host) => code(host.value)).join(", ")}${tls}`;
  });
  const { selector } = gateway.model;
  const proxies = [];
  for (const resource of site.resources()) {
    if (isKind(resource, "Workload") && selector.entries.length > 0 && selects(selector, resource.model.podLabels)) {
      proxies.push(`${describeResource(resource)}, ${replicas(resource.model.replicas)}`);
    }
  }
  return [
    describeResource(gateway),
    ["Servers:", ...servers].join("\n"),
    selector.entries.length === 0
      ? "It has no selector: every proxy of the mesh is meant."
      : `Proxies with ${code(describeLabels(selector))}: ${proxies.length === 0 ? "none in view" : proxies.join("; ")}`,
  ].join("\n\n");
}
