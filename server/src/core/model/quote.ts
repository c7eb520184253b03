import { resolvePlain } from "../syntax/scalar";

/**
 * A text as YAML, in double quotes where kubectl would read the bare text as something else than that string, or not at all.
 * Between brackets (`flow`) commas and brackets need quotes too.
 */
export function quoteIfNeeded(text: string, flow = false): string {
  return isPlain(text, flow) ? text : JSON.stringify(text);
}

function isPlain(text: string, flow: boolean): boolean {
  if (typeof resolvePlain(text) !== "string" || text.trim() !== text) return false;
  if (/^[-?:,[\]{}#&*!|>'"%@`<=]|^\d/.test(text) && !/^\d+(?:\.\d+){2,}$|^\d[\w.-]*[A-Za-z][\w.-]*$/.test(text)) return false;
  return !/: |:$| #|\p{Cc}|^\.\.\./u.test(text) && !(flow && /[,[\]{}]/.test(text));
}
