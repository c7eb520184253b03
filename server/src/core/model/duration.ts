/*
 * Durations of the Istio API are texts in Go's syntax. The API server checks them with CEL `duration(self) >= duration('1ms')`
 * (istio manifests/charts/base/files/crd-all.gen.yaml), and istiod decodes them with the legacy jsonpb; both call Go's
 * time.ParseDuration. The stricter form of protojson, seconds only ("90s"), is a subset of it.
 */

/**
 * Milliseconds of a duration: an optional sign and decimals with units, as in `1h30m`, `1.5s`, `300ms`, or a bare `0`.
 * Undefined for anything else, a number without unit included, and beyond Go's range of about 292 years.
 */
export function parseDuration(text: string): number | undefined {
  const nanoseconds = parseNanoseconds(text);
  return nanoseconds === undefined ? undefined : Number(nanoseconds) / 1e6;
}

/** As `parseDuration`, exactly: nanoseconds, what is below them dropped. */
export function parseNanoseconds(text: string): bigint | undefined {
  const negative = text.startsWith("-");
  let at = negative || text.startsWith("+") ? 1 : 0;
  if (text.slice(at) === "0") return 0n;
  let total = 0n;
  do {
    const part = component.exec(text.slice(at));
    if (part === null) return undefined;
    const [all, whole = "", fraction = "", unit = ""] = part;
    const scale = nanosecondsOf[unit];
    if (scale === undefined || (whole === "" && fraction === "")) return undefined;
    total += BigInt(whole === "" ? "0" : whole) * scale + fractionOf(fraction, scale);
    if (total > longest + 1n) return undefined;
    at += all.length;
  } while (at < text.length);
  if (negative) return -total;
  return total > longest ? undefined : total;
}

/** One decimal with its unit. */
const component = /^(\d*)(?:\.(\d*))?([a-z\u00b5\u03bc]+)/;

/** The micro sign and the Greek letter are both accepted. */
const nanosecondsOf: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  "\u00b5s": 1_000n,
  "\u03bcs": 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** Signed 64 bits. */
const longest = (1n << 63n) - 1n;

function fractionOf(digits: string, scale: bigint): bigint {
  const kept = digits.slice(0, 18);
  return kept === "" ? 0n : (BigInt(kept) * scale) / 10n ** BigInt(kept.length);
}
