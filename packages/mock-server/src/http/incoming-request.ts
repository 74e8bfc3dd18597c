import type { IncomingMessage } from "node:http";
import { type IncomingRequest, maxBody } from "../messages.js";

/** Reads a request to its end. */
export async function readRequest(
  message: IncomingMessage,
): Promise<IncomingRequest> {
  const body = hasBody(message) ? await readBody(message) : undefined;
  const target = message.url ?? "/";
  const question = target.indexOf("?");
  return {
    method: message.method ?? "GET",
    path: question < 0 ? target : target.slice(0, question),
    query: question < 0 ? "" : target.slice(question + 1),
    headers: flatten(message.headers),
    body,
  };
}

/** RFC 9112, section 6.3: without either header a request has no body. */
function hasBody({ headers }: IncomingMessage): boolean {
  return (
    headers["transfer-encoding"] !== undefined ||
    (headers["content-length"] ?? "0") !== "0"
  );
}

async function readBody(
  message: IncomingMessage,
): Promise<Buffer | "too-large"> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    length += chunk.length;
    if (length > maxBody) return "too-large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Node gives `Set-Cookie` alone as a list, and no request has reason to send it. */
function flatten(headers: IncomingMessage["headers"]): Record<string, string> {
  return headers["set-cookie"] === undefined
    ? (headers as Record<string, string>)
    : {
        ...(headers as Record<string, string>),
        "set-cookie": headers["set-cookie"].join(", "),
      };
}
