import { responseBytes } from "../support/raw-server.js";
import type { Fault } from "./fault.js";
import { json, send, sendAndEnd, token } from "./wire.js";

/** Bodies that are not what they should be. */
export const bodyFaults: Fault[] = [
  {
    what: "a length below the body's",
    onRequest: sendAndEnd(
      responseBytes("200 OK", { ...json, "Content-Length": "20" }, token),
    ),
    outcome: "response",
    attempts: 1,
  },
  {
    what: "truncated JSON",
    onRequest: send(responseBytes("200 OK", json, token.slice(0, -9))),
    outcome: "response",
    attempts: 1,
  },
  {
    what: "JSON as text/html",
    onRequest: send(
      responseBytes("200 OK", { "Content-Type": "text/html" }, token),
    ),
    outcome: "success",
    attempts: 1,
  },
  {
    what: "JSON without a content type",
    onRequest: send(responseBytes("200 OK", {}, token)),
    outcome: "success",
    attempts: 1,
  },
  {
    what: "HTML as JSON",
    onRequest: send(responseBytes("200 OK", json, "<h1>Welcome</h1>")),
    outcome: "response",
    attempts: 1,
  },
  {
    what: "HTML 502",
    onRequest: send(
      responseBytes(
        "502 Bad Gateway",
        { "Content-Type": "text/html" },
        "<h1>502</h1>",
      ),
    ),
    outcome: "server_error",
    attempts: 3,
    error: { status: 502, body: "<h1>502</h1>" },
  },
  {
    what: "204",
    onRequest: send("HTTP/1.1 204 No Content\r\n\r\n"),
    outcome: "response",
    attempts: 1,
    error: { status: 204 },
  },
  {
    what: "205",
    onRequest: send("HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n"),
    outcome: "response",
    attempts: 1,
  },
  {
    what: "HTTP/1.0, ended by its close",
    onRequest: sendAndEnd(`HTTP/1.0 200 OK\r\n\r\n${token}`),
    outcome: "success",
    attempts: 1,
  },
];
