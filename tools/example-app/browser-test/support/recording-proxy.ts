import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export interface RecordingProxy {
  url: string;
  /** Every byte that went to the browser. */
  received(): Buffer;
  close(): void;
}

/** Hands bytes on between the browser and a server, and keeps what the browser received. */
export async function recordBytes(target: string): Promise<RecordingProxy> {
  const chunks: Buffer[] = [];
  const sockets = new Set<Socket>();
  const proxy = createServer((browser) => {
    const server = connect(Number(new URL(target).port), "127.0.0.1");
    for (const socket of [browser, server]) {
      sockets.add(socket);
      socket.on("error", () => {}); // the other end's business
    }
    server.on("data", (chunk) => chunks.push(chunk));
    browser.pipe(server).pipe(browser);
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  if (typeof address !== "object" || !address) throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    received: () => Buffer.concat(chunks),
    close() {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
