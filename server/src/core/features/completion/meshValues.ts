import { labelMap } from "../../model/read";
import type { Meaning } from "../../schema/meaning";
import { nodeAt } from "../../syntax/node";
import { type Candidate, distinct } from "./candidate";
import { principals, serviceAccountReferences, serviceAccounts } from "./values/accounts";
import { destinationPorts, matchPorts, policyPorts, subsets, targetPorts, weights } from "./values/destinations";
import { headerNames } from "./values/headers";
import { destinationHosts, egressHosts, ruleHosts, serverHosts, sniHosts, virtualHosts } from "./values/hosts";
import {
  callerLabels,
  gatewayLabels,
  type LabelSource,
  labelKeys,
  labelValues,
  podLabels,
  subsetLabels,
  templateLabels,
} from "./values/labels";
import { type MeshSite, textsAt } from "./values/meshSite";
import {
  backendPorts,
  delegates,
  exportTargets,
  gateways,
  matchGateways,
  namespaceNames,
  namespaces,
  resourceFiles,
  secrets,
  targets,
} from "./values/references";
import { conditionKeys, methods, protocols, retryConditions, targetKinds } from "./values/words";

/** What the workspace offers for a scalar of a meaning; what its list has already is left out. */
export function meshValues(meaning: Meaning, site: MeshSite): readonly Candidate[] {
  const isItem = typeof site.path.at(-1) === "number";
  const taken = isItem ? textsAt(site, site.path.slice(0, -1)).filter((text) => text !== site.word) : [];
  return distinct(valuesOf(meaning, site), new Set(taken));
}

/** What the workspace offers as keys of a map of a meaning. */
export function meshKeys(meaning: Meaning, site: MeshSite): readonly Candidate[] {
  if (meaning === "header") return distinct(headerNames(site));
  const source = labelSource(meaning, site);
  return source === undefined ? [] : labelKeys(source, chosenLabels(site, site.path));
}

function valuesOf(meaning: Meaning, site: MeshSite): readonly Candidate[] {
  switch (meaning) {
    case "host":
      return destinationHosts(site);
    case "virtual-host":
      return virtualHosts(site);
    case "rule-host":
      return ruleHosts(site);
    case "server-host":
      return serverHosts(site);
    case "sni-host":
      return sniHosts(site);
    case "egress-host":
      return egressHosts(site, namespaceNames(site));
    case "subset":
      return subsets(site);
    case "subset-name":
      return subsetNames(site);
    case "destination-port":
      return destinationPorts(site);
    case "policy-port":
      return policyPorts(site);
    case "match-port":
      return matchPorts(site);
    case "target-port":
      return targetPorts(site);
    case "backend":
      return targets(site, "Service");
    case "parent":
      return targets(site, "Gateway");
    case "target-name":
      return targets(site, "Gateway");
    case "backend-port":
      return backendPorts(site);
    case "gateway":
      return gateways(site);
    case "match-gateway":
      return matchGateways(site);
    case "namespace":
      return namespaces(site);
    case "export-to":
      return exportTargets(site);
    case "secret":
      return secrets(site);
    case "service-account":
      return serviceAccounts(site);
    case "service-account-ref":
      return serviceAccountReferences(site);
    case "principal":
      return principals(site);
    case "delegate":
      return delegates(site);
    case "resource-file":
      return resourceFiles(site);
    case "header":
      return typeof site.path.at(-1) === "string" && isHeaderMap(site) ? [] : headerNames(site);
    case "method":
      return methods;
    case "protocol":
      return protocols;
    case "target-kind":
      return targetKinds;
    case "condition-key":
      return conditionKeys;
    case "retry-on":
      return retryConditions(site.typed);
    case "weight":
      return weights(site);
    default:
      return labelValuesAt(meaning, site);
  }
}

function labelValuesAt(meaning: Meaning, site: MeshSite): readonly Candidate[] {
  const source = labelSource(meaning, site);
  const key = site.path.at(-1);
  return source === undefined || typeof key !== "string" ? [] : labelValues(source, key, chosenLabels(site, site.path.slice(0, -1)));
}

function labelSource(meaning: Meaning, site: MeshSite): LabelSource | undefined {
  switch (meaning) {
    case "subset-labels":
      return subsetLabels(site);
    case "pod-selector":
      return podLabels(site);
    case "gateway-selector":
      return gatewayLabels(site);
    case "source-labels":
      return callerLabels(site);
    case "template-labels":
      return templateLabels(site);
    default:
      return undefined;
  }
}

/** Names for a subset: the values by which its pods differ, those that no other subset takes first. */
function subsetNames(site: MeshSite): readonly Candidate[] {
  const source = subsetLabels(site);
  const none = labelMap(undefined);
  const [key] = labelKeys(source, none);
  if (key === undefined || source.carriers.length === 0) return [];
  const names = labelValues(source, key.value, none).map((one): Candidate => ({ ...one, kind: "subset" }));
  const list = nodeAt(site.manifest.node, site.path.slice(0, 2));
  const taken = new Set(list?.kind === "seq" ? list.items.flatMap((item, at) => (at === site.path[2] ? [] : labelName(item))) : []);
  return names.filter((name) => !taken.has(name.value));
}

function labelName(item: Parameters<typeof nodeAt>[0]): readonly string[] {
  const name = nodeAt(item, ["name"]);
  return name?.kind === "scalar" ? [name.source] : [];
}

/** The labels that the map has already: whatever else it takes has to be carried with them. */
function chosenLabels(site: MeshSite, path: MeshSite["path"]): ReturnType<typeof labelMap> {
  const labels = labelMap(nodeAt(site.manifest.node, path));
  return { ...labels, entries: labels.entries.filter((entry) => entry.value.value !== "") };
}

/** A value under a header name says what the header is to contain. */
function isHeaderMap(site: MeshSite): boolean {
  return typeof site.path.at(-2) === "string" && /^(?:set|add)$/.test(String(site.path.at(-2)));
}
