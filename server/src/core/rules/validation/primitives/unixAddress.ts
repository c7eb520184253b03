export const unixScheme = "unix://";

/** Why what follows `unix://` names no socket, as a sentence; undefined when it does (validation.go ValidateUnixAddress). */
export function unixAddressProblem(address: string): string | undefined {
  if (address === "") return "the path of the socket is missing.";
  if (address.startsWith("@")) return undefined;
  if (!address.startsWith("/")) return 'the path of a socket starts with "/", its abstract name with "@".';
  return address.endsWith("/") ? "it names a directory, not a socket." : undefined;
}
