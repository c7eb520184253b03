import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Stub servers on loopback that answer 200 and say in headers which of them it was and what they were sent. */
export interface Upstreams {
  readonly ports: readonly number[];
  readonly close: () => Promise<void>;
}

/** Starts `count` servers. Each answers with `x-upstream` (its index), `x-stub`, `x-path`, `x-host` and `x-request-headers` (JSON). Idle connections are kept. */
export async function startUpstreams(count: number): Promise<Upstreams> {
  const servers = await Promise.all(Array.from({ length: count }, (_, index) => listen(index)));
  return {
    ports: servers.map((server) => (server.address() as AddressInfo).port),
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

function listen(index: number): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, {
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
