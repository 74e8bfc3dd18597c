import type { Client, Middleware } from "openapi-fetch";
import type { paths } from "./api-types.js";
import { Call } from "./call.js";
import type { ClientFilled } from "./client-filled.js";
import type { Config } from "./config.js";
import { configs } from "./configs.js";
import { ensureIdempotencyKey } from "./fetch/idempotency-key.js";
import { sendDependably } from "./fetch/send.js";
import { operations } from "./generated/contract.js";
import { checkHeaders } from "./headers.js";
import { sendThroughMiddleware } from "./middleware.js";
import type { Operation } from "./operation.js";
import type { CallOptions } from "./options.js";
import { createRequest, type Outgoing, type RequestInput } from "./request.js";
import { type Result, readResult } from "./result.js";
import { resolveRetryOptions } from "./retry-options.js";

/**
 * openapi-fetch's own surface, typed by the spec: every operation of it, as
 * `{ data, error, response }`, and middleware through `use`. Takes {@link CallOptions} too, but no
 * `baseUrl`, `fetch` or `Request` of a single call: the API key is for the client's own server.
 */
export type MelioHttp = Client<ClientFilled<paths>>;

/** `melio.http.request`, before the spec's types are put on it. */
export type RequestMethod = (
  method: string,
  path: string,
  init?: RequestInput,
  /** Given by who wants to tell more of the call than its result does. */
  call?: Call,
) => Promise<Result>;

/**
 * What openapi-fetch's `createClient` gives, put together from openapi-fetch's own parts. Its core
 * does not tell its `fetch` which operation is called, so that neither the settings nor the shape
 * of the body could come from the spec; and it carries every serializer, needed or not.
 */
export function createHttp(config: Config): MelioHttp {
  const installed = new Set<Middleware>();
  const request: RequestMethod = async (
    verb,
    path,
    init = {},
    call = new Call(),
  ) => {
    const method = verb.toUpperCase();
    const operation: Operation =
      operations[`${method} ${path}` as keyof typeof operations] ?? {};
    // An operation that must not be repeated brings its own maxRetries, 0.
    const settings = resolveRetryOptions(init, config);
    settings.maxRetries = operation.maxRetries ?? settings.maxRetries;
    const [outgoing, facts] = createRequest(config, method, path, init);
    checkHeaders(outgoing.headers);
    call.method = method;
    call.url = outgoing.url;
    const send = (outgoing: Outgoing) =>
      sendDependably(config, call, settings, outgoing);
    // Before middleware, so that it sees the key, and after it, so that it cannot lose it.
    const keyed = (outgoing: Outgoing) => {
      if (operation.idempotent) ensureIdempotencyKey(call, outgoing.headers);
      return outgoing;
    };
    const response = await (installed.size || init.middleware
      ? sendThroughMiddleware(
          [...installed, ...(init.middleware ?? [])].filter(Boolean),
          facts,
          keyed(outgoing),
          (sent) => send(keyed(sent)),
        )
      : send(keyed(outgoing)));
    return readResult(call, response, operation.success, outgoing.parseAs);
  };
  const http: Record<string, unknown> = {
    request,
    use: (...added: Middleware[]) => added.forEach(installed.add, installed),
    eject: (...ejected: Middleware[]) =>
      ejected.forEach(installed.delete, installed),
  };
  for (const operation in operations) {
    const [method = ""] = operation.split(" ");
    http[method] = request.bind(undefined, method);
  }
  configs.set(http, config);
  return http as unknown as MelioHttp;
}
