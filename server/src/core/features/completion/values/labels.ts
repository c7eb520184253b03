import { nearestDefinition, resolveHostIn } from "../../../index/hosts";
import { nearestVariants } from "../../../index/nearest";
import { type Selectable, selectableLabels, workloadsIn } from "../../../index/workloads";
import { type LabelMap, labelValue, selects } from "../../../model/labels";
import { labelMap } from "../../../model/read";
import { isKind } from "../../../model/resource";
import { endpointsOf } from "../../../routing/endpoints";
import { nodeAt } from "../../../syntax/node";
import type { Candidate } from "../candidate";
import { type MeshSite, textAt } from "./meshSite";

/** Labels that somebody carries, and who that is. */
interface Carrier {
  readonly labels: LabelMap;
  readonly name: string;
}

/** A map of labels that completion fills: whose labels are meant, and which selectors beside it are taken already. */
export interface LabelSource {
  readonly carriers: readonly Carrier[];
  /** Labels of the other subsets: carriers that one of them selects come later. */
  readonly taken: readonly LabelMap[];
  /** Keys that say nothing here because all carriers were chosen by them. */
  readonly implied: ReadonlySet<string>;
  /** Keys that people use most for this, the first one first. */
  readonly usual: readonly string[];
}

/** Labels for a subset: of the pods behind the DestinationRule's host. */
export function subsetLabels(site: MeshSite): LabelSource {
  const { index, file, namespace, manifest, path } = site;
  const host = textAt(site, ["spec", "host"]);
  const definition = host === undefined ? undefined : nearestDefinition(resolveHostIn(index, host, namespace), file);
  const groups = definition === undefined ? [] : endpointsOf(index, definition, undefined, file).groups;
  const owner = definition?.resource.effectiveNamespace ?? namespace;
  const carriers =
    groups.length > 0
      ? groups.map(({ labels, kind, name, replicas }) => ({
          labels,
          name: `${kind} ${name}, ${replicas} ${replicas === 1 ? "replica" : "replicas"}`,
        }))
      : workloadsIn(index, owner, file).map(carrierOf);
  const list = nodeAt(manifest.node, path.slice(0, 2));
  const others = list?.kind === "seq" ? list.items.filter((_, at) => at !== path[2]) : [];
  const selector = definition?.resource.model.kind === "Service" ? definition.resource.model.selector.entries : [];
  return {
    carriers,
    taken: others.map((item) => labelMap(nodeAt(item, ["labels"]))).filter((labels) => labels.entries.length > 0),
    implied: new Set(groups.length > 0 ? selector.map((entry) => entry.key.value) : []),
    usual: versions,
  };
}

/** Labels of the pods of the own namespace; in the root namespace of all, as policies there hold everywhere. */
export function podLabels(site: MeshSite): LabelSource {
  if (site.namespace !== site.index.mesh.rootNamespace) return sourceOf(workloadsIn(site.index, site.namespace, site.file));
  return sourceOf(allWorkloads(site));
}

/** Labels of callers: of the namespace named beside, else of the own one. */
export function callerLabels(site: MeshSite): LabelSource {
  const namespace = textAt(site, [...site.path.slice(0, site.path.lastIndexOf("sourceLabels")), "sourceNamespace"]);
  return sourceOf(workloadsIn(site.index, namespace ?? site.namespace, site.file));
}

/** Labels by which a Gateway finds its proxies: in any namespace, those that carry `istio` or were injected as gateway first. */
export function gatewayLabels(site: MeshSite): LabelSource {
  const workloads = allWorkloads(site);
  const gateways = workloads.filter(
    (one) =>
      labelValue(selectableLabels(one), "istio") !== undefined ||
      (isKind(one, "Workload") && labelValue(one.model.podAnnotations, "inject.istio.io/templates") === "gateway"),
  );
  const usual: Carrier = { labels: pairs([["istio", "ingressgateway"]]), name: "the usual ingress gateway" };
  return { carriers: gateways.length > 0 ? gateways.map(carrierOf) : [usual], taken: [], implied: new Set(), usual: ["istio"] };
}

/** Labels of the manifest itself, which selector and pod template of a workload have to share. */
export function templateLabels(site: MeshSite): LabelSource {
  const places = [
    ["metadata", "labels"],
    ["spec", "selector", "matchLabels"],
    ["spec", "template", "metadata", "labels"],
  ].filter((place) => place.join() !== site.path.slice(0, place.length).join());
  const carriers = places.map((place) => ({ labels: labelMap(nodeAt(site.manifest.node, place)), name: place.join(".") }));
  const { name } = site.manifest;
  const own: readonly Carrier[] = name === undefined ? [] : [{ labels: pairs([["app", name]]), name: "the name of this object" }];
  return { carriers: [...carriers, ...own], taken: [], implied: new Set(), usual: applications };
}

/** Keys that the carriers have: those that the other selectors use, then those that tell carriers apart, then the common ones. */
export function labelKeys({ carriers, taken, implied, usual }: LabelSource, chosen: LabelMap): readonly Candidate[] {
  const fitting = carriers.filter((one) => selects(chosen, one.labels));
  const keys = [...new Set(fitting.flatMap((one) => one.labels.entries.map((entry) => entry.key.value)))];
  const used = new Set(taken.flatMap((labels) => labels.entries.map((entry) => entry.key.value)));
  const tells = (key: string) => new Set(fitting.map((one) => labelValue(one.labels, key))).size > 1;
  const order = (key: string) => {
    if (used.has(key)) return 0;
    if (isGenerated(key)) return 40;
    if (implied.has(key)) return 30;
    const place = usual.indexOf(key);
    return (implied.size > 0 && !tells(key) ? 20 : 1) + (place < 0 ? usual.length : place);
  };
  return keys
    .map((key) => ({ key, order: order(key) }))
    .sort((a, b) => a.order - b.order)
    .map(({ key }) => {
      const values = [...new Set(fitting.flatMap((one) => labelValue(one.labels, key) ?? []))];
      return { value: key, kind: "label", detail: values.slice(0, 4).join(", ") + (values.length > 4 ? ", …" : "") };
    });
}

/** Values that the carriers have for a key: those of carriers that no other selector takes first. */
export function labelValues({ carriers, taken }: LabelSource, key: string, chosen: LabelMap): readonly Candidate[] {
  const others: LabelMap = { ...chosen, entries: chosen.entries.filter((entry) => entry.key.value !== key) };
  const fitting = carriers.filter((one) => selects(others, one.labels));
  const pool = fitting.length > 0 ? fitting : carriers;
  const isTaken = (one: Carrier) => taken.some((labels) => selects(labels, one.labels));
  const ordered = [...pool.filter((one) => !isTaken(one)), ...pool.filter(isTaken)];
  const values = [...new Set(ordered.flatMap((one) => labelValue(one.labels, key) ?? []))];
  return values.map((value) => {
    const by = ordered.filter((one) => labelValue(one.labels, key) === value);
    const names = by.slice(0, 3).map((one) => one.name);
    return {
      value,
      kind: "label",
      detail: by[0]?.name ?? "",
      ...(by.length > 1 ? { documentation: `Carried by ${names.join("; ")}${by.length > 3 ? ` and ${by.length - 3} more` : ""}.` } : {}),
    };
  });
}

const versions: readonly string[] = ["version", "app.kubernetes.io/version", "app", "app.kubernetes.io/name"];
const applications: readonly string[] = ["app", "app.kubernetes.io/name", "version", "app.kubernetes.io/version"];

/** Set by controllers, so that no selector should name them. */
function isGenerated(key: string): boolean {
  return /^(?:pod-template-hash|controller-revision-hash|rollouts-pod-template-hash|(?:sidecar|service|security)\.istio\.io\/.*)$/.test(
    key,
  );
}

function sourceOf(workloads: readonly Selectable[]): LabelSource {
  return { carriers: workloads.map(carrierOf), taken: [], implied: new Set(), usual: applications };
}

function carrierOf(workload: Selectable): Carrier {
  return { labels: selectableLabels(workload), name: `${workload.gvk.kind} ${workload.name.value}` };
}

function allWorkloads(site: MeshSite): readonly Selectable[] {
  const found: Selectable[] = [];
  for (const resource of site.resources()) {
    if (isKind(resource, "Workload") || isKind(resource, "WorkloadEntry") || isKind(resource, "WorkloadGroup")) found.push(resource);
  }
  return nearestVariants(found, site.file);
}

function pairs(labels: readonly (readonly [string, string])[]): LabelMap {
  const span = { start: 0, end: 0 };
  return { span, entries: labels.map(([key, value]) => ({ key: { value: key, span }, value: { value, span } })) };
}
