import { isDuration } from "../../schema/describeField";
import type { Meaning } from "../../schema/meaning";
import { gatewayMarkdown } from "./gateways";
import { hostMarkdown, portMarkdown } from "./hosts";
import { type HoverSite, textBeside } from "./hoverSite";
import { labelMarkdown } from "./labels";
import { delegateMarkdown, secretMarkdown } from "./references";
import { subsetDefinitionMarkdown, subsetMarkdown } from "./subsets";
import { durationMarkdown, exportMarkdown, pathMarkdown, regexMarkdown } from "./texts";
import { weightMarkdown } from "./weights";

/** What a scalar means in this mesh, beyond the documentation of its field; undefined where there is nothing to say. */
export function meshMarkdown(site: HoverSite, meaning: Meaning | undefined): string | undefined {
  return meaning === undefined ? textMarkdown(site) : meaningMarkdown(site, meaning);
}

/** What a key of a map with free keys means: of labels who carries them. */
export function freeKeyMarkdown(site: HoverSite, meaning: Meaning | undefined, key: string): string | undefined {
  return meaning === undefined ? undefined : labelMarkdown(site, meaning, key, site.value === "" ? undefined : site.value);
}

function meaningMarkdown(site: HoverSite, meaning: Meaning): string | undefined {
  switch (meaning) {
    case "host":
    case "rule-host":
    case "virtual-host":
      return hostMarkdown(site);
    case "subset":
      return subsetMarkdown(site);
    case "subset-name":
      return subsetDefinitionMarkdown(site);
    case "destination-port":
      return portMarkdown(site, textBeside(site, [...site.path.slice(0, -2), "host"]));
    case "policy-port":
      return portMarkdown(site, textBeside(site, ["spec", "host"]));
    case "gateway":
    case "match-gateway":
      return gatewayMarkdown(site);
    case "delegate":
      return delegateMarkdown(site);
    case "secret":
      return secretMarkdown(site);
    case "weight":
      return weightMarkdown(site);
    case "export-to":
      return exportMarkdown(site.value);
    default: {
      const key = site.path.at(-1);
      return typeof key === "string" ? labelMarkdown(site, meaning, key, site.value) : textMarkdown(site);
    }
  }
}

function textMarkdown({ schema, field, value }: HoverSite): string | undefined {
  if (isDuration(schema)) return durationMarkdown(value);
  if (/\.regex$/.test(field)) return regexMarkdown(value, "whole");
  if (/\.uriRegexRewrite\.match$/.test(field)) return regexMarkdown(value, "parts");
  const path = /\.uri\.(exact|prefix)$/.exec(field);
  return path === null ? undefined : pathMarkdown(path[1] === "exact" ? "exact" : "prefix", value);
}
