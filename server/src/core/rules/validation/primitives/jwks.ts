interface JwksResult {
  /** Why a text is no JSON Web Key Set, as a sentence; undefined when it is one. */
  readonly problem: string | undefined;
  /** Whether it holds a private or symmetric key. */
  readonly secret: boolean;
}

/** Reads a JSON Web Key Set or a single key (RFC 7517, RFC 7518 section 6), as far as its form goes. */
export function jwksProblem(text: string): JwksResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `it is not JSON (${error instanceof Error ? error.message : String(error)}).`, secret: false };
  }
  if (!isObject(value)) return { problem: "it is no JSON object.", secret: false };
  const keys = "keys" in value ? value.keys : [value];
  if (!Array.isArray(keys)) return { problem: '"keys" is no list.', secret: false };
  let secret = false;
  for (const [at, key] of keys.entries()) {
    const problem = isObject(key) ? keyProblem(key) : "is no JSON object";
    if (problem !== undefined) return { problem: `key ${at + 1} ${problem}.`, secret: false };
    secret ||= isObject(key) && ("d" in key || key.kty === "oct");
  }
  return { problem: undefined, secret };
}

/** What every public key of a type has. */
const members: Readonly<Record<string, readonly string[]>> = { RSA: ["n", "e"], EC: ["crv", "x", "y"], OKP: ["crv", "x"], oct: ["k"] };

function keyProblem(key: Record<string, unknown>): string | undefined {
  const type = key.kty;
  if (typeof type !== "string") return 'has no type ("kty")';
  const needed = Object.hasOwn(members, type) ? members[type] : undefined;
  if (needed === undefined) return `has the unknown type "${type}"`;
  const absent = needed.find((member) => typeof key[member] !== "string" || key[member] === "");
  if (absent !== undefined) return `lacks "${absent}"`;
  if (needed.includes("crv") && !curves.has(String(key.crv))) return `has the unknown curve "${String(key.crv)}"`;
  const garbled = needed.find((member) => member !== "crv" && !base64.test(String(key[member])));
  return garbled === undefined ? undefined : `has a "${garbled}" that is not base64`;
}

/** Of RFC 7518 section 6.2.1.1 and RFC 8037. */
const curves: ReadonlySet<string> = new Set(["P-256", "P-384", "P-521", "Ed25519", "Ed448", "X25519", "X448"]);

/** In either alphabet, padded or not. */
const base64 = /^(?:[A-Za-z0-9_-]+|[A-Za-z0-9+/]+)={0,2}$/;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
