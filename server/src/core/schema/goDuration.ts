const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const longest = 1n << 63n;

/**
 * Reads a duration as Go's time.ParseDuration does, which is what CEL `duration(text)` and Istio's decoder use:
 * signed decimals with units, `1h30m`, `1.5s`, `-2ms`, and a bare `0`.
 * @returns nanoseconds (fractions below are dropped), or undefined when the text is no duration or exceeds 64 bits
 */
export function goDuration(text: string): bigint | undefined {
  const negative = text.startsWith("-");
  const unsigned = /^[-+]/.test(text) ? text.slice(1) : text;
  if (unsigned === "0") return 0n;
  if (unsigned === "") return undefined;
  let total = 0n;
  let rest = unsigned;
  while (rest !== "") {
    const part = /^(\d*)(?:\.(\d*))?([^.\d]+)/.exec(rest);
    const unit = part?.[3] === undefined ? undefined : units[part[3]];
    if (part === null || unit === undefined || (part[1] === "" && (part[2] ?? "") === "")) return undefined;
    total += BigInt(part[1] || "0") * unit + fraction(part[2] ?? "", unit);
    if (total > longest) return undefined;
    rest = rest.slice(part[0].length);
  }
  if (negative) return -total;
  return total === longest ? undefined : total;
}

function fraction(digits: string, unit: bigint): bigint {
  const kept = digits.slice(0, 18);
  return kept === "" ? 0n : (BigInt(kept) * unit) / 10n ** BigInt(kept.length);
}
