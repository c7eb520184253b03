import { describeLabels } from "../model/labels";
import type { Resource } from "../model/resource";
import { isKind } from "../model/resource";
import type { Route, VirtualService } from "../model/virtualService";
import type { Span } from "../text/span";
import { shiftSpan } from "../text/span";
import type { SymbolNode } from "./results";

/** The outline of a resource; `start` is the offset of its document in the file. */
export function symbolsOf(resource: Resource, start: number): SymbolNode {
  return {
    name: resource.name.value === "" ? resource.gvk.kind : resource.name.value,
    detail: resource.gvk.kind,
    kind: "resource",
    span: shiftSpan(resource.span, start),
    selection: shiftSpan(resource.name.span.end > resource.name.span.start ? resource.name.span : resource.kindSpan, start),
    children: childrenOf(resource, start),
  };
}

function childrenOf(resource: Resource, start: number): readonly SymbolNode[] {
  const node = (kind: SymbolNode["kind"], name: string, detail: string, span: Span, selection: Span): SymbolNode => ({
    kind,
    name,
    detail,
    span: shiftSpan(span, start),
    selection: shiftSpan(selection, start),
    children: [],
  });
  if (isKind(resource, "VirtualService")) {
    return resource.model.routes.map((route) =>
      node("rule", ruleName(resource.model, route), ruleDetail(route), route.span, route.name?.span ?? route.span),
    );
  }
  if (isKind(resource, "DestinationRule")) {
    return resource.model.subsets.map((subset) =>
      node("subset", subset.name?.value ?? "subset", describeLabels(subset.labels), subset.span, subset.name?.span ?? subset.span),
    );
  }
  if (isKind(resource, "Gateway")) {
    return resource.model.servers.map((server) =>
      node(
        "server",
        `${server.port.protocol?.value ?? ""} ${server.port.number?.value ?? ""}`.trim() || "server",
        server.hosts.map((host) => host.value).join(", "),
        server.span,
        server.port.number?.span ?? server.span,
      ),
    );
  }
  if (isKind(resource, "Service") || isKind(resource, "ServiceEntry")) {
    return resource.model.ports.map((port) =>
      node("port", `${port.number?.value ?? "port"}`, port.name?.value ?? "", port.span, port.number?.span ?? port.span),
    );
  }
  return [];
}

function ruleName(model: VirtualService, route: Route): string {
  const order = model.routes.filter((one) => one.protocol === route.protocol).indexOf(route) + 1;
  return route.name?.value ?? `${route.protocol} rule ${order}`;
}

/** `v1 90, v2 10`, or what else the rule does. */
function ruleDetail(route: Route): string {
  if (route.redirect !== undefined) return "redirect";
  if (route.directResponse !== undefined) return `respond ${route.directResponse.status?.value ?? ""}`.trim();
  if (route.delegate !== undefined) return `delegate ${route.delegate.name?.value ?? ""}`.trim();
  return route.destinations
    .map((destination) =>
      [destination.subset?.value ?? destination.host?.value ?? "?", destination.weight?.value]
        .filter((part) => part !== undefined)
        .join(" "),
    )
    .join(", ");
}
