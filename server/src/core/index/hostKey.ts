import { parseServiceHost } from "../model/host";

/**
 * The part of a fully qualified host that keys of the index hold: the Service name of a cluster host, else the whole host in lower case.
 * Hosts that differ only in the namespace share a key; readers compare the rest.
 */
export function hostKey(fqdn: string, domain: string): string {
  return parseServiceHost(fqdn, domain)?.service ?? fqdn.toLowerCase();
}
