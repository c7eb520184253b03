import type { SimulationRequest } from "../../server/src/core/routing/simulation";
import { headerNames, headerValues, methods, paths, queryNames } from "./configurations";
import type { Entry } from "./entries";
import { origins } from "./policies";
import type { Random } from "./random";

/** A request for an entry; some of its authorities have a port, other case or a trailing dot. */
export function request(random: Random, entry: Entry): SimulationRequest {
  const host = random.pick(random.chance(85) ? entry.hosts : entry.others);
  const authority = spelled(random, host, entry.port);
  const preflight = random.chance(8);
  return {
    from: entry.from,
    scheme: entry.sni === undefined ? "http" : "https",
    host,
    port: entry.port,
    ...(entry.sni === undefined ? {} : { sni: entry.sni }),
    method: preflight ? "OPTIONS" : random.chance(60) ? "GET" : random.pick(methods),
    path: path(random),
    headers: {
      host: authority,
      ...headers(random),
      ...(random.chance(preflight ? 95 : 5) ? { Origin: random.pick(origins) } : {}),
      ...(preflight && random.chance(95) ? { "Access-Control-Request-Method": "PUT" } : {}),
    },
  };
}

function spelled(random: Random, host: string, port: number): string {
  switch (random.int(12)) {
    case 0:
      return `${host}:${port}`;
    case 1:
      return `${host}:8443`;
    case 2:
      return host.toUpperCase();
    case 3:
      return /^[\d.]+$/.test(host) ? host : `${host}.`;
    default:
      return host;
  }
}

function path(random: Random): string {
  const own = encodeURI(random.pick(paths));
  if (random.chance(35)) return unusual(random);
  const varied = random.chance(15) ? (random.chance(50) ? own.toUpperCase() : `${own}x`) : own;
  const parameter = (): string => {
    const name = random.pick(queryNames);
    return random.chance(15) ? name : `${name}=${encodeURI(random.pick(headerValues))}`;
  };
  return random.chance(45) ? `${varied}?${random.list(1, 3, parameter).join("&")}` : varied;
}

/** Paths that proxies normalize, or refuse. */
function unusual(random: Random): string {
  const parts = [
    "a",
    "b",
    "1",
    "api",
    "%61",
    "%41",
    ".",
    "..",
    "%2e",
    "%2E%2e",
    ".%2e",
    "",
    "",
    "a|b",
    "%7c",
    "%C3%A9",
    "%zz",
    "%",
    "x;y",
    "...",
    "{a}",
  ];
  const separators = ["/", "/", "/", "/", "//", "\\", "%2f", "%2F", "%5c"];
  const path = random.list(1, 6, () => `${random.pick(separators)}${random.pick(parts)}`).join("");
  const tail = random.pick(["", "", "", "/", "?q=1", "?q=%61/../b", "#top", "%00", "?%00", "/.."]);
  return `${path.startsWith("/") || random.chance(5) ? "" : "/"}${path}${tail}`;
}

function headers(random: Random): Readonly<Record<string, string | readonly string[]>> {
  const result: Record<string, string | readonly string[]> = {};
  for (const name of headerNames) {
    if (!random.chance(35)) continue;
    const spelling = random.chance(20) ? name.toUpperCase() : name;
    result[spelling] = random.chance(20) ? [random.pick(headerValues), random.pick(headerValues)] : random.pick(headerValues);
  }
  return result;
}
