/*
 * IP addresses as Go's net/netip reads them, which is what istiod uses (pkg/config/validation/agent/validation.go,
 * ValidateIPAddress and ValidateIPSubnet).
 */

/** Whether a text is an IPv4 address without leading zeros, or an IPv6 address (also with an IPv4 tail or a zone). */
export function isIpAddress(text: string): boolean {
  return addressBits(text) !== undefined;
}

/** Whether a text is `address/bits` with a prefix length that the address can have. */
export function isIpPrefix(text: string): boolean {
  const slash = text.lastIndexOf("/");
  if (slash < 0 || text.includes("%")) return false;
  const bits = text.slice(slash + 1);
  const most = addressBits(text.slice(0, slash));
  return most !== undefined && /^(?:0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= most;
}

/** Why a text is neither an address nor a range of addresses, as a sentence; undefined when it is one. */
export function subnetProblem(text: string): string | undefined {
  if (text.split("/").length === 2) {
    if (isIpPrefix(text)) return undefined;
    const [address = "", bits = ""] = text.split("/");
    const most = addressBits(address);
    return most === undefined ? `"${address}" is not an IP address.` : `the prefix length "${bits}" is not between 0 and ${most}.`;
  }
  return isIpAddress(text) ? undefined : "it is neither an IP address nor a range such as 10.0.0.0/8.";
}

/** How many bits the address has: 32, 128, or undefined when it is none. */
function addressBits(text: string): 32 | 128 | undefined {
  if (isIpv4(text)) return 32;
  const percent = text.indexOf("%");
  if (percent === text.length - 1) return undefined;
  return isIpv6(percent < 0 ? text : text.slice(0, percent)) ? 128 : undefined;
}

function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1)?.at(-1);
  const tail = last?.includes(".") === true;
  if (tail && !isIpv4(last)) return false;
  const all = groups.flat();
  const hex = tail ? all.slice(0, -1) : all;
  if (!hex.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const count = hex.length + (tail ? 2 : 0);
  return halves.length === 2 ? count < 8 : count === 8;
}
