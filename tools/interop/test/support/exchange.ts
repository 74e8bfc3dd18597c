import { type OutgoingHttpHeaders, request } from "node:http";
import { text } from "node:stream/consumers";

/** A request as it goes over the wire; nothing is added to it but `Host` and the connection's own headers. */
export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

/** An answer as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** Sends a request below a base URL. */
export function exchange(
  baseUrl: string,
  { method = "POST", path = "/auth/token", headers = {}, body }: RawRequest,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      baseUrl + path,
      { method, headers, agent: false },
      async (incoming) => {
        const { statusCode: status = 0, headers } = incoming;
        try {
          resolve({ status, headers, body: await text(incoming) });
        } catch (error) {
          reject(error);
        }
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
