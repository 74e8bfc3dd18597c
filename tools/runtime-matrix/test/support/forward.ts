import {
  type IncomingMessage,
  type ServerResponse,
  request as sendRequest,
} from "node:http";
import { pipeline } from "node:stream/promises";

/** Sends a request without a body on as it came, and gives the answer as it comes. */
export async function forward(
  { method, rawHeaders }: IncomingMessage,
  out: ServerResponse,
  url: string,
): Promise<void> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    sendRequest(url, { method, headers: rawHeaders, agent: false })
      .on("response", resolve)
      .on("error", reject)
      .end();
  });
  out.writeHead(response.statusCode ?? 502, response.rawHeaders);
  await pipeline(response, out);
}
