/**
 * The length of a network's prefix if an address lies in it, else undefined. A network without length is one address. IPv4 and IPv6 do
 * not match each other; nothing lies in what is not understood.
 */
export function prefixContaining(network: string, address: string): number | undefined {
  const slash = network.indexOf("/");
  const base = parseAddress(slash < 0 ? network : network.slice(0, slash));
  const asked = parseAddress(address);
  if (base === undefined || asked === undefined || base.bits !== asked.bits) return undefined;
  const length = slash < 0 ? base.bits : Number(network.slice(slash + 1));
  if (!Number.isInteger(length) || length < 0 || length > base.bits) return undefined;
  const shift = BigInt(base.bits - length);
  return base.value >> shift === asked.value >> shift ? length : undefined;
}

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

function parseAddress(text: string): Address | undefined {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Address | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return { bits: 32, value: parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) };
}

function parseIpv6(text: string): Address | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return { bits: 128, value: groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n) };
}
