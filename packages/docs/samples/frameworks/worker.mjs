import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";
import { createTokenHandler } from "@melio-platform/client/handler";

// Replace this with your own sessions: cookie to Account.
const accounts = new Map([["session=ada", "acc_123"]]);

/** @type {ReturnType<typeof createHandler> | undefined} */
let handleToken;

/** @param {{ MELIO_API_KEY: string }} env */
const createHandler = (env) =>
  createTokenHandler({
    tokens: createTokenCache({
      melio: createMelioClient({
        apiKey: env.MELIO_API_KEY,
        environment: "sandbox",
      }),
    }),
    authorize: (request) => accounts.get(request.headers.get("Cookie") ?? ""),
    waitUntil: (
      promise,
      /** @type {{ waitUntil(promise: Promise<unknown>): void }} */ context,
    ) => context.waitUntil(promise),
  });

export default {
  /**
   * @param {Request} request
   * @param {{ MELIO_API_KEY: string }} env
   * @param {{ waitUntil(promise: Promise<unknown>): void }} context
   */
  fetch(request, env, context) {
    handleToken ??= createHandler(env);
    return handleToken(request, context);
  },
};
