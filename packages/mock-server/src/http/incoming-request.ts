import type { IncomingMessage } from "node:http";
import { type IncomingRequest, maxBody } from "../messages.js";

/** Reads a request to its end. */
export async function readRequest(
  message: IncomingMessage,
): Promise<IncomingRequest> {
  const body = mayHaveBody(message) ? await readBody(message) : undefined;
  const target = originForm(message.url ?? "/");
  const question = target.indexOf("?");
  return {
    method: message.method ?? "GET",
    path: question < 0 ? target : target.slice(0, question),
    query: question < 0 ? "" : target.slice(question + 1),
    headers: flatten(message.headers),
    authority: authorityOf(message),
    repeated: repeatedNames(message),
    body,
  };
}

/** A proxy is sent the whole URL (RFC 9112, section 3.2.2); a server takes it too. */
export function originForm(target: string): string {
  const [, rest] = /^https?:\/\/[^/?]*(.*)$/is.exec(target) ?? [];
  if (rest === undefined) return target;
  return rest.startsWith("/") ? rest : `/${rest}`;
}

/** The host that a request is meant for: a whole URL overrides the header (RFC 9112, section 3.2.2). */
function authorityOf(message: IncomingMessage): string | undefined {
  const [, authority] = /^https?:\/\/([^/?]*)/i.exec(message.url ?? "") ?? [];
  const http2Authority = message.headers[":authority"] as string | undefined;
  return authority ?? http2Authority ?? message.headers.host;
}

/** RFC 9112, section 6.3: without either header, a request has no body. HTTP/2 needs neither. */
function mayHaveBody({ headers, httpVersionMajor }: IncomingMessage): boolean {
  return (
    httpVersionMajor > 1 ||
    headers["transfer-encoding"] !== undefined ||
    (headers["content-length"] ?? "0") !== "0"
  );
}

async function readBody(
  message: IncomingMessage,
): Promise<IncomingRequest["body"]> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    length += chunk.length;
    if (length > maxBody) return "too-large";
    chunks.push(chunk);
  }
  return length === 0 ? undefined : Buffer.concat(chunks);
}

function repeatedNames({ headers, rawHeaders }: IncomingMessage): string[] {
  // Names and values take turns.
  if (Object.keys(headers).length * 2 === rawHeaders.length) return noNames;
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] as string).toLowerCase();
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  return [...repeated];
}

const noNames: string[] = [];

/** Only `Set-Cookie` is a list in Node, and requests have no reason to send it. */
function flatten(headers: IncomingMessage["headers"]): Record<string, string> {
  if (headers["set-cookie"] === undefined && headers[":path"] === undefined)
    return headers as Record<string, string>;
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    // The pseudo-headers of HTTP/2 are the request line of HTTP/1.1, and one of them its Host.
    if (name === ":authority") shown["host"] = String(value);
    else if (!name.startsWith(":") && value !== undefined)
      shown[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return shown;
}
