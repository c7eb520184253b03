import { RE2JS } from "re2js";
import { parseRe2 } from "../../../routing/algebra/re2Syntax";

/**
 * Why a text is no regular expression that Istio takes, as a sentence; undefined when it is one: RE2 syntax, at most 1024 bytes
 * (pkg/config/validation/validation.go, validateStringRegexp). Whether it may be empty is for the caller to say.
 */
export function regexProblem(pattern: string): string | undefined {
  if (byteLength(pattern) > 1024) return "it is longer than the 1024 bytes that Istio allows.";
  // Reading the syntax is ten times as fast as compiling; what the reader does not take is put to the compiler.
  if (parseRe2(pattern).kind === "regex") return undefined;
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return describe(pattern, error instanceof Error ? error.message : "");
  }
}

/** Length in UTF-8. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

function describe(pattern: string, cause: string): string {
  if (/\(\?<?[=!]/.test(pattern)) return "RE2 has no lookahead and no lookbehind.";
  if (/\\[1-9]/.test(pattern)) return "RE2 has no backreferences.";
  if (/^[*+?]/.test(pattern)) return `"${pattern.charAt(0)}" repeats nothing. Any text is ".*".`;
  const reason = cause.replace(/^error parsing regexp: /, "");
  return reason === "" ? "it is not RE2 syntax." : `it is not RE2 syntax (${reason}).`;
}
