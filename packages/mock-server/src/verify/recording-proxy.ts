import { type HttpServer, listen } from "../http/http-server.js";
import { readRequest } from "../http/incoming-request.js";
import { refusals } from "../http/request-handler.js";
import { asChecked, createUpstream, reasonOf } from "../http/upstream.js";
import type { ContractResponse, IncomingRequest } from "../messages.js";

/** A request that was passed on, and its response. */
export interface Exchange {
  readonly method: string;
  /** Without the base path. */
  readonly path: string;
  /** The response, or why there was none. */
  readonly answer: ContractResponse | { readonly failure: string };
}

/** A server on loopback that passes requests on and records the responses. */
export interface RecordingProxy {
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  close: HttpServer["close"];
}

/** Options of the proxy. */
export interface RecordingProxyOptions {
  /** The server to pass requests on to, without a trailing slash. */
  readonly baseUrl: string;
  /** Header values to replace: the placeholder of the API key by the real key. */
  readonly replace: ReadonlyMap<string, string>;
  /** How long to wait for an answer, in milliseconds. */
  readonly timeout: number;
  /** The parsed body that the workflows' runner sees. */
  readonly shownBody: (exchange: Exchange) => unknown;
}

/** Starts the proxy. The workflows' runner never sees the API key. */
export async function startRecordingProxy({
  baseUrl,
  replace,
  timeout,
  shownBody,
}: RecordingProxyOptions): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const upstream = createUpstream({ baseUrl, basePath: "", timeout });

  const withRealValues = (
    headers: IncomingRequest["headers"],
  ): IncomingRequest["headers"] =>
    Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        replace.get(value) ?? value,
      ]),
    );

  const { url, close } = await listen(
    { port: 0, host: "127.0.0.1" },
    {
      ...refusals,
      async answer(message, out, closing) {
        const incoming = await readRequest(message);
        const { method, path } = incoming;
        const headers = withRealValues(incoming.headers);
        let response: ContractResponse;
        try {
          response = await upstream({ ...incoming, headers }, closing);
        } catch (error) {
          exchanges.push({
            method,
            path,
            answer: { failure: reasonOf(error) },
          });
          out.destroy();
          return;
        }
        const answer = asChecked(response);
        const exchange = { method, path, answer };
        exchanges.push(exchange);
        const type = answer.headers["content-type"];
        out.writeHead(answer.status, {
          // The runner reads JSON only under its name in lower case.
          ...(type !== undefined && { "content-type": type.toLowerCase() }),
        });
        const shown = shownBody(exchange);
        out.end(
          typeof shown === "object" ? JSON.stringify(shown) : response.body,
        );
      },
    },
  );
  return { url, exchanges, close };
}
