import { shareAPod } from "../../index/gatewayPods";
import { allGatewaysKey } from "../../index/keys";
import { mayCoexist, nearestVariants } from "../../index/nearest";
import type { Gateway, Server } from "../../model/gateway";
import { isHttpFamily, isTlsFamily, parseProtocol } from "../../model/protocol";
import { describeResource, isKind, type Resource } from "../../model/resource";
import type { Spanned } from "../../text/span";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/gateway.go MergeGateways (6.3 of the routing semantics); analyzer gateway.ConflictingGatewayAnalyzer; Kiali gateways/multi_match_checker.go. */
export const gatewayServerConflict = defineRule({
  code: "gateway-server-conflict",
  docs: {
    what: "Two servers, of one Gateway or of two for the same pods, claim the same port with the same host, or with protocols that do not go together.",
    why: "For TLS the second server with a host that is taken on the port is left out as a whole, with all its hosts; of servers with different protocols on one port only the first counts. Plain HTTP servers of one port are joined, so a host in two of them is only a hint: rules bound to either apply. A wildcard beside a host is fine: the more specific one is taken. istioctl and Kiali compare selectors as texts, pass over servers of one Gateway, and report plain HTTP alike.",
    bad: "kind: Gateway   # a: port 443 HTTPS, hosts [shop.example.com]\n---\nkind: Gateway   # b: port 443 HTTPS, hosts [shop.example.com]",
    good: "kind: Gateway   # a: port 443 HTTPS, hosts [shop.example.com]\n---\nkind: Gateway   # b: port 443 HTTPS, hosts [pay.example.com]",
  },
  level: "error",
  kinds: ["Gateway"],
  reads: ["gateways", "workload-label"],
  istio: ["IST0145"],
  kiali: ["KIA0301"],
  *check(resource, { index }) {
    const others = nearestVariants(
      index.lookup(allGatewaysKey).filter((one) => isKind(one, "Gateway")),
      resource.file,
    ).filter(
      (other) =>
        mayCoexist(other, resource) && sharesAPort(other, resource) && shareAPod(index, other.model.selector, resource.model.selector),
    );
    for (const [at, server] of resource.model.servers.entries()) {
      const rivals = [
        ...others.map((other) => ({ resource: other, name: describeResource(other), servers: other.model.servers })),
        { resource, name: "An earlier server of this Gateway", servers: resource.model.servers.slice(0, at) },
      ];
      for (const rival of rivals) {
        const conflict = rival.servers.map((theirs) => conflictOf(server, theirs)).find((one) => one !== undefined);
        if (conflict === undefined || (rival.resource === resource && conflict.level === "hint")) continue;
        yield {
          at: conflict.at,
          level: conflict.level,
          message: `${rival.name} ${conflict.text}`,
          related: [{ resource: rival.resource, span: conflict.theirs.hostsKey ?? conflict.theirs.span, message: "the other server" }],
        };
        break;
      }
    }
  },
});

interface Conflict {
  readonly at: Spanned<string>["span"];
  readonly level: "error" | "hint";
  readonly text: string;
  readonly theirs: Server;
}

function sharesAPort(a: Resource<Gateway>, b: Resource<Gateway>): boolean {
  return a.model.servers.some((one) => b.model.servers.some((other) => samePort(one, other)));
}

function samePort(a: Server, b: Server): boolean {
  return a.port.number !== undefined && a.port.number.value === b.port.number?.value && (a.bind?.value ?? "") === (b.bind?.value ?? "");
}

function conflictOf(own: Server, theirs: Server): Conflict | undefined {
  if (!samePort(own, theirs)) return undefined;
  const port = own.port.number?.value;
  const [family, other] = [familyOf(own), familyOf(theirs)];
  if (family === undefined || other === undefined) return undefined;
  if (family !== other) {
    return {
      at: own.port.protocol?.span ?? own.span,
      level: "error",
      text: `uses port ${port} of the same pods for ${theirs.port.protocol?.value}: only one of the two servers is used, and clients of the other get no answer.`,
      theirs,
    };
  }
  const shared = own.hosts.find((host) => theirs.hosts.some((one) => bare(one.value) === bare(host.value)));
  if (shared === undefined || family === "tcp") return undefined;
  return {
    at: shared.span,
    level: family === "tls" ? "error" : "hint",
    text:
      family === "tls"
        ? `has ${bare(shared.value)} on port ${port} of the same pods too: the newer of the two servers is left out, with all its hosts.`
        : `has ${bare(shared.value)} on port ${port} of the same pods too: both are joined, and rules bound to either apply.`,
    theirs,
  };
}

function familyOf(server: Server): "http" | "tls" | "tcp" | undefined {
  const protocol = parseProtocol(server.port.protocol?.value ?? "");
  if (protocol === undefined) return undefined;
  return isHttpFamily(protocol) ? "http" : isTlsFamily(protocol) ? "tls" : "tcp";
}

function bare(host: string): string {
  return host.slice(host.indexOf("/") + 1).toLowerCase();
}
