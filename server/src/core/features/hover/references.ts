import { resourceKey, secretKey } from "../../index/keys";
import { nearest } from "../../index/nearest";
import { describeResource, isKind } from "../../model/resource";
import { describeRoute } from "../../model/virtualService";
import { code } from "../../schema/describeField";
import { type HoverSite, textBeside } from "./hoverSite";

/** The VirtualService that a rule delegates to, with its rules. */
export function delegateMarkdown(site: HoverSite): string {
  const namespace = textBeside(site, [...site.path.slice(0, -1), "namespace"]) ?? site.namespace;
  const found = nearest(
    site.index.lookup(resourceKey("VirtualService", site.value)).filter((one) => one.effectiveNamespace === namespace),
    site.file,
  );
  if (found === undefined || !isKind(found, "VirtualService")) return `No VirtualService ${code(`${namespace}/${site.value}`)} is in view.`;
  const { routes, hosts } = found.model;
  if (hosts.length > 0) return `${describeResource(found)} names hosts, so it cannot be delegated to.`;
  return [describeResource(found), ["Rules:", ...routes.map((route) => `- ${describeRoute(route)}`)].join("\n")].join("\n\n");
}

/** The Secret that a credential name means, with the names of its keys; never its content. */
export function secretMarkdown(site: HoverSite): string {
  const found = site.index.lookup(secretKey(site.value));
  if (found.length === 0) return `No Secret ${code(site.value)} is in view. It has to be in the namespace of the proxy that uses it.`;
  return found
    .map((one) => {
      const keys = isKind(one, "Secret") ? one.model.keys : [];
      return `${describeResource(one)}${keys.length === 0 ? "" : ` with ${keys.map(code).join(", ")}`}`;
    })
    .join("\n\n");
}
