import { responseBytes } from "../support/raw-server.js";
import type { Fault } from "./fault.js";
import {
  cut,
  failure,
  json,
  ok,
  send,
  sendForever,
  stall,
  thenFine,
} from "./wire.js";

/** What never comes, or never ends. */
export const stallFaults: Fault[] = [
  {
    what: "slow headers",
    onRequest: stall,
    outcome: "timeout",
    stalls: true,
    attempts: 3,
    error: { limit: "timeout" },
  },
  {
    what: "headers that break off in silence",
    onRequest: send(ok.subarray(0, 30)),
    outcome: "timeout",
    stalls: true,
    attempts: 3,
  },
  {
    what: "slow body",
    onRequest: send(cut(ok)),
    outcome: "timeout",
    stalls: true,
    attempts: 3,
  },
  {
    what: "slow body of an error",
    onRequest: send(cut(responseBytes("400 Bad Request", json, failure))),
    outcome: "bad_request",
    stalls: true,
    attempts: 1,
    error: { body: failure.slice(0, -10) },
  },
  {
    what: "slow body of an error that says when to come back, too late",
    onRequest: send(
      cut(
        responseBytes(
          "429 Too Many Requests",
          { ...json, "Retry-After": "3600" },
          failure,
        ),
      ),
    ),
    outcome: "rate_limited",
    stalls: true,
    attempts: 1,
    error: { retryAfter: 3_600_000 },
  },
  {
    what: "endless body",
    onRequest: sendForever("HTTP/1.1 200 OK\r\n\r\n"),
    outcome: "response",
    attempts: 1,
  },
  {
    what: "endless body of an error",
    onRequest: sendForever("HTTP/1.1 400 Bad Request\r\n\r\n"),
    outcome: "bad_request",
    attempts: 1,
    error: { body: "a".repeat(500) },
  },
  {
    what: "endless body of an error that passes",
    onRequest: thenFine(
      sendForever("HTTP/1.1 503 Service Unavailable\r\n\r\n"),
    ),
    outcome: "success",
    attempts: 2,
  },
];
