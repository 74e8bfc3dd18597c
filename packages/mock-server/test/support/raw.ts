import { connect } from "node:net";

/** Sends bytes as they are, and resolves with all that comes back until the server ends the connection. */
export async function sendRaw(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(bytes);
  let text = "";
  for await (const chunk of socket) text += chunk;
  return text;
}

/** The status, headers and parsed body of each answer in a text. */
export function readAnswers(text: string) {
  return text
    .split(/(?=HTTP\/1\.1 \d{3} )/)
    .filter(Boolean)
    .map((answer) => {
      const [head = "", body = ""] = answer.split("\r\n\r\n");
      const [line = "", ...fields] = head.split("\r\n");
      const headers: Record<string, string> = {};
      for (const field of fields) {
        const colon = field.indexOf(":");
        headers[field.slice(0, colon).toLowerCase()] = field
          .slice(colon + 1)
          .trim();
      }
      return {
        status: Number(line.split(" ")[1]),
        headers,
        body: body === "" ? undefined : JSON.parse(body),
      };
    });
}

/** A whole request that closes its connection, from its parts. */
export function rawRequest(
  target: string,
  headers: readonly string[],
  body = "",
  method = "POST",
): string {
  return [
    `${method} ${target} HTTP/1.1`,
    "Connection: close",
    ...headers,
    "",
    body,
  ].join("\r\n");
}
