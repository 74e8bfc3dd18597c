import { pipeline, Readable } from "node:stream";
import type { ReadableStream as NodesReadableStream } from "node:stream/web";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { type Dispatcher, NodesResponse } from "./undici.js";

type Controller = Dispatcher.DispatchController;
type ReceivedHeaders = Record<string, string | string[] | undefined>;

/** In bytes: how much of a body to buffer before the server has to wait for the reader. */
const mostBuffered = 65_536;

/** Creates a `Response` from what undici receives. Reads the body from the connection on demand. */
export class ResponseHandler implements Dispatcher.DispatchHandler {
  readonly response: Promise<Response>;
  readonly #url: string;
  readonly #signal: AbortSignal | null | undefined;
  #resolve!: (response: Response) => void;
  #reject!: (reason: unknown) => void;
  /** Set once the request is being sent. */
  #connection: Controller | undefined;
  /** Set while the body is being received. */
  #body: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(url: string, signal: AbortSignal | null | undefined) {
    this.#url = url;
    this.#signal = signal;
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    signal?.addEventListener("abort", this.#abort);
  }

  onRequestStart(connection: Controller): void {
    this.#connection = connection;
    if (this.#signal?.aborted) this.#abort();
  }

  onResponseStart(
    connection: Controller,
    status: number,
    headers: ReceivedHeaders,
    statusText = "",
  ): void {
    if (status < 200) return; // an interim response: the final one follows
    const body = bodiless.includes(status)
      ? null
      : decode(this.#createBody(connection), headers["content-encoding"]);
    const response = new NodesResponse(body, {
      // Some servers send an invalid status. `fetch` returns it, and so does this.
      status: Math.min(status, 599),
      // An invalid reason phrase (RFC 9112, section 4) is dropped.
      statusText: /^[\t -~\x80-\xff]*$/.test(statusText) ? statusText : "",
      headers: toPairs(headers),
    });
    Object.defineProperty(response, "url", { value: this.#url });
    if (response.status !== status)
      Object.defineProperty(response, "status", { value: status });
    this.#resolve(response);
  }

  onResponseData(connection: Controller, chunk: Uint8Array): void {
    this.#body?.enqueue(chunk);
    if ((this.#body?.desiredSize ?? 1) <= 0) connection.pause();
  }

  onResponseEnd(): void {
    this.#body?.close();
    this.#end();
  }

  /** An incomplete body is an error of the stream, as with `fetch`. */
  onResponseError(_connection: Controller | undefined, error: Error): void {
    this.#reject(error);
    this.#body?.error(error);
    this.#end();
  }

  readonly #abort = (): void => {
    const reason = this.#signal?.reason;
    this.#reject(reason);
    this.#connection?.abort(reason);
  };

  #createBody(connection: Controller): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#body = controller;
        },
        pull() {
          connection.resume();
        },
        cancel: (reason) => {
          this.#end();
          connection.abort(reason ?? new Error("The body was not wanted"));
        },
      },
      { highWaterMark: mostBuffered, size: ({ length }) => length },
    );
  }

  #end(): void {
    this.#body = undefined;
    this.#signal?.removeEventListener("abort", this.#abort);
  }
}

/** Statuses that have no body. `Response` rejects a body for them. */
const bodiless = [204, 205, 304];

const decoders: Record<string, () => NodeJS.ReadWriteStream> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** The request does not ask for compression, but some servers and proxies compress anyway. */
function decode(
  body: ReadableStream<Uint8Array>,
  codings: string | string[] | undefined,
): ReadableStream<Uint8Array> {
  const needed = String(codings)
    .split(",")
    .map((coding) => decoders[coding.trim().toLowerCase()])
    .filter((createDecoder) => createDecoder !== undefined)
    .reverse(); // the last encoding was applied last
  if (needed.length === 0) return body;
  // An error of one stream ends them all, and reaches the reader of the last.
  const decoded = pipeline(
    [
      Readable.fromWeb(body as NodesReadableStream),
      ...needed.map((createDecoder) => createDecoder()),
    ],
    () => {},
  );
  return Readable.toWeb(
    decoded as unknown as Readable,
  ) as ReadableStream<Uint8Array>;
}

/** A header that was sent more than once has a list of values. */
function toPairs(headers: ReceivedHeaders): [name: string, value: string][] {
  const pairs: [string, string][] = [];
  for (const [name, values = []] of Object.entries(headers))
    for (const value of [values].flat()) pairs.push([name, value]);
  return pairs;
}
