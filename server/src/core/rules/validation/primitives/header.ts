/*
 * Names and values of HTTP headers (pkg/config/validation/validation.go, pkg/config/validation/header_value_validator.go,
 * pkg/jwt/routing.go).
 */

/** Why a name cannot be matched as a header, as a sentence; undefined when it can. Claims of a JWT count as headers there. */
export function matchHeaderProblem(name: string): string | undefined {
  if (name === "") return "The name of a header cannot be empty. Name it, or remove the entry.";
  if (isJwtClaim(name) || pseudoHeaders.has(name)) return undefined;
  if (name.startsWith(":")) return `"${name}" is no pseudo header that can be matched: ${[...pseudoHeaders].join(", ")}.`;
  if (name.startsWith("@")) return `"${name}" is no claim of a JWT: write "@request.auth.claims.sub" or "@request.auth.claims[sub]".`;
  return token.test(name) ? undefined : `"${name}" is no name of a header: it may hold letters, digits and !#$%&'*+-.^_\`|~ only.`;
}

/** Why a name cannot be a header of CORS, as a sentence; undefined when it can. */
export function corsHeaderProblem(name: string): string | undefined {
  if (name === "*") return undefined;
  if (name === "") return "The name of a header cannot be empty. Name it, or remove the entry.";
  return token.test(name) ? undefined : `"${name}" is no name of a header: it may hold letters, digits and !#$%&'*+-.^_\`|~ only.`;
}

/** Why a header cannot be added to or set in a request, as a sentence; undefined when it can. */
export function requestHeaderProblem(name: string): string | undefined {
  if (name === "") return "The name of a header cannot be empty. Name it, or remove the entry.";
  if (name.startsWith(":") && !isAuthority(name))
    return `"${name}" is a pseudo header, and of these only ":authority" can be set.${name === ":path" ? ` The path is rewritten with "rewrite.uri".` : " Remove it."}`;
  return undefined;
}

/** Why a header cannot be removed from a request or changed in a response, as a sentence; undefined when it can. */
export function otherHeaderProblem(name: string): string | undefined {
  if (name === "") return "The name of a header cannot be empty. Name it, or remove the entry.";
  if (name.toLowerCase() === "host") return `The header "host" cannot be changed here: rewrite it with "rewrite.authority".`;
  if (name.startsWith(":")) return `"${name}" is a pseudo header and cannot be changed here. Remove it.`;
  return undefined;
}

/** Why a name is none that claims may be copied to (outputClaimToHeaders), as a sentence; undefined when it is one. */
export function claimHeaderProblem(name: string): string | undefined {
  if (name === "") return "The name of a header cannot be empty. Name it, or remove the entry.";
  return /^[-_A-Za-z0-9]+$/.test(name) ? undefined : `"${name}" may hold letters, digits, "-" and "_" only.`;
}

/** Why a name is none that a readiness probe can send, as a sentence; undefined when it is one. Underscores are not possible there. */
export function probeHeaderProblem(name: string): string | undefined {
  if (name === "") return 'A header that the probe sends needs a name. Set "name".';
  return /^[-A-Za-z0-9]+$/.test(name) ? undefined : `"${name}" is no header that a probe can send: letters, digits and "-" only.`;
}

/** Whether a name means the authority of a request. */
export function isAuthority(name: string): boolean {
  const lower = name.toLowerCase();
  return lower === ":authority" || lower === "host";
}

/** Whether a header in a match stands for a claim of a JWT: `@request.auth.claims.sub` or `@request.auth.claims[sub]`. */
export function isJwtClaim(name: string): boolean {
  const prefix = "@request.auth.claims";
  if (!name.toLowerCase().startsWith(prefix)) return false;
  return /^(?:\..*|\[.*\])$/s.test(name.slice(prefix.length));
}

/**
 * Why a value cannot be that of a header, as a sentence; undefined when it can. `%` starts a variable of Envoy: `%HOSTNAME%`,
 * `%REQ(x-id)%`, `%DYNAMIC_METADATA(["a", "b"])%`; `%%` is a percent sign.
 */
export function headerValueProblem(value: string): string | undefined {
  for (const character of value) {
    const code = character.charCodeAt(0);
    if ((code < 0x20 && character !== "\t") || code === 0x7f) return "it holds a control character.";
  }
  for (let at = value.indexOf("%"); at >= 0; at = value.indexOf("%", at)) {
    if (value[at + 1] === "%") {
      at += 2;
      continue;
    }
    if (at + 1 === value.length) return 'the "%" at its end starts a variable: a percent sign is written "%%".';
    const end = variableEnd(value, at + 1);
    if (typeof end === "string") return end;
    at = end;
  }
  return undefined;
}

const pseudoHeaders: ReadonlySet<string> = new Set([":method", ":scheme", ":authority", ":path", ":status"]);

/** As istiod has it: in the class `+-.` is a range, so a comma passes. */
const token = /^[!#$%&'*+-.^_`|~A-Za-z0-9]+$/;

/** Where the variable that starts at `from` is over, or what is wrong with it. */
function variableEnd(value: string, from: number): number | string {
  const open = value.indexOf("(", from);
  const close = value.indexOf("%", from);
  const unterminated = `the variable "%${value.slice(from)}" has no "%" at its end: a percent sign is written "%%".`;
  if (close < 0) return unterminated;
  if (open < 0 || close < open) return close + 1;
  const end = argumentsEnd(value, open + 1);
  if (end === undefined) return unterminated;
  if (typeof end === "string") return end;
  const rest = /^ *%/.exec(value.slice(end));
  return rest === null ? `"%" must follow the arguments of the variable "%${value.slice(from, end)}".` : end + rest[0].length;
}

/**
 * Behind the closing parenthesis of arguments (a text, or a JSON list of texts), what is wrong with them, or undefined when they
 * have no end. A quote in a text that is no list is read as the end of a JSON text, as Envoy's parser does.
 */
function argumentsEnd(value: string, from: number): number | string | undefined {
  const start = from + (/^ */.exec(value.slice(from))?.[0].length ?? 0);
  let state: "text" | "text wanted" | "behind text" | "end wanted" = value[start] === "[" ? "text wanted" : "text";
  for (let at = start + 1; at < value.length; at++) {
    const character = value[at];
    if (state === "text") {
      if (character === "\\") at++;
      else if (character === ")") return at + 1;
      else if (character === '"') state = "behind text";
    } else if (character === " ") {
    } else if (state === "text wanted") {
      if (character !== '"') return `a text in double quotes must stand before "${value.slice(at)}".`;
      state = "text";
    } else if (state === "behind text") {
      if (character !== "," && character !== "]") return `"," or "]" must stand before "${value.slice(at)}".`;
      state = character === "," ? "text wanted" : "end wanted";
    } else {
      return character === ")" ? at + 1 : `")" must stand before "${value.slice(at)}".`;
    }
  }
  return undefined;
}
