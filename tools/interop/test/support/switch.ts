import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A port whose connections lead to a server that can be exchanged: Prism's proxy keeps one upstream for life. */
export interface Switch {
  readonly origin: string;
  /** Ends the connections that lead to another server, and leads later ones to this. */
  leadTo(url: string): Promise<void>;
  close(): void;
}

export async function startSwitch(): Promise<Switch> {
  let target = 0;
  const sockets = new Set<Socket>();
  const callers = new Set<Socket>();
  const server = createServer((incoming) => {
    const outgoing = connect(target, "127.0.0.1");
    callers.add(incoming);
    incoming.on("close", () => callers.delete(incoming));
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(socket);
      // An end passes through the pipe; a reset has to be passed on.
      socket.pipe(other);
      socket.on("error", () => other.resetAndDestroy());
      socket.on("close", () => sockets.delete(socket));
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async leadTo(url) {
      // Waits for the callers' ends: one that still takes its connection for open would send the next request there.
      await Promise.all(
        [...callers].map((caller) => {
          const closed = once(caller, "close");
          caller.end();
          return closed;
        }),
      );
      target = Number(new URL(url).port);
    },
    close() {
      cut();
      server.close();
    },
  };
}
