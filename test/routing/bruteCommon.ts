import { type Client, fullName } from "./bruteRegistry";
import { act, type Entry, matches, type Request, routed } from "./bruteRules";
import type { Answer, Call, L4Rule, Mesh, VirtualService } from "./manifests";

/* What sidecars and gateways have in common when a request is followed through the specification. */

export function plain(type: string, status?: number): Answer {
  return { type, ...(status === undefined ? {} : { status }), destinations: [], workloads: [], mirrors: [], extras: {} };
}

export const encrypted = ({ scheme }: Call): boolean => scheme === "https" || scheme === "tls";

export function nameOnly(authority: string): string {
  return authority.replace(/:\d+$/, "").toLowerCase();
}

export function hostsOf({ spec, metadata }: VirtualService): readonly string[] {
  return (spec.hosts ?? []).map((host) => fullName(host, metadata.namespace));
}

export function walk(mesh: Mesh, client: Client, entries: readonly Entry[], request: Request, tls: boolean): Answer {
  const entry = entries.find((one) => matches(one.match, request));
  return entry === undefined ? plain("not-found", 404) : act(mesh, client, entry, request, tls);
}

export interface Chain {
  readonly id: string | undefined;
  readonly owner: VirtualService | undefined;
  readonly rule: L4Rule;
  readonly sni: readonly string[];
  readonly subnets: readonly string[];
}

export function connect(mesh: Mesh, client: Client, { rule, owner: one, id }: Chain, port: number): Answer {
  const namespace = one?.metadata.namespace ?? "";
  return {
    ...routed(mesh, client, rule.route, port, { namespace, http: false }, 100),
    mirrors: [],
    extras: {},
    ...(id === undefined ? {} : { rule: id }),
  };
}

/** The narrowest network, then the exact name, then the longest wildcard. */
export function pick(chains: readonly Chain[], sni: string | undefined, address: string | undefined): Chain | undefined {
  const scored = chains.flatMap((chain, order) => {
    const nets =
      chain.subnets.length === 0
        ? [0]
        : chain.subnets.flatMap((net) => (inNetwork(net, address) ? [1 + Number(net.split("/")[1] ?? 32)] : []));
    return nets.length === 0 ? [] : [{ chain, order, network: Math.max(...nets) }];
  });
  const narrowest = Math.max(-1, ...scored.map((one) => one.network));
  const named = scored
    .filter((one) => one.network === narrowest)
    .flatMap((one) => {
      const fits =
        one.chain.sni.length === 0 || one.chain.sni.includes("*") ? [0] : one.chain.sni.flatMap((pattern) => nameScore(pattern, sni));
      return fits.length === 0 ? [] : [{ ...one, score: Math.max(...fits) }];
    });
  return named.sort((a, b) => b.score - a.score || a.order - b.order)[0]?.chain;
}

function nameScore(pattern: string, sni: string | undefined): readonly number[] {
  if (sni === undefined) return [];
  if (!pattern.startsWith("*")) return pattern === sni ? [1000] : [];
  return sni.endsWith(pattern.slice(1)) && sni.length >= pattern.length ? [pattern.length] : [];
}

function inNetwork(network: string, address: string | undefined): boolean {
  const bits = (ip: string): string =>
    ip
      .split(".")
      .map((part) => Number(part).toString(2).padStart(8, "0"))
      .join("");
  const [base = "", length = "32"] = network.split("/");
  return (
    address !== undefined && /^[\d.]+$/.test(address) && bits(base).slice(0, Number(length)) === bits(address).slice(0, Number(length))
  );
}
