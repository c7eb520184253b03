import { domain } from "./basicArbitrary";
import type * as m from "./manifests";

/** The call itself, or one to a host and port (at gateways to a server) that the mesh has, most often where a VirtualService is bound. */
export function aim(
  target: m.Mesh,
  shot: { readonly call: m.Call; readonly aimed: boolean; readonly at: number; readonly form: number },
): m.Call {
  if (!shot.aimed) return shot.call;
  return "gatewayPod" in shot.call.from ? aimAtServer(target, shot) : aimAtService(target, shot);
}

type Shot = Parameters<typeof aim>[1];

function aimAtServer(target: m.Mesh, { call, at, form }: Shot): m.Call {
  const routes = target.virtualServices.flatMap((one) =>
    (one.spec.gateways ?? []).flatMap((name) => {
      const full = name.includes("/") ? name.replace("./", `${one.metadata.namespace}/`) : `${one.metadata.namespace}/${name}`;
      const found = target.gateways.find(({ metadata }) => `${metadata.namespace}/${metadata.name}` === full);
      const hosts = (one.spec.hosts ?? []).map((host) => host.replace("*", "x"));
      return (found?.spec.servers ?? []).flatMap((server) => hosts.map((host) => ({ server, host })));
    }),
  );
  const web = routes.filter(({ server }) => server.port.protocol.startsWith("HTTP") && server.tls?.mode !== "PASSTHROUGH");
  const pool = form % 3 > 0 && web.length > 0 ? web : routes;
  const chosen = pool[at % Math.max(pool.length, 1)];
  if (chosen === undefined) return call;
  const { protocol, number } = chosen.server.port;
  const scheme = protocol === "HTTPS" ? "https" : protocol === "TLS" ? "tls" : protocol === "TCP" ? "tcp" : "http";
  const { sni, headers, ...rest } = call;
  const named = form % 5 === 0 && sni !== undefined ? { sni } : {};
  return { ...rest, scheme, port: number, host: chosen.host, headers: withoutHost(headers), ...named };
}

function aimAtService(target: m.Mesh, { call, at, form }: Shot): m.Call {
  const all = [
    ...target.services.flatMap(({ metadata, spec }) =>
      spec.ports.map((one) => ({
        host: `${metadata.name}.${metadata.namespace}.${domain}`,
        port: one.port,
        kind: one.appProtocol ?? one.name ?? "",
      })),
    ),
    ...target.entries.flatMap(({ spec }) =>
      spec.ports.flatMap((one) =>
        spec.hosts.map((host) => ({ host: host.replace("*", "x"), port: one.number, kind: one.protocol.toLowerCase() })),
      ),
    ),
  ];
  const ruled = new Set(
    target.virtualServices.flatMap(({ spec, metadata }) =>
      (spec.gateways ?? ["mesh"]).includes("mesh")
        ? (spec.hosts ?? []).map((host) => (host.includes(".") ? host.replace("*", "x") : `${host}.${metadata.namespace}.${domain}`))
        : [],
    ),
  );
  const known = all.filter(({ host }) => ruled.has(host));
  const pool = form % 4 > 0 && known.length > 0 ? known : all;
  const chosen = pool[at % Math.max(pool.length, 1)];
  if (chosen === undefined) return call;
  const short = chosen.host.replace(`.${domain}`, "");
  const forms = [chosen.host, chosen.host, chosen.host, short, short.split(".")[0] ?? "", `${short}.svc`];
  const scheme = /^(tls|https)/.test(chosen.kind) ? "https" : /^tcp/.test(chosen.kind) ? "tcp" : "http";
  const headers = form % 7 === 0 ? call.headers : withoutHost(call.headers);
  return { ...call, scheme, host: forms[form % forms.length] ?? chosen.host, port: chosen.port, headers };
}

function withoutHost(headers: m.Call["headers"]): m.Call["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== "Host"));
}
