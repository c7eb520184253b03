/** Manifests of a generated mesh, as far as routing looks at them. */
export interface Meta {
  readonly name: string;
  readonly namespace: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Labels;
}

export type Labels = Readonly<Record<string, string>>;

export interface Service {
  readonly apiVersion: "v1";
  readonly kind: "Service";
  readonly metadata: Meta;
  readonly spec: {
    readonly type?: "ExternalName";
    readonly externalName?: string;
    readonly selector?: Labels;
    readonly clusterIP?: string;
    readonly ports: readonly {
      readonly port: number;
      readonly name?: string;
      readonly protocol?: "UDP";
      readonly appProtocol?: string;
      readonly targetPort?: number;
    }[];
  };
}

export interface ServiceEntry {
  readonly apiVersion: "networking.istio.io/v1";
  readonly kind: "ServiceEntry";
  readonly metadata: Meta;
  readonly spec: {
    readonly hosts: readonly string[];
    readonly addresses?: readonly string[];
    readonly ports: readonly { readonly number: number; readonly name: string; readonly protocol: string }[];
    readonly resolution: "NONE" | "STATIC" | "DNS";
    readonly exportTo?: readonly string[];
    readonly endpoints?: readonly { readonly address: string; readonly labels?: Labels }[];
    readonly workloadSelector?: { readonly labels: Labels };
  };
}

export interface Deployment {
  readonly apiVersion: "apps/v1";
  readonly kind: "Deployment";
  readonly metadata: Meta;
  readonly spec: { readonly replicas: number; readonly template: { readonly metadata: { readonly labels: Labels } } };
}

export interface Policy {
  readonly loadBalancer?: { readonly simple: string };
  readonly portLevelSettings?: readonly {
    readonly port: { readonly number: number };
    readonly loadBalancer?: { readonly simple: string };
  }[];
}

export interface DestinationRule {
  readonly apiVersion: "networking.istio.io/v1";
  readonly kind: "DestinationRule";
  readonly metadata: Meta;
  readonly spec: {
    readonly host: string;
    readonly exportTo?: readonly string[];
    readonly workloadSelector?: { readonly matchLabels: Labels };
    readonly trafficPolicy?: Policy;
    readonly subsets?: readonly { readonly name: string; readonly labels?: Labels; readonly trafficPolicy?: Policy }[];
  };
}

export interface Gateway {
  readonly apiVersion: "networking.istio.io/v1";
  readonly kind: "Gateway";
  readonly metadata: Meta;
  readonly spec: {
    readonly selector?: Labels;
    readonly servers: readonly {
      readonly port: { readonly number: number; readonly name: string; readonly protocol: string };
      readonly hosts: readonly string[];
      readonly tls?: { readonly mode?: string; readonly httpsRedirect?: boolean };
    }[];
  };
}

export interface Sidecar {
  readonly apiVersion: "networking.istio.io/v1";
  readonly kind: "Sidecar";
  readonly metadata: Meta;
  readonly spec: {
    readonly workloadSelector?: { readonly labels: Labels };
    readonly egress?: readonly {
      readonly hosts: readonly string[];
      readonly port?: { readonly number: number; readonly protocol: string; readonly name: string };
    }[];
    readonly outboundTrafficPolicy?: { readonly mode: "ALLOW_ANY" | "REGISTRY_ONLY" };
  };
}

export type StringMatch = { readonly exact?: string; readonly prefix?: string; readonly regex?: string };

export interface HttpMatch {
  readonly uri?: StringMatch;
  readonly ignoreUriCase?: boolean;
  readonly scheme?: StringMatch;
  readonly method?: StringMatch;
  readonly authority?: StringMatch;
  readonly headers?: Readonly<Record<string, StringMatch>>;
  readonly withoutHeaders?: Readonly<Record<string, StringMatch>>;
  readonly queryParams?: Readonly<Record<string, StringMatch>>;
  readonly port?: number;
  readonly gateways?: readonly string[];
  readonly sourceLabels?: Labels;
  readonly sourceNamespace?: string;
}

export interface Destination {
  readonly host: string;
  readonly subset?: string;
  readonly port?: { readonly number: number };
}

export interface Weighted {
  readonly destination: Destination;
  readonly weight?: number;
}

export interface HttpRule {
  readonly name?: string;
  readonly match?: readonly HttpMatch[];
  readonly route?: readonly Weighted[];
  readonly redirect?: {
    readonly uri?: string;
    readonly authority?: string;
    readonly scheme?: string;
    readonly port?: number;
    readonly derivePort?: string;
    readonly redirectCode?: number;
  };
  readonly directResponse?: { readonly status: number };
  readonly delegate?: { readonly name: string; readonly namespace?: string };
  readonly rewrite?: { readonly uri?: string; readonly authority?: string };
  readonly timeout?: string;
  readonly retries?: { readonly attempts: number };
  readonly fault?: {
    readonly delay?: { readonly fixedDelay: string; readonly percentage?: { readonly value: number } };
    readonly abort?: { readonly httpStatus: number; readonly percentage?: { readonly value: number } };
  };
  readonly corsPolicy?: { readonly allowOrigins: readonly StringMatch[]; readonly unmatchedPreflights?: string };
  readonly mirror?: Destination;
  readonly mirrorPercentage?: { readonly value: number };
}

export interface L4Match {
  readonly port?: number;
  readonly gateways?: readonly string[];
  readonly sourceLabels?: Labels;
  readonly sourceNamespace?: string;
  readonly sniHosts?: readonly string[];
  readonly destinationSubnets?: readonly string[];
}

export interface L4Rule {
  readonly match?: readonly L4Match[];
  readonly route: readonly Weighted[];
}

export interface VirtualService {
  readonly apiVersion: "networking.istio.io/v1";
  readonly kind: "VirtualService";
  readonly metadata: Meta;
  readonly spec: {
    readonly hosts?: readonly string[];
    readonly gateways?: readonly string[];
    readonly exportTo?: readonly string[];
    readonly http?: readonly HttpRule[];
    readonly tls?: readonly L4Rule[];
    readonly tcp?: readonly L4Rule[];
  };
}

export interface Mesh {
  readonly services: readonly Service[];
  readonly entries: readonly ServiceEntry[];
  readonly deployments: readonly Deployment[];
  readonly rules: readonly DestinationRule[];
  readonly gateways: readonly Gateway[];
  readonly sidecars: readonly Sidecar[];
  readonly virtualServices: readonly VirtualService[];
  readonly registryOnly: boolean;
}

export interface Call {
  readonly from:
    | { readonly namespace: string; readonly labels: Labels }
    | { readonly gatewayPod: { readonly namespace: string; readonly labels: Labels } };
  readonly scheme: "http" | "https" | "tcp" | "tls";
  readonly host: string;
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sni?: string;
  readonly address?: string;
}

/** What both evaluators are compared by. */
export interface Answer {
  readonly type: string;
  readonly status?: number;
  readonly url?: string;
  /** `host|port|subset share problem`, in order. */
  readonly destinations: readonly string[];
  /** `namespace/name share`, summed over destinations, sorted. */
  readonly workloads: readonly string[];
  readonly mirrors: readonly string[];
  readonly extras: Readonly<Record<string, string | number>>;
  /** `namespace/name protocol index` of the rule that decided. */
  readonly rule?: string;
}
