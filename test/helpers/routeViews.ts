import type { FileSpan } from "../../server/src/core/features/results";
import type {
  DestinationNode,
  EntryNode,
  Leg,
  PodLink,
  RouteGraph,
  RouteView,
  RuleNode,
  WorkloadNode,
} from "../../server/src/core/routing/routeView";

/** Pictures to draw, as the route model would describe them; made by hand, so that the drawing can be judged without the model. */
export interface NamedView {
  readonly name: string;
  readonly view: RouteView;
}

interface LegText {
  readonly to: string;
  readonly share: number;
  readonly weight?: number;
  readonly mirror?: boolean;
}

/** Counts sources up, so that every node and leg has one of its own: a source is 9 characters long, its parts follow its start. */
class ViewMaker {
  #next = 0;
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  source(length = 9): FileSpan {
    const start = this.#next;
    this.#next += 10;
    return { file: this.file, span: { start, end: start + length } };
  }

  entry(title: string, details: readonly string[], more: Partial<EntryNode> = {}): EntryNode {
    const id = `entry ${title.replace(/^Gateway [^/]*\/| \(.*/g, "")}`;
    return { id, kind: "gateway", title, details, state: "ok", problem: undefined, source: this.source(), ...more };
  }

  rule(order: number, conditions: readonly (readonly string[])[], legs: readonly LegText[], more: Partial<RuleNode> = {}): RuleNode {
    const id = `rule ${order}`;
    return {
      id,
      order,
      protocol: "http",
      name: undefined,
      conditions,
      actions: [],
      outcome: "route",
      entries: [],
      legs: legs.map((leg, index) => this.#leg(`${id} leg ${index}`, leg)),
      state: "ok",
      problem: undefined,
      source: this.source(),
      ...more,
    };
  }

  destination(host: string, subset: string | undefined, labels: readonly string[], more: Partial<DestinationNode> = {}): DestinationNode {
    const id = `to ${host}${subset === undefined ? "" : ` ${subset}`}`;
    const fqdn = `${host}.default.svc.cluster.local`;
    return { id, host, fqdn, subset, port: 80, labels, state: "ok", problem: undefined, source: this.source(), ...more };
  }

  workload(name: string, replicas: number, more: Partial<WorkloadNode> = {}): WorkloadNode {
    const common = { id: `pods ${name}`, kind: "Deployment", name, namespace: "default", labels: [], source: this.source() };
    return { ...common, replicas, state: "ok", ...more };
  }

  graph(title: string, hosts: readonly string[], summary: string, parts: Partial<RouteGraph>): RouteGraph {
    const entries = parts.entries ?? [];
    const all = entries.map((entry) => entry.id);
    const rules = (parts.rules ?? []).map((rule) => (rule.entries.length > 0 ? rule : { ...rule, entries: all }));
    const subject = title.startsWith("Service") ? "Service" : "VirtualService";
    return {
      id: title,
      title,
      subject,
      source: this.source(),
      hosts,
      destinations: [],
      workloads: [],
      pods: [],
      summary,
      ...parts,
      entries,
      rules,
    };
  }

  view(...graphs: readonly RouteGraph[]): RouteView {
    return { file: this.file, graphs, empty: undefined };
  }

  #leg(id: string, { to, share, weight, mirror }: LegText): Leg {
    const source = this.source();
    const written =
      weight === undefined
        ? undefined
        : { value: weight, source: { file: this.file, span: { start: source.span.start + 4, end: source.span.start + 6 } } };
    return { id, destination: `to ${to}`, share, mirror: mirror ?? false, weight: written, source };
  }
}

function pods(destination: string, ...workloads: readonly (readonly [name: string, share: number])[]): readonly PodLink[] {
  return workloads.map(([name, share]) => ({ destination: `to ${destination}`, workload: `pods ${name}`, share }));
}

/** Rollout 2, stage b: 80 % of the TCP connections to v1. */
function tcpShifting(): RouteView {
  const make = new ViewMaker("2-tcp-shifting/stage-b/virtual-service.yaml");
  const port = { port: 9000 };
  return make.view(
    make.graph(
      "VirtualService default/tcp-echo",
      ["*"],
      "TCP connections to port 31400 of gateway tcp-echo-gateway: 80 % to tcp-echo v1, 20 % to tcp-echo v2.",
      {
        entries: [make.entry("Gateway default/tcp-echo-gateway", ["TCP 31400 · hosts *"])],
        rules: [
          make.rule(
            1,
            [["port 31400"]],
            [
              { to: "tcp-echo v1", share: 80, weight: 80 },
              { to: "tcp-echo v2", share: 20, weight: 20 },
            ],
            { protocol: "tcp" },
          ),
        ],
        destinations: [make.destination("tcp-echo", "v1", ["version=v1"], port), make.destination("tcp-echo", "v2", ["version=v2"], port)],
        workloads: [make.workload("tcp-echo-v1", 1), make.workload("tcp-echo-v2", 1)],
        pods: [...pods("tcp-echo v1", ["tcp-echo-v1", 100]), ...pods("tcp-echo v2", ["tcp-echo-v2", 100])],
      },
    ),
  );
}

/** Rollout 3: 90 % to v1, and before that the Service alone. */
export function billService(): RouteView {
  const make = new ViewMaker("3-bill-service-90-10/split-90-10/virtual-service.yaml");
  const port = { port: 9999 };
  const inDemo = { namespace: "istio-demo" };
  return make.view(
    make.graph(
      "VirtualService istio-demo/vs-bill-service",
      ["bill-service"],
      "Requests from the mesh to bill-service: 90 % to bill-service v1, 10 % to bill-service v2.",
      {
        entries: [make.entry("Mesh (sidecars)", ["calls from all namespaces"], { kind: "mesh" })],
        rules: [
          make.rule(
            1,
            [],
            [
              { to: "bill-service v1", share: 90, weight: 90 },
              { to: "bill-service v2", share: 10, weight: 10 },
            ],
            { name: "bill-service-route" },
          ),
        ],
        destinations: [
          make.destination("bill-service", "v1", ["version=v1"], port),
          make.destination("bill-service", "v2", ["version=v2"], port),
        ],
        workloads: [make.workload("bill-service-v1", 1, inDemo), make.workload("bill-service-v2", 1, inDemo)],
        pods: [...pods("bill-service v1", ["bill-service-v1", 100]), ...pods("bill-service v2", ["bill-service-v2", 100])],
      },
    ),
  );
}

/** Rollout 4, stage a without its gateway: the Service spreads over its pods. */
export function plainService(): RouteView {
  const make = new ViewMaker("4-website-canary/service.yaml");
  return make.view(
    make.graph(
      "Service default/website",
      ["website"],
      "Requests to website: 80 % are answered by web-v1, 20 % by web-v2, by the number of their pods.",
      {
        entries: [make.entry("Mesh (sidecars)", ["calls from all namespaces"], { kind: "mesh", id: "entry of the Service" })],
        destinations: [make.destination("website", undefined, ["app=website"])],
        workloads: [make.workload("web-v1", 4), make.workload("web-v2", 1)],
        pods: pods("website", ["web-v1", 80], ["web-v2", 20]),
      },
    ),
  );
}

/** Rollout 4, stage c: testers are sent to a subset that does not exist. */
export function websiteBroken(): RouteView {
  const make = new ViewMaker("4-website-canary/stage-c/virtual-service.yaml");
  const problem = "DestinationRule website has no subset version-2: these requests get 503.";
  return make.view(
    make.graph(
      "VirtualService default/website-virtual-service",
      ["*"],
      "Requests at gateway website-gateway: with header qa canary-test to website version-2, which is broken; everything else to website version-1.",
      {
        entries: [make.entry("Gateway default/website-gateway", ["HTTP 80 · hosts *"])],
        rules: [
          make.rule(1, [["header qa is canary-test"]], [{ to: "website version-2", share: 100 }]),
          make.rule(2, [], [{ to: "website version-1", share: 100 }]),
        ],
        destinations: [
          make.destination("website", "version-2", [], { state: "broken", problem }),
          make.destination("website", "version-1", ["version=website-version-1"]),
        ],
        workloads: [make.workload("web-v1", 4)],
        pods: pods("website version-1", ["web-v1", 100]),
      },
    ),
  );
}

/** Rollout 4, stage d: the canary. */
export function websiteCanary(newShare = 20): RouteView {
  const make = new ViewMaker("4-website-canary/stage-d/virtual-service.yaml");
  const split = [
    { to: "website version-2", share: newShare, weight: newShare },
    { to: "website version-1", share: 100 - newShare, weight: 100 - newShare },
  ];
  return make.view(
    make.graph(
      "VirtualService default/website-virtual-service",
      ["*"],
      `All requests at gateway website-gateway: ${newShare} % to website version-2, ${100 - newShare} % to website version-1.`,
      {
        entries: [make.entry("Gateway default/website-gateway", ["HTTP 80 · hosts *"])],
        rules: [make.rule(1, [], split)],
        destinations: [
          make.destination("website", "version-2", ["version=website-version-2"]),
          make.destination("website", "version-1", ["version=website-version-1"]),
        ],
        workloads: [make.workload("web-v2", 1), make.workload("web-v1", 4)],
        pods: [...pods("website version-2", ["web-v2", 100]), ...pods("website version-1", ["web-v1", 100])],
      },
    ),
  );
}

/** Rollout 5: the version of the caller decides. */
export function versionsApart(): RouteView {
  const make = new ViewMaker("5-versions-that-must-not-mix/virtual-service-mqtt-server.yaml");
  const versions = ["v1", "v2", "v3"];
  const rule = (version: string, index: number): RuleNode =>
    make.rule(index + 1, [[`from pods with version=${version}`]], [{ to: `mqtt-server ${version}`, share: 100 }], {
      actions: [`adds response header user: ${version}`],
    });
  return make.view(
    make.graph(
      "VirtualService default/mqtt-server-internal",
      ["mqtt-server"],
      "Requests from the mesh to mqtt-server: from pods with version=v1 to mqtt-server v1, from version=v2 to v2, from version=v3 to v3, everything else to v1.",
      {
        entries: [make.entry("Mesh (sidecars)", ["calls from all namespaces"], { kind: "mesh" })],
        rules: [...versions.map(rule), make.rule(4, [], [{ to: "mqtt-server v1", share: 100 }])],
        destinations: versions.map((version) => make.destination("mqtt-server", version, [`version=${version}`], { port: 8000 })),
        workloads: versions.map((version) => make.workload(`mqtt-server-${version}`, 1)),
        pods: versions.flatMap((version) => pods(`mqtt-server ${version}`, [`mqtt-server-${version}`, 100])),
      },
    ),
  );
}

/** Everything that a rule can do at once, with texts that are too long. */
export function zoo(): RouteView {
  const make = new ViewMaker("zoo/virtual-service.yaml");
  const gateway = make.entry("Gateway istio-system/public-gateway", [
    "HTTPS 443 · hosts shop.example.com, www.shop.example.com",
    "HTTP 80 · redirects to HTTPS",
  ]);
  const internal = make.entry("Gateway default/internal-gateway", [], {
    state: "broken",
    problem: "No Gateway internal-gateway in namespace shop: nothing enters here.",
  });
  const mesh = make.entry("Mesh (sidecars)", ["calls from all namespaces"], { kind: "mesh" });
  const unknown = "No ServiceEntry or Service for this host in the workspace; it may exist in the cluster.";
  return make.view(
    make.graph(
      "VirtualService shop/frontend-with-a-rather-long-name",
      ["shop.example.com", "www.shop.example.com", "frontend.shop.svc.cluster.local"],
      "Seven rules.",
      {
        entries: [gateway, internal, mesh],
        rules: [
          make.rule(1, [["path is /old-shop"]], [], {
            name: "moved",
            outcome: "redirect",
            actions: ["redirect to https://shop.example.com/new (301)"],
            entries: [gateway.id],
          }),
          make.rule(2, [["path is /healthz"], ["path is /readyz"]], [], { outcome: "direct-response", actions: ["answers 200 “ok”"] }),
          make.rule(
            3,
            [["path starts with /api/v2/", "method is POST", "header x-user-group matches (internal|beta)-testers-[a-z]+"]],
            [
              { to: "api v2", share: 33.3, weight: 1 },
              { to: "api v1", share: 66.7, weight: 2 },
              { to: "shadow.example.org", share: 10, mirror: true },
            ],
            {
              name: "api",
              actions: [
                "timeout 5 s",
                "3 retries on 5xx, 2 s each",
                "path becomes /v2/",
                "waits 2 s for 10 % of requests",
                "503 for 5 % of requests",
              ],
              faults: ["waits 2 s for 10 % of requests", "503 for 5 % of requests"],
            },
          ),
          make.rule(4, [["path starts with /api/"]], [{ to: "api v1", share: 100 }], {
            problem: "The port 8080 is written, but the Service names it http-alt: it works by number only.",
          }),
          make.rule(5, [["path starts with /api/v2/beta"]], [{ to: "api v3", share: 100 }], {
            unreachable: true,
            problem: "Never gets a request: rule 4 takes every path that starts with /api/.",
          }),
          make.rule(6, [["path starts with /team-a"]], [], {
            name: "team-a",
            outcome: "delegate",
            actions: ["rules of VirtualService team-a/routes"],
          }),
          make.rule(7, [], [{ to: "frontend", share: 100 }]),
        ],
        destinations: [
          make.destination("api", "v2", ["version=v2", "app.kubernetes.io/component=backend"], { port: 8080 }),
          make.destination("api", "v1", ["version=v1"], { port: 8080 }),
          make.destination("shadow.example.org", undefined, [], { port: 443, state: "unknown", problem: unknown }),
          make.destination("api", "v3", ["version=v3"], {
            port: 8080,
            state: "broken",
            problem: "No workload has the labels version=v3 and app=api: requests get 503.",
          }),
          make.destination("frontend", undefined, []),
        ],
        workloads: [
          make.workload("api-v2-canary-deployment", 0, { state: "broken" }),
          make.workload("api-v1", 24),
          make.workload("frontend", 3, { kind: "StatefulSet" }),
          make.workload("frontend-batch", 1, { kind: "Rollout", namespace: "shop-batch" }),
        ],
        pods: [
          ...pods("api v2", ["api-v2-canary-deployment", 100]),
          ...pods("api v1", ["api-v1", 100]),
          ...pods("frontend", ["frontend", 75], ["frontend-batch", 25]),
        ],
      },
    ),
  );
}

/** Many rules over few destinations; one in ten is broken. */
export function manyRules(count: number): RouteView {
  const make = new ViewMaker("many/virtual-service.yaml");
  const services = Array.from({ length: 8 }, (_, index) => `service-${index + 1}`);
  const rules = Array.from({ length: count }, (_, index) => {
    const service = services[index % services.length] ?? "";
    return make.rule(index + 1, [[`path starts with /${service}/${index + 1}`]], [{ to: service, share: 100 }]);
  });
  return make.view(
    make.graph("VirtualService default/many", ["many.example.com"], `${count} rules.`, {
      entries: [make.entry("Gateway default/public-gateway", ["HTTPS 443 · hosts many.example.com"])],
      rules,
      destinations: services.map((service, index) =>
        make.destination(
          service,
          undefined,
          [],
          index === 7 ? { state: "broken", problem: "No Service service-8: requests get 503." } : {},
        ),
      ),
      workloads: services.slice(0, 7).map((service) => make.workload(service, 2)),
      pods: services.slice(0, 7).flatMap((service) => pods(service, [service, 100])),
    }),
  );
}

/** Two graphs of one file. */
export function twoGraphs(): RouteView {
  const first = billService();
  const second = plainService();
  return { ...first, graphs: [...first.graphs, ...second.graphs] };
}

export function sampleViews(): readonly NamedView[] {
  return [
    { name: "2-tcp", view: tcpShifting() },
    { name: "3-bill", view: billService() },
    { name: "4-service", view: plainService() },
    { name: "4c-broken", view: websiteBroken() },
    { name: "4d-canary", view: websiteCanary() },
    { name: "5-versions", view: versionsApart() },
    { name: "zoo", view: zoo() },
    { name: "40-rules", view: manyRules(40) },
    { name: "two-graphs", view: twoGraphs() },
  ];
}
