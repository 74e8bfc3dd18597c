import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createSecureServer } from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, type Server } from "node:net";
import type { TLSSocket } from "node:tls";
import { generate } from "selfsigned";
import { onTestFinished } from "vitest";
import { tokenBody } from "../support/spec.js";

/** A certificate for localhost that no one has signed but itself. */
export const createCertificate = () =>
  generate([{ name: "commonName", value: "localhost" }], {
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
    ],
  });

/** A proxy that tunnels whatever it is asked to, and notes where to. */
export async function startConnectProxy() {
  const server = createHttpServer();
  const tunnels = tunnel(server);
  return { url: `http://127.0.0.1:${await listen(server)}`, tunnels };
}

/** A proxy that asks for a password, and is not content with the one it is given. */
export async function startRefusingProxy() {
  const server = createHttpServer();
  server.on("connect", (_request, client) => {
    client.end(
      "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
    );
  });
  return `http://me:proxy_password@127.0.0.1:${await listen(server)}`;
}

/** A proxy over TLS; it asks for a certificate, and notes those that it is shown. */
export async function startTlsProxy() {
  const { private: key, cert: certificate } = await createCertificate();
  const server = createHttpsServer({
    key,
    cert: certificate,
    requestCert: true,
    rejectUnauthorized: false,
  });
  const shown: boolean[] = [];
  server.on("secureConnection", (socket: TLSSocket) => {
    shown.push(Boolean(socket.getPeerX509Certificate()));
  });
  const tunnels = tunnel(server);
  const url = `https://localhost:${await listen(server)}`;
  return { url, tunnels, certificate, shown };
}

function tunnel(server: Server): string[] {
  const tunnels: string[] = [];
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
  return tunnels;
}

/**
 * A server of tokens with a certificate that no one has signed but itself.
 * @param clientCertificate - the one that it asks of its clients
 */
export async function startTlsServer(clientCertificate?: string) {
  const requests: string[] = [];
  const versions: string[] = [];
  const { private: key, cert } = await createCertificate();
  const server = createSecureServer(
    {
      key,
      cert,
      allowHTTP1: true,
      ...(clientCertificate && {
        requestCert: true,
        rejectUnauthorized: true,
        ca: clientCertificate,
      }),
    },
    ({ url, httpVersion }, response) => {
      requests.push(url);
      versions.push(httpVersion);
      response.end(JSON.stringify(tokenBody));
    },
  );
  const port = await listen(server);
  const baseUrl = `https://localhost:${port}/v1`;
  return { baseUrl, certificate: cert, requests, versions };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
