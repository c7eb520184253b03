import { withoutDotSegments } from "./pathNormalization";
import { collectHeaders, parseHeaderLine, parseRequestUrl } from "./requestUrl";
import { splitWords } from "./shellWords";
import type { SimulationRequest } from "./simulation";

/** The request of a curl command; who sends it is not said there. */
export type CurlRequest = Omit<SimulationRequest, "from">;

/** Options with a value that does not matter to routing. */
const valued = new Set(
  [
    "-o",
    "--output",
    "-m",
    "--max-time",
    "--connect-timeout",
    "-w",
    "--write-out",
    "--cacert",
    "--cert",
    "-E",
    "--key",
    "-x",
    "--proxy",
  ].concat([
    "--retry",
    "--retry-delay",
    "-c",
    "--cookie-jar",
    "--max-redirs",
    "--interface",
    "-D",
    "--dump-header",
    "--ciphers",
    "--limit-rate",
  ]),
);
const bodies = new Set(["-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--data-urlencode", "--json", "-F", "--form"]);
/** Options that stand for a header. */
const headerOptions: Readonly<Record<string, string>> = {
  "-A": "user-agent",
  "--user-agent": "user-agent",
  "-e": "referer",
  "--referer": "referer",
  "-b": "cookie",
  "--cookie": "cookie",
};

/** Reads the command line of curl as a shell would split it, without running anything. Returns a sentence where it cannot be read. */
export function parseCurl(text: string): CurlRequest | string {
  const words = splitWords(text.trim());
  if (typeof words === "string") return words;
  if (words[0] !== "curl") return "A curl command starts with curl.";
  const state = readWords(words.slice(1));
  if (typeof state === "string") return state;
  const url = state.url === undefined ? "The curl command has no URL." : parseRequestUrl(state.url);
  if (typeof url === "string") return url;
  const method = state.method ?? (state.head ? "HEAD" : state.body && !state.get ? "POST" : undefined);
  return {
    ...url,
    ...(url.path === undefined || state.pathAsIs ? {} : { path: squashed(url.path) }),
    ...connection(url, state.resolve, state.connectTo),
    ...(method === undefined ? {} : { method }),
    ...(state.headers.length === 0 ? {} : { headers: collectHeaders(state.headers) }),
  };
}

interface Read {
  url?: string;
  method?: string;
  head: boolean;
  get: boolean;
  body: boolean;
  pathAsIs: boolean;
  resolve?: string;
  connectTo?: string;
  readonly headers: (readonly [string, string])[];
}

function readWords(words: readonly string[]): Read | string {
  const read: Read = { head: false, get: false, body: false, pathAsIs: false, headers: [] };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (!word.startsWith("-") || word === "-") {
      read.url ??= word;
      continue;
    }
    const [name, attached] = optionOf(word);
    const value = (): string => attached ?? words[++at] ?? "";
    const header = headerOptions[name];
    if (name === "--url") read.url ??= value();
    else if (name === "-X" || name === "--request") read.method = value();
    else if (name === "--resolve") read.resolve = value();
    else if (name === "--connect-to") read.connectTo = value();
    else if (name === "--path-as-is") read.pathAsIs = true;
    else if (name === "-I" || name === "--head") read.head = true;
    else if (name === "-G" || name === "--get") read.get = true;
    else if (name === "-H" || name === "--header") {
      const line = parseHeaderLine(value());
      if (typeof line === "string") return line;
      read.headers.push(line);
    } else if (bodies.has(name)) {
      value();
      read.body = true;
    } else if (header !== undefined) read.headers.push([header, value()]);
    else if (name === "-u" || name === "--user") {
      value();
      read.headers.push(["authorization", "Basic"]);
    } else if (valued.has(name)) value();
  }
  return read;
}

/** curl takes dot segments out of the path before it sends it. */
function squashed(path: string): string {
  const cut = path.indexOf("?");
  return cut < 0 ? withoutDotSegments(path) : `${withoutDotSegments(path.slice(0, cut))}${path.slice(cut)}`;
}

/** `-XPOST` is `-X POST`; of switches that are written together (`-sSI`) each counts, the last may take a value. */
function optionOf(word: string): [string, string | undefined] {
  if (word.startsWith("--")) {
    const equals = word.indexOf("=");
    return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
  }
  for (let at = 1; at < word.length; at++) {
    const name = `-${word[at]}`;
    const takesValue = name === "-X" || name === "-H" || name === "-u" || bodies.has(name) || valued.has(name) || name in headerOptions;
    const rest = word.slice(at + 1);
    if (takesValue) return [name, rest === "" ? undefined : rest];
    if (name === "-I" || name === "-G") return [name, undefined];
  }
  return [word, undefined];
}

/** --resolve HOST:PORT:ADDRESS tells the address; --connect-to HOST1:PORT1:HOST2:PORT2 another port to connect to, the URL's host stays. */
function connection(
  url: Pick<CurlRequest, "scheme" | "host">,
  resolve: string | undefined,
  connectTo: string | undefined,
): Partial<CurlRequest> {
  const address = resolve?.replace(/^\+?[^:]*:\d*:/, "").replace(/^\[|\]$/g, "");
  const port = connectTo === undefined ? Number.NaN : Number(connectTo.slice(connectTo.lastIndexOf(":") + 1));
  const encrypted = url.scheme === "https";
  return {
    ...(address === undefined || address === "" ? {} : { address }),
    ...(port >= 1 && port <= 65_535 ? { port, ...(encrypted ? { sni: url.host } : {}) } : {}),
  };
}
