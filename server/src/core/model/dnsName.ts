import { isIpAddress } from "./ipAddress";

/*
 * Names as istiod's validation reads them (pkg/config/validation/agent/validation.go ValidateFQDN and ValidateWildcardDomain,
 * pkg/config/labels/instance.go). Unlike Kubernetes it accepts upper case.
 */

/** Letters, digits and inner dashes, at most 63 (labels.IsDNS1123Label). */
export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && label.test(text);
}

/**
 * Why a text is no host of a VirtualService, as a sentence; undefined when it is one: an IP address, `*`, or a DNS name whose first
 * label may start with `*`.
 */
export function dnsNameProblem(host: string): string | undefined {
  return isIpAddress(host) ? undefined : wildcardDomainProblem(host);
}

/** Why a text is no DNS name, as a sentence; undefined when it is one. The first label may be or start with `*`. */
export function wildcardDomainProblem(host: string): string | undefined {
  const problem = formProblem(host);
  if (problem !== undefined) return problem;
  const dot = host.indexOf(".");
  const first = dot < 0 ? host : host.slice(0, dot);
  if (first.length > 63 || !wildcardLabel.test(first)) return labelProblem(first);
  return dot < 0 ? undefined : labelsProblem(host.slice(dot + 1));
}

/** Why a text is no DNS name without wildcard, as a sentence; undefined when it is one. */
export function fqdnProblem(host: string): string | undefined {
  return formProblem(host) ?? labelsProblem(host);
}

/**
 * As `wildcardDomainProblem`, but where sniHosts are matched at a gateway the name may also be one that Istio makes for a cluster:
 * `outbound_.<port>_._.<host>` (ValidateWildcardDomainForVirtualServiceBoundToGateway).
 */
export function gatewayDomainProblem(host: string, matchesSni: boolean): string | undefined {
  if (!matchesSni || !host.startsWith("outbound_.")) return wildcardDomainProblem(host);
  return host.length <= 255 && /^outbound_\.\d+_\._\..+$/.test(host)
    ? undefined
    : 'a name that Istio makes for a cluster has the form "outbound_.80_._.website.shop.svc.cluster.local".';
}

/** The host of a URL or of a host with a port, where that is what is written. */
export function bareHost(text: string): string | undefined {
  const host = text
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .replace(/[/?#].*$/, "")
    .replace(/:\d+$/, "");
  return host !== text && dnsNameProblem(host) === undefined ? host : undefined;
}

const label = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const wildcardLabel = /^(?:\*|(?:\*|\*-)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;

function formProblem(host: string): string | undefined {
  if (host === "") return "it is empty.";
  if (host.length > 255) return "it is longer than 255 characters.";
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(host)) return "it is a URL. Write the host alone, without scheme and path.";
  if (host.includes("/")) return "it contains a path. Write the host alone.";
  if (host.includes(":")) return "it contains a port. Write the host alone; a port is matched by a rule.";
  return undefined;
}

/** One empty label at the end is the root of the DNS. */
function labelsProblem(domain: string): string | undefined {
  const labels = domain.split(".");
  const last = labels.at(-1) ?? "";
  if (/^\d+$/.test(last)) return "its last label is a number, which only IP addresses have.";
  for (const [at, text] of labels.entries()) {
    if (text === "" && at === labels.length - 1) return undefined;
    if (!isDnsLabel(text)) return labelProblem(text);
  }
  return undefined;
}

function labelProblem(text: string): string {
  if (text === "") return "it has an empty label.";
  if (text.length > 63) return `"${text}" is longer than 63 characters.`;
  if (text.includes("*")) return "the wildcard * may only stand at the very start.";
  return `"${text}" may hold letters, digits and inner dashes only.`;
}
