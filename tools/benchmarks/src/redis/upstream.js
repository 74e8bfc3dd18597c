import { once } from "node:events";
import { createServer } from "node:http";
import { basePath } from "../client/token-call.js";
import { moment } from "./moved-clock.js";

/**
 * @typedef {object} Minted a token, found by its number
 * @property {string} account
 * @property {number} at when it was minted, see `moment`
 * @property {number} time the same by the moved clock
 * @property {number} expiresAt by the moved clock, in milliseconds since 1970
 *
 * @typedef {{ status: number, headers: Record<string, string> }} Failure
 */

/**
 * Mints tokens whose text is their number.
 *
 * @param {number} lifetime of a token, in milliseconds
 */
export async function startUpstream(lifetime) {
  /** @type {Minted[]} */
  const minted = [];
  const state = {
    minted,
    /** How many requests it has not served. */
    refused: 0,
    /** The only API key that it takes. */
    key: "sk_live_first_key",
    /** What it answers instead. */
    failure: /** @type {Failure | undefined} */ (undefined),
  };
  const server = createServer((request, response) => {
    request.resume();
    const now = Date.now();
    response.setHeader("Date", new Date(now).toUTCString());
    response.setHeader("Content-Type", "application/json");
    const failure =
      state.failure ??
      (request.headers["api-key"] === state.key
        ? undefined
        : { status: 401, headers: {} });
    if (failure) {
      state.refused++;
      response.writeHead(failure.status, failure.headers).end("{}");
      return;
    }
    const expiresAt = now + lifetime;
    const account = String(request.headers["melio-account"]);
    const number = minted.push({ account, at: moment(), time: now, expiresAt });
    const data = {
      accessToken: `${number - 1}`,
      refreshToken: "unused",
      expiresAt: new Date(expiresAt).toISOString(),
    };
    response.end(JSON.stringify({ data }));
  }).listen(0, "127.0.0.1");
  server.keepAliveTimeout = 600_000;
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (
    server.address()
  );
  return {
    state,
    baseUrl: `http://127.0.0.1:${port}${basePath}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
