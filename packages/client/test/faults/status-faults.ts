import { responseBytes } from "../support/raw-server.js";
import { errorBody } from "../support/spec.js";
import type { Fault } from "./fault.js";
import { failure, json, ok, send, thenFine, token } from "./wire.js";

const storm = responseBytes("429 Too Many Requests", json, failure);

/** Statuses and heads. */
export const statusFaults: Fault[] = [
  {
    what: "102 and 103, then 200",
    onRequest: send(
      "HTTP/1.1 102 Processing\r\n\r\n",
      "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
      ok,
    ),
    outcome: "success",
    attempts: 1,
  },
  {
    what: "100 that nobody asked for, which undici refuses",
    onRequest: send("HTTP/1.1 100 Continue\r\n\r\n", ok),
    outcome: "connection",
    attempts: 3,
  },
  {
    what: "429 storm",
    onRequest: send(storm),
    outcome: "rate_limited",
    attempts: 3,
    error: { code: errorBody.error.code },
  },
  {
    what: "429 twice, then fine",
    onRequest: thenFine(send(storm), send(storm)),
    outcome: "success",
    attempts: 3,
  },
  {
    what: "407, a network error to fetch",
    onRequest: send(responseBytes("407 Proxy Authentication Required", {})),
    outcome: "connection",
    attempts: 3,
  },
  {
    what: "status 999",
    onRequest: send(responseBytes("999 Denied", {})),
    outcome: "server_error",
    attempts: 1,
    error: { status: 999 },
  },
  {
    what: "status 600",
    onRequest: send(responseBytes("600 What", {})),
    outcome: "server_error",
    attempts: 1,
    error: { status: 600 },
  },
  {
    what: "a reason in UTF-8",
    onRequest: send(responseBytes("200 Готово", json, token)),
    outcome: "success",
    attempts: 1,
  },
];
