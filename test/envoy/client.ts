import { Agent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import type { SimulationRequest } from "../../server/src/core/routing/simulation";

export interface Response {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

/** Sends requests to ports of the loopback address over connections that are kept. */
export class Client {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8, maxFreeSockets: 8 });

  /** @throws Error when there is no answer within 10 s */
  send(port: number, { scheme, method, path, headers }: SimulationRequest): Promise<Response> {
    const sent = Object.fromEntries(
      Object.entries(headers ?? {}).map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
    );
    const forwarded = scheme === "https" ? { "x-forwarded-proto": "https" } : {};
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        { agent: this.#agent, host: "127.0.0.1", port, method, path, setHost: false, timeout: 10_000, headers: { ...sent, ...forwarded } },
        (response) => {
          response.resume();
          response.once("error", reject);
          response.once("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
        },
      );
      outgoing.once("timeout", () => outgoing.destroy(new Error(`no answer on port ${port} within 10 s`)));
      outgoing.once("error", reject);
      outgoing.end();
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Does the work of every item, so many at a time. */
export async function inParallel<T>(items: readonly T[], atATime: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}
