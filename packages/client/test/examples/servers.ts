import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, type Server } from "node:net";
import { generate } from "selfsigned";
import { onTestFinished } from "vitest";
import { tokenBody } from "../support/spec.js";

/** A proxy that tunnels whatever it is asked to, and notes where to. */
export async function startConnectProxy() {
  const tunnels: string[] = [];
  const server = createHttpServer();
  server.on("connect", ({ url = "" }, client, head) => {
    tunnels.push(url);
    const { hostname, port } = new URL(`http://${url}`);
    const upstream = connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    client.on("error", () => upstream.destroy());
    upstream.on("error", () => client.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, tunnels };
}

/** A server of tokens with a certificate that no one has signed but itself. */
export async function startTlsServer() {
  const requests: string[] = [];
  const { private: key, cert } = await generate(
    [{ name: "commonName", value: "localhost" }],
    {
      extensions: [
        { name: "basicConstraints", cA: true },
        { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
      ],
    },
  );
  const server = createHttpsServer({ key, cert }, ({ url = "" }, response) => {
    requests.push(url);
    response.end(JSON.stringify(tokenBody));
  });
  const port = await listen(server);
  const baseUrl = `https://localhost:${port}/v1`;
  return { baseUrl, certificate: cert, requests };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
