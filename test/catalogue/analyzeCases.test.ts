import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defaultMesh, type MeshSettings } from "../../server/src/core/model/mesh";
import { settingsOfMeshConfig } from "../../server/src/core/model/meshConfig";
import type { LevelSetting } from "../../server/src/core/rules/levels";
import { codesOf } from "../../server/src/core/rules/registry";
import { createSchemas } from "../../server/src/core/schema/bundled";
import { parseDocument } from "../../server/src/core/syntax/parse";
import { isPlainMap, toPlain } from "../../server/src/core/syntax/plain";
import { Workspace } from "../../server/src/core/workspace";

interface AnalyzeCase {
  readonly id: string;
  readonly analyzer: string;
  readonly inputFiles: readonly string[];
  readonly meshConfigFile?: string;
  readonly expected: readonly { readonly code: string; readonly resource: string }[];
}

const folder = join(import.meta.dirname, "../../../shared/cases/analyze");
const list = join(folder, "cases.json");
const cases: readonly AnalyzeCase[] = existsSync(list)
  ? (JSON.parse(readFileSync(list, "utf8")) as { readonly cases: readonly AnalyzeCase[] }).cases
  : [];
const schemas = createSchemas();

describe.skipIf(cases.length === 0)("istioctl's own cases (skipped where ../shared is absent)", () => {
  test.each(cases.map((one) => [one.id, one] as const))("%s", (id, one) => {
    const { missing = [], extra = [] } = differences[id] ?? {};
    expect(compare(one)).toEqual({ missing: [...missing].sort(), extra: [...extra].sort() });
  });

  test("every difference belongs to a case and has a reason", () => {
    const ids = new Set(cases.map((one) => one.id));
    for (const [id, { why, missing, extra }] of Object.entries(differences)) {
      expect(ids.has(id), id).toBe(true);
      expect(why, id).toMatch(/^[A-Z].{20,}\.$/);
      expect((missing ?? []).length + (extra ?? []).length, id).toBeGreaterThan(0);
    }
  });

  test("every analyzer of a case is known", () => {
    expect([...new Set(cases.map((one) => one.analyzer))].filter((analyzer) => analyzers[analyzer] === undefined)).toEqual([]);
  });
});

interface Difference {
  /** Messages of istioctl for which we have no finding. */
  readonly missing?: readonly string[];
  /** Findings of ours for which istioctl has no message. */
  readonly extra?: readonly string[];
  readonly why: string;
}

const needsCluster = "What it tells rests on what runs in a cluster: pods as injected, webhooks, or secrets of other clusters.";

const differences: Readonly<Record<string, Difference>> = {
  "002-alpha": {
    extra: Array.from({ length: 4 }, () => "alpha-annotation Pod annotation-set-by-default"),
    why: "What the node agent sets on running pods is passed over by istioctl, told by its value; in a manifest somebody wrote it.",
  },
  "005-externalcontrolplanemissingwebhooks": {
    missing: [
      "IST0163 MutatingWebhookConfiguration istio-sidecar-injector-custom-ns",
      "IST0163 ValidatingWebhookConfiguration istio-validator-custom-ns",
    ],
    why: needsCluster,
  },
  "006-externalcontrolplaneusingipaddresses": {
    missing: ["IST0164 MutatingWebhookConfiguration istio-sidecar-injector-external-istiod"],
    why: needsCluster,
  },
  "024-istioinjection": {
    missing: ["IST0102 Namespace bar", "IST0103 Pod default/noninjectedpod"],
    why: "No manifest shows whether a pod was injected; a namespace outside of the mesh is a hint only where traffic rules are written for it.",
  },
  "025-istioinjectionenablenamespacesbydefault": {
    missing: ["IST0103 Pod default/noninjectedpod", "IST0148 Namespace bar"],
    why: needsCluster,
  },
  "026-istioinjectionproxyimagemismatch": {
    missing: ["IST0158 Namespace enabled-namespace", "IST0158 Namespace enabled-namespace-native"],
    why: needsCluster,
  },
  "027-injectionimagedistroless": { missing: ["IST0158 Namespace enabled-namespace"], why: needsCluster },
  "029-istioinjectionproxyimagemismatchabsolute": {
    missing: ["IST0158 Namespace enabled-namespace", "IST0158 Namespace enabled-namespace-native"],
    why: needsCluster,
  },
  "030-istioinjectionproxyimagemismatchwithrevisioncanary": {
    missing: ["IST0158 Namespace enabled-namespace", "IST0158 Namespace enabled-namespace-native", "IST0158 Namespace revision-namespace"],
    why: needsCluster,
  },
  "037-virtualserviceconflictingmeshgatewayhostswithexportto": {
    missing: ["IST0109 VirtualService bar/productpage-d", "IST0109 VirtualService foo/productpage-d"],
    why: "The hosts *.d and *.productpage.d do not compete: sidecars take the more specific one, whatever the order.",
  },
  "038-virtualservicedestinationhosts": {
    missing: ["IST0101 VirtualService default/reviews-bogushost"],
    extra: ["destination-host-not-found VirtualService default/reviews-bookinfo-eu"],
    why: "A destination that is left out is reported by the schema, not as a host without name. The cluster of a ServiceEntry with a wildcard has the wildcard as its name, so that a destination below it gets 503.",
  },
  "043-virtualserviceinternalgatewayref": {
    missing: ["IST0165 VirtualService httpbin"],
    why: "The webhook refuses the name, because ~ cannot stand in one; invalid-gateway-name says so at the same place.",
  },
  "047-unknown-service-registry-in-mesh-networks": {
    missing: ["IST0126 MeshNetworks istio-system/meshnetworks", "IST0126 MeshNetworks istio-system/meshnetworks"],
    why: needsCluster,
  },
  "063-dupmatches": {
    missing: [
      "IST0131 VirtualService duplicate-match",
      "IST0131 VirtualService duplicate-tcp-match",
      "IST0131 VirtualService none/tls-routing",
      "IST0131 VirtualService overlapping-in-two-matches",
    ],
    extra: ["match-without-effect VirtualService uri-with-prefix-exact", "unreachable-rule VirtualService overlapping-in-two-matches"],
    why: "A rule that is never reached is told once, not for its only match again; a longer prefix behind a shorter one is a rule never reached; an exact path behind the prefix / has no effect.",
  },
  "068-missing-addresses-and-protocol-in-service-entry": {
    missing: ["03", "04", "07"].map((number) => `IST0134 ServiceEntry default/service-entry-test-${number}`),
    why: "Istio allocates addresses itself, by default and for the resolution DNS: nothing is missing. istioctl does not know that default.",
  },
  "071-webook": {
    missing: [
      "IST0139 MutatingWebhookConfiguration istio-sidecar-injector-missing-overlap",
      "IST0139 MutatingWebhookConfiguration istio-sidecar-injector-missing-overlap",
      "IST0139 MutatingWebhookConfiguration istio-sidecar-injector-overlap",
    ],
    why: needsCluster,
  },
  "097-serviceentry-no-conflict-same-protocol": {
    extra: ["service-entry-conflict ServiceEntry default/se-https-only", "service-entry-conflict ServiceEntry default/se-https-only-2"],
    why: "The same host and port twice with one protocol is a hint of ours (KIA1211); istioctl speaks of different protocols only.",
  },
};

/** By analyzer: our rules for what it reports. */
const analyzers: Readonly<Record<string, readonly string[]>> = {
  "annotations.K8sAnalyzer": ["misplaced-annotation", "unknown-annotation", "invalid-annotation", "deprecated-annotation"],
  "annotations.AlphaAnalyzer": ["alpha-annotation"],
  "applicationUID.Analyzer": ["runs-as-proxy-user"],
  "auth.AuthorizationPoliciesAnalyzer": ["source-namespace-not-found", "selector-selects-no-workload"],
  "authn.BlockedCIDRsAnalyzer": ["jwks-fetch-unrestricted"],
  "deployment.MultiServiceAnalyzer": ["services-conflict"],
  "destinationrule.CaCertificateAnalyzer": ["tls-without-ca"],
  "destinationrule.SubsetSelectPodAnalyzer": ["subset-selects-no-workload", "destination-rule-host-not-found"],
  "envoyfilter.EnvoyPatchAnalyzer": ["envoy-patch-ignored", "envoy-patch-relative"],
  "externalcontrolplane.ExternalControlPlaneAnalyzer": [],
  "gateway.ConflictingGatewayAnalyzer": ["gateway-server-conflict", "gateway-selects-no-workload"],
  "gateway.IngressGatewayPortAnalyzer": ["gateway-port-not-on-service", "gateway-selects-no-workload"],
  "injection.Analyzer": ["namespace-mode-conflict", "namespace-not-in-mesh"],
  "injection.ImageAnalyzer": [],
  "k8sgateway.CRDVersionAnalyzer": ["gateway-api-outdated"],
  "k8sgateway.SelectorAnalyzer": ["selector-on-kubernetes-gateway"],
  "meshnetworks.MeshNetworksAnalyzer": [],
  "schema.ValidationAnalyzer.VirtualService": ["unreachable-rule", "match-without-effect"],
  "service.PortNameAnalyzer": ["service-port-protocol-unknown", "external-name-port"],
  "serviceentry.Analyzer": ["service-entry-without-addresses"],
  "serviceentry.ConflictingServiceEntryProtocolAnalyzer": ["service-entry-conflict"],
  "sidecar.SelectorAnalyzer": ["selector-selects-no-workload", "selectors-overlap", "namespace-wide-twice", "sidecar-in-ambient-namespace"],
  "telemetry.DefaultSelectorAnalyzer": ["namespace-wide-twice"],
  "telemetry.LightstepAnalyzer": ["tracing-provider-retired"],
  "telemetry.ProviderAnalyzer": ["access-log-without-provider"],
  "virtualservice.ConflictingMeshGatewayHostsAnalyzer": ["virtual-service-host-conflict"],
  "virtualservice.DestinationHostAnalyzer": [
    "destination-host-not-found",
    "destination-not-exported",
    "destination-port-not-found",
    "destination-port-required",
    "gateway-bypasses-subsets",
  ],
  "virtualservice.GatewayAnalyzer": ["gateway-not-found", "host-not-in-gateway", "internal-gateway-referenced"],
  "virtualservice.JWTClaimRouteAnalyzer": ["claim-route-without-authentication"],
  "webhook.Analyzer": [],
};

/** Rules that are off by default, as their analyzers are. */
const switchedOn = new Map<string, LevelSetting>([["alpha-annotation", "information"]]);

interface Told {
  readonly code: string;
  readonly resource: string;
  /** Codes of istioctl for the same. */
  readonly istio: readonly string[];
}

/** What istioctl reports and we do not, as `IST0000 Kind ns/name`, and what only we report, as `our-code Kind ns/name`. */
function compare({ analyzer, inputFiles, meshConfigFile, expected }: AnalyzeCase): {
  readonly missing: string[];
  readonly extra: string[];
} {
  const told = findingsOf(inputFiles, meshConfigFile).filter((one) => analyzers[analyzer]?.includes(one.code));
  const used = new Map<Told, Set<string>>();
  const missing: string[] = [];
  for (const { code, resource } of expected) {
    const fitting = told.filter((one) => one.resource === resource && one.istio.includes(code) && used.get(one)?.has(code) !== true);
    const found = fitting.find((one) => !used.has(one)) ?? fitting[0];
    if (found === undefined) missing.push(`${code} ${resource}`);
    else used.set(found, (used.get(found) ?? new Set()).add(code));
  }
  return {
    missing: missing.sort(),
    extra: told
      .filter((one) => !used.has(one))
      .map((one) => `${one.code} ${one.resource}`)
      .sort(),
  };
}

/** The case's files with the resources that istioctl adds to every run; together they are the whole mesh. */
function findingsOf(inputFiles: readonly string[], meshConfigFile: string | undefined): readonly Told[] {
  const mesh: MeshSettings = { ...defaultMesh, ...(meshConfigFile === undefined ? {} : meshConfig(meshConfigFile)), complete: true };
  const workspace = new Workspace({ mesh, defaultNamespace: () => "default", levels: switchedOn, schemas });
  for (const file of [...inputFiles, "testdata/_defaults/default-ingress.yaml"]) {
    workspace.setFile(file, readFileSync(join(folder, file), "utf8"), true);
  }
  workspace.check();
  return inputFiles.flatMap((file) => {
    const resources = workspace.resources(file);
    return workspace.findings(file).map(({ code, resource }) => {
      const { kind = "", namespace = "", name = "" } = resource ?? {};
      const written = resources.find((one) => one.gvk.kind === kind && one.name.value === name && one.effectiveNamespace === namespace);
      const scope = written?.namespace === undefined ? "" : `${written.namespace.value}/`;
      return { code, resource: `${kind} ${scope}${name}`, istio: codesOf(code).istio };
    });
  });
}

function meshConfig(file: string): Partial<MeshSettings> {
  const { root } = parseDocument(readFileSync(join(folder, file), "utf8"));
  const value = root === undefined ? undefined : toPlain(root);
  return isPlainMap(value) ? settingsOfMeshConfig(value) : {};
}
