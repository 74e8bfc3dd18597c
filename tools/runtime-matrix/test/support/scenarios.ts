import type { ServerResponse } from "node:http";
import type { Scenario } from "../../suite/lab.js";

interface Occasion {
  /** Counts the requests from 1. */
  attempt: number;
  /** The same request, to the mock server as it is. */
  path: string;
}

/** What a server does with a request; false to let it pass on to the mock server. */
type Behaviour = (out: ServerResponse, occasion: Occasion) => boolean;

const unavailable = (out: ServerResponse, retryAfter: number) => {
  out.writeHead(503, { "Retry-After": retryAfter }).end();
  return true;
};

export const scenarios: Record<Scenario, Behaviour> = {
  mock: () => false,
  "unavailable-once": (out, { attempt }) =>
    attempt === 1 && unavailable(out, 0),
  unavailable: (out) => unavailable(out, 3_600),
  redirect(out, { path }) {
    out.writeHead(307, { Location: path }).end();
    return true;
  },
  silent: () => true,
  "stalled-body"(out) {
    out.writeHead(200, { "Content-Type": "application/json" }).write('{"data"');
    return true;
  },
  "wrong-body"(out) {
    out
      .writeHead(200, { "Content-Type": "application/json" })
      .end('{"data":{"accessToken":"at_1"}}');
    return true;
  },
  html(out) {
    out
      .writeHead(502, { "Content-Type": "text/html" })
      .end("<!doctype html><title>Bad gateway</title>");
    return true;
  },
};
