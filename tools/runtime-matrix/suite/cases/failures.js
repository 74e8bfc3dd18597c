import { apiKeys } from "../api-keys.js";
import { check, equal, rejects } from "../expect.js";

/** @type {import("../case.js").Case[]} */
export const failureCases = [
  {
    name: "a key that the server does not know is a MelioApiError with 401",
    async run({ createClient }) {
      const melio = createClient({ apiKey: apiKeys.unknown });
      const error = await rejects(melio.auth.createToken(), "MelioApiError");
      equal(error.status, 401, "status");
      equal(error.kind, "unauthorized", "kind");
      check(error.code, "the server's code is missing");
      check(
        !`${error.stack}${JSON.stringify(error)}`.includes(apiKeys.unknown),
        "the error quotes the key",
      );
    },
  },
  {
    name: "a request that the server refuses is a MelioApiError with 400",
    async run({ createClient, settings }) {
      const melio = createClient({
        // Takes away what the spec requires; the client itself does not let it out like this.
        fetch(url, init) {
          const headers = new Headers(init?.headers);
          headers.delete(settings.headers.idempotencyKey);
          return fetch(url, { ...init, headers });
        },
      });
      const error = await rejects(melio.auth.createToken(), "MelioApiError");
      equal(error.status, 400, "status");
      equal(error.kind, "bad_request", "kind");
      check(error.code, "the server's code is missing");
    },
  },
  {
    name: "a proxy's HTML is a MelioApiError with the beginning of the page",
    async run({ createClient, lab }) {
      const { baseUrl } = lab("html");
      const melio = createClient({ baseUrl, maxRetries: 0 });
      const error = await rejects(melio.auth.createToken(), "MelioApiError");
      equal(error.status, 502, "status");
      equal(error.code, undefined, "code");
      check(error.body?.startsWith("<!doctype html>"), "the page is missing");
    },
  },
  {
    name: "a redirect is refused, and nothing reaches where it leads",
    async run({ createClient, lab, kind }) {
      const { baseUrl } = lab("redirect");
      const melio = createClient({ baseUrl });
      const error = await rejects(melio.auth.createToken(), "MelioApiError");
      equal(error.kind, "redirect", "kind");
      equal(error.status, kind === "browser" ? 0 : 307, "status");
      equal((await lab("mock").requests()).length, 0, "requests at its end");
    },
  },
  {
    name: "a port where nothing listens is a MelioConnectionError",
    async run({ createClient, settings }) {
      const melio = createClient({
        baseUrl: settings.refusedOrigin + settings.basePath,
        maxRetries: 0,
      });
      const error = await rejects(
        melio.auth.createToken(),
        "MelioConnectionError",
      );
      check(error.cause instanceof Error, "the runtime's words are missing");
      equal(error.attempts, 1, "attempts");
    },
  },
  {
    name: "a success with a wrong body is a MelioResponseError",
    async run({ createClient, lab }) {
      const { baseUrl, requests } = lab("wrong-body");
      const melio = createClient({ baseUrl });
      const error = await rejects(
        melio.auth.createToken(),
        "MelioResponseError",
      );
      equal(error.status, 200, "status");
      equal((await requests()).length, 1, "requests");
    },
  },
  {
    name: "isMelioError knows the errors",
    async run({ createClient, sdk }) {
      const call = createClient().auth.createToken({ melioAccount: "a\0b" });
      const error = await rejects(call, "MelioConfigError");
      check(sdk.isMelioError(error), "it does not know its own error");
      check(!sdk.isMelioError(new Error("another")), "it takes any error");
    },
  },
];
