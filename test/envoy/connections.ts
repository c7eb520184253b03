import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";

/** Stubs that answer the first bytes of a connection with their index and close it. */
export async function startTcpUpstreams(
  count: number,
): Promise<{ readonly ports: readonly number[]; readonly close: () => Promise<void> }> {
  const servers = await Promise.all(Array.from({ length: count }, (_, index) => listen(index)));
  return {
    ports: servers.map((server) => (server.address() as AddressInfo).port),
    close: async () => {
      await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
    },
  };
}

/** The first bytes of a TLS handshake for a server name. */
export function clientHello(servername: string): Promise<Buffer> {
  return new Promise((resolve) => {
    const wire = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _, done) => {
        done();
        resolve(chunk);
        wire.destroy();
      },
    });
    connectTls({ socket: wire, servername, rejectUnauthorized: false }).on("error", () => undefined);
  });
}

/** Sends bytes and gives what comes back until the connection is closed; empty where nothing does. */
export function exchange(address: string, port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket: Socket = connect({ host: address, port }, () => socket.write(bytes));
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer from ${address}:${port} within 10 s`)));
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ECONNRESET" && error.code !== "EPIPE") reject(error);
    });
    socket.on("close", () => resolve(answer));
  });
}

function listen(index: number): Promise<Server> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(String(index)));
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}
