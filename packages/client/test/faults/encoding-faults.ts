import { deflateSync, gzipSync } from "node:zlib";
import { responseBytes } from "../support/raw-server.js";
import type { Fault } from "./fault.js";
import { json, send, thenFine, token } from "./wire.js";

const gzip = { ...json, "Content-Encoding": "gzip" };
const brokenGzip = Buffer.from(gzipSync(token));
brokenGzip.fill(0xff, 12, 40);

/** Content encodings and character sets. */
export const encodingFaults: Fault[] = [
  {
    what: "UTF-16",
    onRequest: send(
      responseBytes(
        "200 OK",
        { "Content-Type": "application/json; charset=utf-16le" },
        Buffer.from(token, "utf16le"),
      ),
    ),
    outcome: "response",
    attempts: 1,
  },
  {
    what: "UTF-8 said to be Latin-1",
    onRequest: send(
      responseBytes(
        "200 OK",
        { "Content-Type": "application/json; charset=iso-8859-1" },
        token,
      ),
    ),
    outcome: "success",
    attempts: 1,
  },
  {
    what: "bytes that are no UTF-8",
    onRequest: send(
      responseBytes("400 Bad Request", json, Buffer.from([0xff, 0xfe, 0xfd])),
    ),
    outcome: "bad_request",
    attempts: 1,
    error: { body: "\ufffd\ufffd\ufffd" },
  },
  {
    what: "a byte order mark",
    onRequest: send(responseBytes("200 OK", json, `\ufeff${token}`)),
    outcome: "success",
    attempts: 1,
  },
  {
    what: "gzip",
    onRequest: send(responseBytes("200 OK", gzip, gzipSync(token))),
    outcome: "success",
    attempts: 1,
  },
  {
    what: "deflate",
    onRequest: send(
      responseBytes(
        "200 OK",
        { ...json, "Content-Encoding": "deflate" },
        deflateSync(token),
      ),
    ),
    outcome: "success",
    attempts: 1,
  },
  {
    what: "broken gzip",
    onRequest: send(responseBytes("200 OK", gzip, brokenGzip)),
    outcome: "connection",
    attempts: 3,
  },
  {
    what: "plain text said to be gzip",
    onRequest: send(responseBytes("200 OK", gzip, token)),
    outcome: "connection",
    attempts: 3,
  },
  {
    what: "broken gzip once, then fine",
    onRequest: thenFine(send(responseBytes("200 OK", gzip, brokenGzip))),
    outcome: "success",
    attempts: 2,
  },
  {
    what: "broken gzip in an error",
    onRequest: send(
      responseBytes("422 Unprocessable Content", gzip, brokenGzip),
    ),
    outcome: "unprocessable",
    attempts: 1,
  },
];
