import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** Stub servers on loopback that say in headers which of them answers and what they were sent. */
export interface Upstreams {
  readonly ports: readonly number[];
  /** How many requests with this `x-tag` a server got; copies, to which Envoy gives a host that ends with `-shadow`, are told apart. */
  received(upstream: number, tag: string, which: "routed" | "copied"): number;
  readonly close: () => Promise<void>;
}

/**
 * Starts `count` servers. Each answers with `x-upstream` (its index), `x-stub`, `x-path`, `x-host` and `x-request-headers` (JSON): with 200
 * at once, unless `x-stub-status` or `x-stub-delay` (ms) ask for something else. Idle connections are kept.
 */
export async function startUpstreams(count: number): Promise<Upstreams> {
  const received = new Map<string, number>();
  const key = (upstream: number, tag: string, which: string): string => `${upstream} ${tag} ${which}`;
  const note = (upstream: number, headers: IncomingHttpHeaders): void => {
    const tag = headers["x-tag"];
    if (typeof tag !== "string") return;
    const own = key(upstream, tag, /-shadow(:\d+)?$/.test(headers.host ?? "") ? "copied" : "routed");
    received.set(own, (received.get(own) ?? 0) + 1);
  };
  const servers = await Promise.all(Array.from({ length: count }, (_, index) => listen(index, note)));
  return {
    ports: servers.map((server) => (server.address() as AddressInfo).port),
    received: (upstream, tag, which) => received.get(key(upstream, tag, which)) ?? 0,
    close: async () => {
      await Promise.all(
        servers.map(
          (server) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve());
              server.closeAllConnections();
            }),
        ),
      );
    },
  };
}

function listen(index: number, note: (upstream: number, headers: IncomingHttpHeaders) => void): Promise<Server> {
  const server = createServer(async (request, response) => {
    request.resume();
    note(index, request.headers);
    await wait(Number(request.headers["x-stub-delay"] ?? 0));
    response.writeHead(Number(request.headers["x-stub-status"] ?? 200), {
      "x-upstream": String(index),
      "x-stub": "yes",
      "x-path": request.url ?? "",
      "x-host": request.headers.host ?? "",
      "x-request-headers": JSON.stringify(request.headers),
    });
    response.end();
  });
  server.keepAliveTimeout = 0;
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}
