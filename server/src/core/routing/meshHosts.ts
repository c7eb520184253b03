import { hostKey } from "../index/hostKey";
import { resourceKey, virtualServiceKey, wildcardVirtualServiceKey } from "../index/keys";
import { hostMatches, hostSubsetOf, isWildcardHost, meshGateway, moreSpecificHost, resolveHost } from "../model/host";
import { isHttpFamily } from "../model/protocol";
import { isKind, type Resource } from "../model/resource";
import { appliesToMesh, type VirtualService } from "../model/virtualService";
import { hasRoutes, httpRoutes } from "./httpRoutes";
import { Memo } from "./memo";
import type { MeshView } from "./meshView";
import type { HttpRoute, MeshProxy, MeshService, VirtualHost } from "./routeModel";
import { isServiceVisible, portOf, preferOwn } from "./services";
import type { SidecarScope } from "./sidecarScope";
import { visibleInOrder } from "./visibility";

/**
 * The virtual hosts of one port at one sidecar, found by domain when asked for
 * (pilot/pkg/networking/core/httproute.go BuildSidecarOutboundVirtualHosts, core/route/route.go BuildSidecarVirtualHostWrapper).
 */
export class MeshHosts {
  readonly #view: MeshView;
  readonly #proxy: MeshProxy;
  readonly #port: number;
  readonly #scope: SidecarScope;
  readonly #routes = new Memo<readonly HttpRoute[]>();
  readonly #hosts = new Memo<readonly string[]>();
  readonly #candidates = new Memo<readonly Resource<VirtualService>[]>();
  readonly #yields = new Memo<boolean>();
  readonly #domains = new Memo<VirtualHost | undefined>();
  readonly #registry = new Memo<MeshService | undefined>();
  #http: boolean | undefined;
  #wildcards: readonly Resource<VirtualService>[] | undefined;

  constructor(view: MeshView, proxy: MeshProxy, port: number, scope: SidecarScope) {
    this.#view = view;
    this.#proxy = proxy;
    this.#port = port;
    this.#scope = scope;
  }

  /** The virtual host that Envoy takes for a host (lower case, without port): the exact domain, else the longest wildcard. */
  hostFor(host: string): VirtualHost | undefined {
    const exact = this.domain(host);
    if (exact !== undefined) return exact;
    for (const pattern of this.#wildcardDomains(host)) {
      const found = this.domain(pattern);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The virtual host that owns a domain, as written in Envoy's configuration. */
  domain(domain: string): VirtualHost | undefined {
    return this.#domains.get(domain, () => this.#ownerOf(domain));
  }

  /** Whether any service here speaks http on the port, so that there is a listener that takes whatever is called. */
  hasHttp(): boolean {
    if (this.#http !== undefined) return this.#http;
    let found = false;
    for (const service of this.#registeredWith(() => true)) {
      found = isHttpFamily(portOf(service, this.#port)?.protocol ?? "tcp");
      if (found) break;
    }
    this.#http = found;
    return found;
  }

  /** The service that this sidecar knows under a host, if it has the port. */
  registered(hostname: string): MeshService | undefined {
    return this.#registry.get(hostname, () => {
      const seen = this.#view.services
        .named(hostname)
        .filter((one) => isServiceVisible(one, this.#proxy.namespace) && this.#scope.importsService(one));
      const chosen = preferOwn(seen, this.#proxy.namespace);
      return chosen !== undefined && portOf(chosen, this.#port) !== undefined ? chosen : undefined;
    });
  }

  /** Of services with a wildcard host the one with the longest over a host. */
  covering(host: string): MeshService | undefined {
    const over = this.#view.services
      .wildcards()
      .filter((one) => host.length >= one.hostname.length && hostSubsetOf(host, one.hostname))
      .flatMap((one) => this.registered(one.hostname) ?? []);
    return over.sort((a, b) => b.hostname.length - a.hostname.length)[0];
  }

  /** Every domain that something here may own. */
  domains(): readonly string[] {
    const domains = new Set<string>();
    for (const service of this.#registeredWith(() => true)) for (const domain of this.#domainsOf(service)) domains.add(domain);
    for (const one of this.#allVirtualServices()) for (const host of this.#hostsOf(one)) domains.add(host);
    return [...domains];
  }

  /** VirtualServices of the mesh whose rules may apply to a service, in order: those for its host, and those with a wildcard. */
  virtualServicesFor(service: MeshService): readonly Resource<VirtualService>[] {
    return this.#candidates.get(service.hostname, () =>
      this.#inOrder(
        isWildcardHost(service.hostname)
          ? this.#allVirtualServices()
          : [...this.#exact(service.hostname), ...this.#wildcardVirtualServices()],
      ).filter((one) => this.#hostsOf(one).some((host) => hostMatches(host, service.hostname))),
    );
  }

  #ownerOf(domain: string): VirtualHost | undefined {
    const services = this.#servicesWith(domain);
    const exact = services.find((one) => one.hostname === domain && one.aliasOf === undefined);
    const candidates = (exact === undefined ? services : [exact]).map((service) => ({ service, taker: this.#takerOf(service) }));
    const bare = this.#takersOfBareHost(domain);
    const attached = candidates.filter((one) => one.taker.first !== undefined);
    const order = this.#inOrder([...bare, ...attached.flatMap((one) => one.taker.all)]);
    for (const virtualService of order) {
      if (bare.includes(virtualService)) return this.#ruledHost(domain, virtualService, undefined, bare);
      const own = attached.find((one) => one.taker.first === virtualService);
      if (own !== undefined) return this.#ruledHost(domain, virtualService, own.service, own.taker.all);
    }
    const plain = candidates.find((one) => one.service.aliasOf === undefined)?.service;
    return plain === undefined ? undefined : { domain, routes: [], requireTls: false, service: plain, ignored: [] };
  }

  #ruledHost(
    domain: string,
    virtualService: Resource<VirtualService>,
    service: MeshService | undefined,
    rivals: readonly Resource<VirtualService>[],
  ): VirtualHost {
    const ignored = this.#inOrder(rivals).filter((one) => one !== virtualService);
    return { domain, routes: this.#routesOf(virtualService), requireTls: false, service, ignored };
  }

  /** The VirtualServices attached to a service that give routes to this proxy: the first of them takes it. */
  #takerOf(service: MeshService): {
    readonly first: Resource<VirtualService> | undefined;
    readonly all: readonly Resource<VirtualService>[];
  } {
    const all = this.virtualServicesFor(service).filter((one) => this.#isAttached(one, service) && hasRoutes(this.#routesOf(one)));
    return { first: all[0], all };
  }

  /** By its very host, or by a wildcard if no other VirtualService is more specific for the service. */
  #isAttached(virtualService: Resource<VirtualService>, service: MeshService): boolean {
    const hosts = this.#hostsOf(virtualService);
    if (!isWildcardHost(service.hostname) && hosts.includes(service.hostname)) return true;
    if (!hosts.some((host) => isWildcardHost(host) && hostMatches(host, service.hostname))) return false;
    return this.#mostSpecificFor(service, this.virtualServicesFor(service)) === virtualService;
  }

  /** Its very host first, else the longest wildcard over it (pilot/pkg/model/sidecar.go, computeWildcardHostVirtualServiceIndex). */
  #mostSpecificFor({ hostname }: MeshService, candidates: readonly Resource<VirtualService>[]): Resource<VirtualService> | undefined {
    let best: { readonly host: string; readonly owner: Resource<VirtualService> } | undefined;
    for (const owner of candidates) {
      for (const host of this.#hostsOf(owner)) {
        if (!hostSubsetOf(hostname, host) || best?.host === hostname || best?.host === host) continue;
        if (best === undefined || host === hostname || moreSpecificHost(host, best.host)) best = { host, owner };
      }
    }
    return best?.owner;
  }

  /** VirtualServices that name a domain which no service here has, and that take effect on this port. */
  #takersOfBareHost(domain: string): readonly Resource<VirtualService>[] {
    const taken = isWildcardHost(domain)
      ? !this.#registeredWith((one) => hostMatches(one, domain)).next().done
      : this.registered(domain) !== undefined;
    if (taken) return [];
    const naming = isWildcardHost(domain) ? this.#wildcardVirtualServices() : this.#exact(domain);
    return naming.filter((one) => this.#hostsOf(one).includes(domain) && this.#takesEffect(one));
  }

  /** On port 80 without any service of its own, else only beside a service of its own on the port (4.5 of the routing semantics). */
  #takesEffect(virtualService: Resource<VirtualService>): boolean {
    return this.#yields.get(virtualService.id, () => {
      if (!hasRoutes(this.#routesOf(virtualService))) return false;
      if (this.#port === 80) return true;
      return this.#hostsOf(virtualService).some((host) =>
        (isWildcardHost(host) ? [...this.#registeredWith((one) => hostMatches(one, host))] : [this.registered(host)]).some(
          (service) => service !== undefined && this.#speaksHttp(service) && this.#isAttached(virtualService, service),
        ),
      );
    });
  }

  #routesOf(virtualService: Resource<VirtualService>): readonly HttpRoute[] {
    return this.#routes.get(virtualService.id, () =>
      httpRoutes(this.#view.rulesOf(virtualService), { proxy: this.#proxy, port: this.#port, gateway: meshGateway }),
    );
  }

  /** Services with http (or sniffed) on the port that are called by this domain. */
  #servicesWith(domain: string): readonly MeshService[] {
    const named = candidateHosts(domain, this.#proxy.namespace, this.#view.index.mesh.domain).flatMap(
      (hostname) => this.registered(hostname) ?? [],
    );
    const aliased = named.flatMap((one) => (one.aliasOf === undefined ? [] : (this.registered(one.aliasOf) ?? [])));
    const addressed = this.#view.services.atAddress(domain).filter((one) => this.registered(one.hostname) === one);
    return [...new Set([...named, ...aliased, ...addressed])].filter(
      (one) => this.#speaksHttp(one) && this.#domainsOf(one).includes(domain),
    );
  }

  /** Every service that has the port and is seen here, one per host, of those whose host fits. */
  *#registeredWith(fits: (hostname: string) => boolean): Generator<MeshService> {
    const seen = new Set<string>();
    for (const { hostname } of this.#view.services.onPort(this.#port)) {
      if (seen.has(hostname) || !fits(hostname)) continue;
      seen.add(hostname);
      const service = this.registered(hostname);
      if (service !== undefined) yield service;
    }
  }

  #speaksHttp(service: MeshService): boolean {
    const protocol = portOf(service, this.#port)?.protocol;
    return protocol !== undefined && (isHttpFamily(protocol) || protocol === "auto");
  }

  /** The names by which clients here call a service, virtual addresses included (generateVirtualHostDomains). */
  #domainsOf(service: MeshService): readonly string[] {
    const { domain } = this.#view.index.mesh;
    const aliases = this.#view.services.aliasesOf(service.hostname).filter((one) => this.registered(one.hostname) === one);
    const names = [service.hostname, ...aliases.map((one) => one.hostname)].flatMap((one) => hostForms(one, this.#proxy.namespace, domain));
    const wildcards = service.headless ? names.map((name) => `*.${name}`) : [];
    return [...names, ...wildcards, ...service.addresses];
  }

  /** Wildcard domains over a host, the longest first; a wildcard stands for at least one character. */
  #wildcardDomains(host: string): readonly string[] {
    const patterns = new Set<string>();
    for (const one of this.#wildcardVirtualServices()) for (const pattern of this.#hostsOf(one)) patterns.add(pattern);
    const covering = this.covering(host);
    if (covering !== undefined) patterns.add(covering.hostname);
    for (let dot = host.indexOf("."); dot >= 0; dot = host.indexOf(".", dot + 1)) patterns.add(`*${host.slice(dot)}`);
    return [...patterns]
      .filter((pattern) => isWildcardHost(pattern) && host.length >= pattern.length && hostSubsetOf(host, pattern))
      .sort((a, b) => b.length - a.length);
  }

  #exact(host: string): readonly Resource<VirtualService>[] {
    const { mesh } = this.#view.index;
    return this.#inOrder(
      this.#view.index
        .lookup(virtualServiceKey(hostKey(host, mesh.domain)))
        .filter((one) => isKind(one, "VirtualService"))
        .filter((one) => this.#hostsOf(one).includes(host)),
    );
  }

  #wildcardVirtualServices(): readonly Resource<VirtualService>[] {
    this.#wildcards ??= this.#inOrder(this.#view.index.lookup(wildcardVirtualServiceKey).filter((one) => isKind(one, "VirtualService")));
    return this.#wildcards;
  }

  #allVirtualServices(): readonly Resource<VirtualService>[] {
    const names = new Set(this.#view.index.names("virtual-service").map((name) => name.slice(name.indexOf("/") + 1)));
    return [...names].flatMap((name) =>
      this.#view.index.lookup(resourceKey("VirtualService", name)).filter((one) => isKind(one, "VirtualService")),
    );
  }

  #inOrder(virtualServices: readonly Resource<VirtualService>[]): readonly Resource<VirtualService>[] {
    const meant = virtualServices.filter((one) => appliesToMesh(one.model) && this.#scope.importsVirtualService(one));
    return visibleInOrder(this.#view.focus, meant, this.#proxy);
  }

  /** Fully qualified, in lower case, as the registry spells them. A bare `*` is not let in by the webhook where the mesh is meant. */
  #hostsOf({ id, model, effectiveNamespace }: Resource<VirtualService>): readonly string[] {
    return this.#hosts.get(id, () =>
      model.hosts
        .map((host) => this.#view.focus.canonicalHost(resolveHost(host.value, effectiveNamespace, this.#view.index.mesh.domain)))
        .filter((host) => host !== "*"),
    );
  }
}

/**
 * The names by which clients in a namespace call a host: fully qualified, with a trailing dot, and the short forms of a Kubernetes host
 * (GenerateAltVirtualHosts).
 */
function hostForms(hostname: string, namespace: string, domain: string): readonly string[] {
  if (isWildcardHost(hostname)) return [hostname];
  const forms = [hostname, `${hostname}.`];
  if (!hostname.endsWith(`.svc.${domain}`)) return forms;
  const kept = hostname.slice(0, hostname.indexOf(".svc."));
  const dot = kept.indexOf(".");
  if (dot < 0) return forms;
  if (kept.slice(dot + 1) === namespace) forms.push(kept.slice(0, dot));
  forms.push(kept, `${kept}.svc`);
  return forms;
}

/** The hosts of which a domain may be a form. */
function candidateHosts(domain: string, namespace: string, meshDomain: string): readonly string[] {
  if (domain.startsWith("*.")) return [domain, ...candidateHosts(domain.slice(2), namespace, meshDomain)];
  const bare = domain.endsWith(".") ? domain.slice(0, -1) : domain;
  return [
    bare,
    `${bare}.svc.${meshDomain}`,
    ...(bare.endsWith(".svc") ? [`${bare}.${meshDomain}`] : []),
    ...(bare.includes(".") ? [] : [`${bare}.${namespace}.svc.${meshDomain}`]),
  ];
}
