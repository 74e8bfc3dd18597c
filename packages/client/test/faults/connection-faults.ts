import { responseBytes } from "../support/raw-server.js";
import type { Fault } from "./fault.js";
import {
  cut,
  failure,
  json,
  ok,
  reset,
  send,
  sendAndEnd,
  sendAndReset,
  thenFine,
} from "./wire.js";

/** What happens to the connection. */
export const connectionFaults: Fault[] = [
  {
    what: "reset before headers",
    onRequest: reset,
    outcome: "connection",
    attempts: 3,
  },
  {
    what: "closed before headers",
    onRequest: sendAndEnd(),
    outcome: "connection",
    attempts: 3,
  },
  {
    what: "reset amid headers",
    onRequest: sendAndReset(ok.subarray(0, 30)),
    outcome: "connection",
    attempts: 3,
  },
  {
    what: "reset once, then fine",
    onRequest: thenFine(reset),
    outcome: "success",
    attempts: 2,
  },
  {
    what: "reset in the body",
    onRequest: sendAndReset(cut(ok)),
    outcome: "connection",
    attempts: 3,
  },
  {
    what: "reset in the body once, then fine",
    onRequest: thenFine(sendAndReset(cut(ok))),
    outcome: "success",
    attempts: 2,
  },
  {
    what: "reset in an error's body",
    onRequest: sendAndReset(
      cut(responseBytes("400 Bad Request", json, failure)),
    ),
    outcome: "bad_request",
    attempts: 1,
    error: { code: undefined },
  },
  {
    what: "closed before the promised length",
    onRequest: sendAndEnd(cut(ok)),
    outcome: "connection",
    attempts: 3,
  },
  {
    what: "two different lengths",
    onRequest: send(
      `HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}`,
    ),
    outcome: "connection",
    attempts: 3,
  },
  {
    what: "not HTTP at all",
    onRequest: send("220 mail.test ESMTP\r\n"),
    outcome: "connection",
    attempts: 3,
  },
  {
    what: "headers of 100 kB",
    onRequest: send(`HTTP/1.1 200 OK\r\nX: ${"a".repeat(100_000)}\r\n\r\n`),
    outcome: "connection",
    attempts: 3,
  },
  {
    what: "a header with a NUL",
    onRequest: send("HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n"),
    outcome: "connection",
    attempts: 3,
  },
  {
    what: "broken chunks",
    onRequest: send(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnothex\r\n",
    ),
    outcome: "connection",
    attempts: 3,
  },
  {
    what: "chunks without an end",
    onRequest: sendAndEnd(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    ),
    outcome: "connection",
    attempts: 3,
  },
];
