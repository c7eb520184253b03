import { destinationRulesFor } from "../../../index/destinationRules";
import { gatewaysNamed } from "../../../index/gateways";
import { definitionsOf, type HostDefinition, nearestDefinition } from "../../../index/hosts";
import { isWildcardHost, resolveHost } from "../../../model/host";
import { isKind } from "../../../model/resource";
import { completionLimit } from "../../results";
import type { Candidate } from "../candidate";
import { distancesFrom, hasLetters, hostForm, isExportedTo, type MeshSite, textAt, textsAt } from "./meshSite";

/** Hosts to send traffic to: those that the rule and the resource speak of first, then the own namespace, then the nearest files. */
export function destinationHosts(site: MeshSite): readonly Candidate[] {
  const rule = site.path.slice(0, 3);
  const routes = textsOfRoutes(site, rule);
  const preferred = [...routes, ...textsAt(site, ["spec", "hosts"]), ...nameOf(site)];
  return ranked(site, preferred, (definition) => !isWildcardHost(definition.fqdn));
}

/** Hosts for a DestinationRule: of the same name first, then those that have no rule yet. */
export function ruleHosts(site: MeshSite): readonly Candidate[] {
  const hosts = ranked(site, nameOf(site), () => true);
  const [named, others] = [
    hosts.filter((one) => nameOf(site).includes(one.value)),
    hosts.filter((one) => !nameOf(site).includes(one.value)),
  ];
  const free = others.filter((one) => !hasRule(site, one.value));
  return [...named, ...free, ...others.filter((one) => !free.includes(one))];
}

/** Hosts of a VirtualService: those of the gateways that it names, then Services and ServiceEntries. */
export function virtualHosts(site: MeshSite): readonly Candidate[] {
  const fromGateways = textsAt(site, ["spec", "gateways"]).flatMap((name) =>
    gatewaysNamed(site.index, name, site.namespace).flatMap((gateway) =>
      isKind(gateway, "Gateway")
        ? gateway.model.servers.flatMap((server) =>
            server.hosts.map((host) => ({
              value: host.value.slice(host.value.indexOf("/") + 1),
              kind: "host" as const,
              detail: `host of Gateway ${gateway.name.value}`,
            })),
          )
        : [],
    ),
  );
  return [...fromGateways, ...ranked(site, nameOf(site), () => true)];
}

/** `ns/host` entries of a Sidecar's egress: whole namespaces first. */
export function egressHosts(site: MeshSite, namespaces: readonly string[]): readonly Candidate[] {
  const { rootNamespace } = site.index.mesh;
  const scopes: readonly (readonly [string, string])[] = [
    ["./*", "everything in the own namespace"],
    [`${rootNamespace}/*`, "the control plane's namespace"],
    ...namespaces
      .filter((one) => one !== site.namespace && one !== rootNamespace)
      .map((one) => [`${one}/*`, `everything in ${one}`] as const),
    ["*/*", "everything: as without a Sidecar"],
  ];
  const whole = scopes.map(([value, detail]) => ({ value, kind: "host" as const, detail }));
  const single = ranked(site, [], () => true).map((one) => {
    const fqdn = resolveHost(one.value, site.namespace, site.index.mesh.domain);
    const owner = nearestDefinition(definitionsOf(site.index, fqdn), site.file)?.resource.effectiveNamespace;
    return { ...one, value: `${owner === site.namespace || owner === undefined ? "." : owner}/${fqdn}` };
  });
  return [...whole, ...single];
}

/** Hosts of a Gateway's server: those of the VirtualServices that name it, then any host. */
export function serverHosts(site: MeshSite): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const resource of site.resources()) {
    if (!isKind(resource, "VirtualService")) continue;
    const binds = resource.model.gateways.some((gateway) =>
      gatewaysNamed(site.index, gateway.value, resource.effectiveNamespace).some(
        (one) => one.name.value === site.manifest.name && one.effectiveNamespace === site.namespace,
      ),
    );
    if (!binds) continue;
    for (const host of resource.model.hosts) {
      found.push({ value: host.value, kind: "host", detail: `host of VirtualService ${resource.name.value}` });
    }
  }
  return [...found, { value: "*", kind: "host", detail: "any host" }];
}

/** Server names of TLS connections: the hosts of the VirtualService. */
export function sniHosts(site: MeshSite): readonly Candidate[] {
  return textsAt(site, ["spec", "hosts"]).map((value) => ({ value, kind: "host", detail: "host of this VirtualService" }));
}

/** `Service, ports 80 http, 9090` for the list. */
function describeDefinition({ resource, ports }: HostDefinition): string {
  const named = ports.flatMap((port) => {
    const parts = [port.number?.value, port.name?.value].filter((part) => part !== undefined);
    return parts.length === 0 ? [] : [parts.join(" ")];
  });
  const list = named.length === 0 ? "" : `, port${named.length === 1 ? "" : "s"} ${named.join(", ")}`;
  return `${resource.gvk.kind}${list}`;
}

function ranked(site: MeshSite, preferred: readonly string[], accepts: (definition: HostDefinition) => boolean): readonly Candidate[] {
  const { index, namespace } = site;
  const { domain } = index.mesh;
  const names = index.names("host");
  const pool = names.length <= completionLimit ? names : narrowed(names, site);
  const distanceTo = distancesFrom(site);
  const entries = pool.flatMap((fqdn) => {
    const definition = nearestDefinition(definitionsOf(index, fqdn), site.file);
    if (definition === undefined || !accepts(definition)) return [];
    const { resource } = definition;
    const exportTo = resource.model.exportTo.map((one) => (typeof one === "string" ? one : one.value));
    if (!isExportedTo(exportTo, resource.effectiveNamespace, namespace)) return [];
    const distance = distanceTo(resource.file);
    const unpinnedBeside = resource.model.kind === "Service" && resource.namespace === undefined && distance <= 0;
    const value = unpinnedBeside ? resource.name.value : hostForm(fqdn, namespace, domain);
    const wish = preferred.findIndex((one) => one === value || resolveHost(one, namespace, domain) === fqdn);
    const forms = value !== fqdn && site.typed.includes(".") ? [value, fqdn] : [value];
    const order = { wish: wish < 0 ? preferred.length : wish, own: value === fqdn ? 1 : 0, distance };
    return forms.map((form) => ({ definition, value: form, ...order }));
  });
  return entries
    .sort((a, b) => a.wish - b.wish || a.own - b.own || a.distance - b.distance || (a.value < b.value ? -1 : 1))
    .map(({ definition, value }) => ({ value, kind: "host", detail: describeDefinition(definition) }));
}

/** Of many names those of the own namespace and those with the letters typed, as many as an editor can show. */
function narrowed(names: readonly string[], { namespace, index, typed }: MeshSite): readonly string[] {
  const suffix = `.${namespace}.svc.${index.mesh.domain}`;
  const fitting = names.filter((name) => hasLetters(name, typed));
  const own = fitting.filter((name) => name.endsWith(suffix));
  return [...own, ...fitting.filter((name) => !name.endsWith(suffix))].slice(0, completionLimit);
}

function hasRule(site: MeshSite, host: string): boolean {
  const resolved = definitionsOf(site.index, resolveHost(host, site.namespace, site.index.mesh.domain));
  return destinationRulesFor(site.index, resolved).some(
    (rule) => rule.name.value !== site.manifest.name && rule.model.host !== undefined && !isWildcardHost(rule.model.host.value),
  );
}

function nameOf(site: MeshSite): readonly string[] {
  return site.manifest.name === undefined ? [] : [site.manifest.name];
}

/** The hosts to which the rule sends already. */
function textsOfRoutes(site: MeshSite, rule: MeshSite["path"]): readonly string[] {
  const own = JSON.stringify(site.path);
  const hosts: string[] = [];
  for (let at = 0; at < 20; at++) {
    const path = [...rule, "route", at, "destination", "host"];
    const host = textAt(site, path);
    if (host !== undefined && JSON.stringify(path) !== own) hosts.push(host);
  }
  return hosts;
}
