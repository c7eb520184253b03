const label = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const wildcardLabel = /^\*[-a-zA-Z0-9]*$/;

/**
 * Why a text is no host of a VirtualService, as a sentence; undefined when it is one: an IP address, `*`, or a DNS name whose first
 * label may start with `*` (pkg/config/validation/validation.go ValidateWildcardDomain: at most 255 characters, labels of at most 63).
 */
export function dnsNameProblem(host: string): string | undefined {
  if (host === "*" || isIpAddress(host)) return undefined;
  if (host === "") return "it is empty.";
  if (host.length > 255) return "it is longer than 255 characters.";
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(host)) return "it is a URL. Write the host alone, without scheme and path.";
  if (host.includes("/")) return "it contains a path. Write the host alone.";
  if (host.includes(":")) return "it contains a port. Write the host alone; a port is matched by a rule.";
  const labels = (host.endsWith(".") ? host.slice(0, -1) : host).split(".");
  const last = labels.at(-1) ?? "";
  for (const [at, text] of labels.entries()) {
    if (text.length > 63) return `"${text}" is longer than 63 characters.`;
    if (text.includes("*") && at > 0) return "the wildcard * may only stand at the very start.";
    if (!label.test(text) && !(at === 0 && wildcardLabel.test(text))) {
      return text === "" ? "it has an empty label." : `"${text}" may hold letters, digits and inner dashes only.`;
    }
  }
  if (/^\d+$/.test(last)) return "its last label is a number, which only IP addresses have.";
  return undefined;
}

export function isIpAddress(text: string): boolean {
  const parts = text.split(".");
  if (parts.length === 4) return parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
  return (
    text.includes(":") &&
    !text.includes("://") &&
    /^[0-9a-fA-F:]+(?:\d{1,3}(?:\.\d{1,3}){3})?$/.test(text) &&
    text.split(":").length <= 9 &&
    text.split(":").length >= 3
  );
}
