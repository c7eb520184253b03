import { nearestDefinition, resolveHostIn } from "../../index/hosts";
import { selectableLabels, workloadsIn } from "../../index/workloads";
import { type LabelMap, labelValue } from "../../model/labels";
import { isKind } from "../../model/resource";
import { endpointsOf } from "../../routing/endpoints";
import { code } from "../../schema/describeField";
import type { Meaning } from "../../schema/meaning";
import { type HoverSite, replicas, textBeside } from "./hoverSite";

interface Carrier {
  readonly name: string;
  readonly labels: LabelMap;
}

/** Which workloads carry a label: with `key` alone all values with their carriers. */
export function labelMarkdown(site: HoverSite, meaning: Meaning, key: string, value: string | undefined): string | undefined {
  const found = carriersOf(site, meaning);
  if (found === undefined) return undefined;
  const { scope, carriers } = found;
  const having = carriers.filter((one) => labelValue(one.labels, key) !== undefined);
  const exact = having.filter((one) => labelValue(one.labels, key) === value);
  if (value !== undefined && exact.length > 0)
    return `${code(`${key}=${value}`)} is carried ${scope} by:\n${list(exact.map((one) => one.name))}`;
  if (having.length === 0) return `No workload ${scope} carries ${code(key)}.`;
  const others = [...new Set(having.map((one) => labelValue(one.labels, key) ?? ""))];
  const none = value === undefined || value === "" ? "" : `No workload ${scope} carries ${code(`${key}=${value}`)}. `;
  return `${none}Values of ${code(key)} ${scope}: ${others.map(code).join(", ")}`;
}

function carriersOf(site: HoverSite, meaning: Meaning): { readonly scope: string; readonly carriers: readonly Carrier[] } | undefined {
  const { index, file, namespace } = site;
  switch (meaning) {
    case "subset-labels": {
      const host = textBeside(site, ["spec", "host"]);
      const definition = host === undefined ? undefined : nearestDefinition(resolveHostIn(index, host, namespace), file);
      if (definition === undefined) return undefined;
      const { groups, managed } = endpointsOf(index, definition, undefined, file);
      if (!managed) return undefined;
      return {
        scope: `behind ${definition.fqdn}`,
        carriers: groups.map((group) => ({ labels: group.labels, name: `${group.kind} ${group.name}, ${replicas(group.replicas)}` })),
      };
    }
    case "pod-selector":
    case "template-labels":
      return { scope: `in namespace ${namespace}`, carriers: carriersIn(site, namespace) };
    case "source-labels": {
      const from = textBeside(site, [...site.path.slice(0, site.path.lastIndexOf("sourceLabels")), "sourceNamespace"]) ?? namespace;
      return { scope: `in namespace ${from}`, carriers: carriersIn(site, from) };
    }
    case "gateway-selector": {
      const carriers: Carrier[] = [];
      for (const resource of site.resources()) {
        if (!isKind(resource, "Workload")) continue;
        carriers.push({
          labels: resource.model.podLabels,
          name: `${resource.gvk.kind} ${resource.effectiveNamespace}/${resource.name.value}`,
        });
      }
      return { scope: "in view", carriers };
    }
    default:
      return undefined;
  }
}

function carriersIn(site: HoverSite, namespace: string): readonly Carrier[] {
  return workloadsIn(site.index, namespace, site.file).map((one) => ({
    labels: selectableLabels(one),
    name: `${one.gvk.kind} ${one.name.value}${isKind(one, "Workload") ? `, ${replicas(one.model.replicas)}` : ""}`,
  }));
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `- ${name}`);
  return [...shown, ...(names.length > 8 ? [`- … and ${names.length - 8} more`] : [])].join("\n");
}
