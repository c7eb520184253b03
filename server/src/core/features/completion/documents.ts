import { apiVersionOf, type SchemaCatalog } from "../../schema/catalog";
import type { KindSchema } from "../../schema/schemaNode";
import type { Candidate } from "./candidate";
import type { Item } from "./keys";
import type { Insertion } from "./site";
import type { NameOf } from "./skeletonNames";
import { renderSkeleton, type SkeletonTree } from "./skeletonTree";
import { writeLines } from "./write";

/** Whole manifests for a document that says nothing yet, the kinds that people write most first. */
export function documentItems(catalog: SchemaCatalog, insertion: Insertion, nameOf: NameOf, listIndent: number): readonly Item[] {
  return templates.flatMap(([group, kind, body]) => {
    const schema = catalog.kindSchema(group, kind);
    if (schema === undefined) return [];
    const apiVersion = apiVersionOf(group, schema.versions[0] ?? "v1");
    const lines = renderSkeleton({ apiVersion, kind, ...body }, nameOf, listIndent);
    const root = schema.schemas[0]?.schema.description;
    return [
      {
        label: kind,
        kind: "snippet" as const,
        ...writeLines(insertion, lines),
        snippet: true,
        detail: apiVersion,
        ...(root === undefined ? {} : { documentation: root }),
      },
    ];
  });
}

/** Values of `kind`: those of the group that `apiVersion` names, else all. */
export function kindCandidates(catalog: SchemaCatalog, group: string | undefined): readonly Candidate[] {
  const known = inOrder(catalog);
  const served = known.filter((one) => one.group === group);
  return (served.length > 0 ? served : known).map((one) => {
    const description = one.schemas[0]?.schema.description;
    return {
      value: one.kind,
      kind: "enum",
      detail: apiVersionOf(one.group, one.versions[0] ?? ""),
      ...(description === undefined ? {} : { documentation: description }),
    };
  });
}

/** Values of `apiVersion`: the versions of the kind that is named, else those of all kinds, preferred versions first. */
export function apiVersionCandidates(catalog: SchemaCatalog, kind: string): readonly Candidate[] {
  const named = catalog.kindsNamed(kind);
  const kinds = named.length > 0 ? [...named].sort(byOrder) : inOrder(catalog);
  const kindsOf = new Map<string, string[]>();
  const add = (one: KindSchema, version: string) => {
    const apiVersion = apiVersionOf(one.group, version);
    const known = kindsOf.get(apiVersion);
    if (known === undefined) kindsOf.set(apiVersion, [one.kind]);
    else known.push(one.kind);
  };
  for (const one of kinds) for (const version of one.versions.slice(0, 1)) add(one, version);
  for (const one of kinds) for (const version of one.versions.slice(1)) add(one, version);
  return [...kindsOf].map(([value, names]) => ({
    value,
    kind: "enum",
    detail: names.slice(0, 3).join(", ") + (names.length > 3 ? ", …" : ""),
  }));
}

type Template = readonly [group: string, kind: string, body: { readonly [key: string]: SkeletonTree }];

const named = (name: string): SkeletonTree => ({ name: `<1:${name}>` });

const templates: readonly Template[] = [
  [
    "networking.istio.io",
    "VirtualService",
    { metadata: named("{host}"), spec: { hosts: ["<2:<1>>"], http: [{ route: [{ destination: { host: "<3:<1>>" } }] }] } },
  ],
  [
    "networking.istio.io",
    "DestinationRule",
    {
      metadata: named("{host}"),
      spec: {
        host: "<2:<1>>",
        subsets: [
          { name: "<3:v1>", labels: { version: "<4:<3>>" } },
          { name: "<5:v2>", labels: { version: "<6:<5>>" } },
        ],
      },
    },
  ],
  [
    "networking.istio.io",
    "Gateway",
    {
      metadata: named("gateway"),
      spec: {
        selector: { istio: "<2:ingressgateway>" },
        servers: [{ port: { number: "<3:80>", name: "<4:http>", protocol: "<5|HTTP,HTTPS,TLS,TCP|>" }, hosts: ['"<6:*>"'] }],
      },
    },
  ],
  [
    "networking.istio.io",
    "ServiceEntry",
    {
      metadata: named("external"),
      spec: {
        hosts: ["<2:api.example.com>"],
        location: "MESH_EXTERNAL",
        ports: [{ number: "<3:443>", name: "<4:tls>", protocol: "<5|TLS,HTTPS,HTTP,TCP|>" }],
        resolution: "<6|DNS,STATIC,NONE|>",
      },
    },
  ],
  ["networking.istio.io", "Sidecar", { metadata: named("default"), spec: { egress: [{ hosts: ['"./*"', '"{root}/*"'] }] } }],
  [
    "security.istio.io",
    "AuthorizationPolicy",
    {
      metadata: named("allow-{host}"),
      spec: {
        selector: { matchLabels: { app: "<2:{host}>" } },
        action: "<3|ALLOW,DENY,AUDIT,CUSTOM|>",
        rules: [{ from: [{ source: { principals: ['"<4:{principal}>"'] } }], to: [{ operation: { methods: ["<5:GET>"] } }] }],
      },
    },
  ],
  ["security.istio.io", "PeerAuthentication", { metadata: named("default"), spec: { mtls: { mode: "<2|STRICT,PERMISSIVE,DISABLE|>" } } }],
  [
    "security.istio.io",
    "RequestAuthentication",
    {
      metadata: named("jwt"),
      spec: {
        selector: { matchLabels: { app: "<2:{host}>" } },
        jwtRules: [
          {
            issuer: '"<3:https://issuer.example.com>"',
            jwksUri: '"<4:https://issuer.example.com/.well-known/jwks.json>"',
          },
        ],
      },
    },
  ],
  [
    "telemetry.istio.io",
    "Telemetry",
    { metadata: named("mesh-default"), spec: { accessLogging: [{ providers: [{ name: "<2:envoy>" }] }] } },
  ],
  [
    "networking.istio.io",
    "WorkloadEntry",
    { metadata: named("vm-1"), spec: { address: "<2:10.0.0.1>", labels: { app: "<3:{host}>" }, serviceAccount: "<4:default>" } },
  ],
  [
    "networking.istio.io",
    "WorkloadGroup",
    { metadata: named("vm"), spec: { metadata: { labels: { app: "<2:{host}>" } }, template: { serviceAccount: "<3:default>" } } },
  ],
  [
    "networking.istio.io",
    "ProxyConfig",
    { metadata: named("proxy"), spec: { selector: { matchLabels: { app: "<2:{host}>" } }, concurrency: "<3:2>" } },
  ],
  [
    "networking.istio.io",
    "EnvoyFilter",
    {
      metadata: named("filter"),
      spec: {
        workloadSelector: { labels: { app: "<2:{host}>" } },
        configPatches: [
          {
            applyTo: "<3:HTTP_FILTER>",
            match: { context: "<4:SIDECAR_INBOUND>" },
            patch: {
              operation: "<5:INSERT_BEFORE>",
              value: {
                name: "<6:envoy.filters.http.lua>",
                typed_config: {
                  '"@type"': "<7:type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua>",
                  default_source_code: { inline_string: '"<8:function envoy_on_request(handle) end>"' },
                },
              },
            },
          },
        ],
      },
    },
  ],
  [
    "extensions.istio.io",
    "WasmPlugin",
    { metadata: named("plugin"), spec: { selector: { matchLabels: { app: "<2:{host}>" } }, url: "<3:oci://example.com/plugin:1.0>" } },
  ],
  [
    "extensions.istio.io",
    "TrafficExtension",
    {
      metadata: named("extension"),
      spec: { selector: { matchLabels: { app: "<2:{host}>" } }, wasm: { url: "<3:oci://example.com/plugin:1.0>" } },
    },
  ],
  [
    "",
    "Service",
    {
      metadata: named("{host}"),
      spec: { selector: { app: "<2:<1>>" }, ports: [{ name: "<3:http>", port: "<4:80>", targetPort: "<5:8080>" }] },
    },
  ],
  [
    "apps",
    "Deployment",
    {
      metadata: named("{host}-v1"),
      spec: {
        replicas: "<2:2>",
        selector: { matchLabels: { app: "<3:{host}>", version: "<4:v1>" } },
        template: {
          metadata: { labels: { app: "<3>", version: "<4>" } },
          spec: { containers: [{ name: "<5:app>", image: "<6:example/app:1.0>", ports: [{ containerPort: "<7:8080>" }] }] },
        },
      },
    },
  ],
  ["", "Namespace", { metadata: { name: "<1:{host}>", labels: { "istio-injection": "enabled" } } }],
  [
    "gateway.networking.k8s.io",
    "HTTPRoute",
    {
      metadata: named("{host}"),
      spec: {
        parentRefs: [{ name: "<2:gateway>" }],
        rules: [{ matches: [{ path: { type: "PathPrefix", value: "<3:/>" } }], backendRefs: [{ name: "<4:<1>>", port: "<5:80>" }] }],
      },
    },
  ],
  [
    "gateway.networking.k8s.io",
    "Gateway",
    {
      metadata: named("gateway"),
      spec: {
        gatewayClassName: "<2:istio>",
        listeners: [
          {
            name: "<3:http>",
            port: "<4:80>",
            protocol: "<5|HTTP,HTTPS,TLS,TCP|>",
            allowedRoutes: { namespaces: { from: "<6|Same,All|>" } },
          },
        ],
      },
    },
  ],
  [
    "gateway.networking.k8s.io",
    "ReferenceGrant",
    {
      metadata: named("grant"),
      spec: {
        from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "<2:default>" }],
        to: [{ group: '""', kind: "Service" }],
      },
    },
  ],
  ["kustomize.config.k8s.io", "Kustomization", { namespace: "<1:default>", resources: ["<2:virtual-service.yaml>"] }],
];

function inOrder(catalog: SchemaCatalog): readonly KindSchema[] {
  return [...catalog.kinds()].sort(byOrder);
}

function byOrder(a: KindSchema, b: KindSchema): number {
  return orderOf(a) - orderOf(b);
}

function orderOf({ group, kind }: KindSchema): number {
  const at = templates.findIndex(([templateGroup, templateKind]) => templateGroup === group && templateKind === kind);
  return at < 0 ? templates.length : at;
}
