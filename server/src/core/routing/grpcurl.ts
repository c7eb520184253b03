import { type CurlRequest, parseCurl } from "./curl";
import { collectHeaders, parseHeaderLine, parseRequestUrl } from "./requestUrl";
import { splitWords } from "./shellWords";

/** Options of grpcurl with a value that does not matter to routing; with one dash or two. */
const valued = new Set(
  ["d", "format", "proto", "protoset", "import-path", "cacert", "cert", "key", "alts-handshaker-service", "user-agent"].concat([
    "connect-timeout",
    "keepalive-time",
    "max-time",
    "max-msg-sz",
    "reflect-header",
    "proto-out-dir",
    "protoset-out",
  ]),
);
const headerOptions = new Set(["H", "rpc-header"]);

/** Reads a command line of curl or grpcurl, with or without the prompt before it. Returns a sentence where it cannot be read. */
export function parseRequestCommand(text: string): CurlRequest | string {
  const command = text.trim().replace(/^[$#>] +/, "");
  return /^grpcurl\b/.test(command) ? parseGrpcurl(command) : parseCurl(command);
}

/** A call is a POST to `/package.Service/Method`; metadata travel as headers. */
function parseGrpcurl(text: string): CurlRequest | string {
  const words = splitWords(text);
  if (typeof words === "string") return words;
  const read = readWords(words.slice(1));
  if (typeof read === "string") return read;
  const [address, symbol] = read.targets;
  if (address === undefined) return "The grpcurl command has no address.";
  if (symbol === undefined || symbol === "list" || symbol === "describe") return "The grpcurl command calls no method.";
  const url = parseRequestUrl(address);
  if (typeof url === "string") return url;
  const headers = [...read.headers, ...(read.authority === undefined ? [] : [["host", read.authority] as const])];
  const slash = symbol.includes("/") ? symbol : symbol.replace(/\.([^.]*)$/, "/$1");
  return {
    scheme: read.isPlain ? "http" : "https",
    host: url.host,
    ...(url.port === undefined ? {} : { port: url.port }),
    method: "POST",
    path: `/${slash}`,
    ...(headers.length === 0 ? {} : { headers: collectHeaders(headers) }),
    ...(read.serverName === undefined ? {} : { sni: read.serverName }),
  };
}

interface Read {
  isPlain: boolean;
  authority?: string;
  serverName?: string;
  readonly headers: (readonly [string, string])[];
  readonly targets: string[];
}

function readWords(words: readonly string[]): Read | string {
  const read: Read = { isPlain: false, headers: [], targets: [] };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const [, name, attached] = /^--?([^=-][^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) {
      read.targets.push(word);
      continue;
    }
    const value = (): string => attached ?? words[++at] ?? "";
    if (name === "plaintext") read.isPlain = true;
    else if (name === "authority") read.authority = value();
    else if (name === "servername") read.serverName = value();
    else if (headerOptions.has(name)) {
      const line = parseHeaderLine(value());
      if (typeof line === "string") return line;
      read.headers.push(line);
    } else if (valued.has(name)) value();
  }
  return read;
}
