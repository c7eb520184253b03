import { isIpAddress, isIpPrefix } from "../../../model/ipAddress";

const sources = ["principals", "requestPrincipals", "namespaces", "serviceAccounts", "trustDomains", "ipBlocks", "remoteIpBlocks"];
const operations = ["hosts", "ports", "methods", "paths"];

/** What a source and an operation of an AuthorizationPolicy can be told by. */
export const sourceFields: readonly string[] = [...sources, ...sources.map(negated)];
export const operationFields: readonly string[] = [...operations, ...operations.map(negated)];

/** `ports` → `notPorts`. */
export function negated(field: string): string {
  return `not${field.charAt(0).toUpperCase()}${field.slice(1)}`;
}

/** Why a text is no block of IP addresses, as a sentence; undefined when it is one (pkg/config/security/security.go ValidateIPs). */
export function ipBlockProblem(text: string): string | undefined {
  if (text.includes("/")) return isIpPrefix(text) ? undefined : `"${text}" is no range of IP addresses. Write one such as 10.0.0.0/8.`;
  return isIpAddress(text)
    ? undefined
    : `"${text}" is neither an IP address nor a range of them. Write one such as 10.1.2.3 or 10.0.0.0/8.`;
}

/** Why a text is no port, as a sentence; undefined when it is one (ValidatePorts; 0 passes). */
export function portProblem(text: string): string | undefined {
  return /^\d+$/.test(text) && Number(text) <= 65535 ? undefined : `"${text}" is no port. Ports are single numbers, one in each entry.`;
}

/** Why a text is no service account, as a sentence; undefined when it is one: `account` or `namespace/account`, without wildcards. */
export function serviceAccountProblem(text: string): string | undefined {
  if (text.includes("*")) return `"${text}" is compared exactly: a "*" is not possible. Name the account.`;
  if (text.length > 320)
    return `"${text.slice(0, 40)}…" is longer than the 320 characters that an account can have. Write "namespace/account".`;
  const parts = text.split("/");
  return parts.length <= 2 && !parts.includes("") ? undefined : `"${text}" is no service account. Write "account" or "namespace/account".`;
}

/** Why a text is no pattern of a trust domain, as a sentence; undefined when it is one: at most one `*`, at one of the ends. */
export function trustDomainProblem(text: string): string | undefined {
  if (text.includes("/")) return `"${text}" is more than a trust domain, which has no "/". Write what stands before it.`;
  const stars = text.split("*").length - 1;
  if (stars === 0 || (stars === 1 && (text.startsWith("*") || text.endsWith("*")))) return undefined;
  return `"${text}" can have one "*", at its beginning or end. Leave one.`;
}

/**
 * Why a path cannot be matched, as a sentence; undefined when it can. `{*}` stands for one segment and `{**}` for any number of
 * them, once and behind the others (CheckValidPathTemplate).
 */
export function pathTemplateProblem(path: string): string | undefined {
  const isTemplate = path.includes("{*}") || path.includes("{**}");
  let rest = false;
  for (const segment of path.replace(/^\/+|\/+$/g, "").split("/")) {
    if (segment === "{*}" || segment === "{**}") {
      if (rest) return `nothing can follow "{**}" but plain segments.`;
      rest = segment === "{**}";
    } else if (/[{}]/.test(segment)) return `"${segment}" is no template: "{*}" and "{**}" stand for whole segments.`;
    else if (isTemplate && !/^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/.test(segment)) {
      return segment === "" ? "a template has no empty segments." : `"${segment}" cannot stand in a template.`;
    }
  }
  return undefined;
}
