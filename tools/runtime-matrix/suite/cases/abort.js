import { check, equal, rejection } from "../expect.js";

/** @type {import("../case.js").Case[]} */
export const abortCases = [
  {
    name: "an abort ends a request on its way, with the signal's reason",
    async run({ createClient, lab }) {
      const { baseUrl, requests } = lab("silent");
      const { auth } = createClient({ baseUrl });
      const controller = new AbortController();
      const reason = new Error("the user has left");
      const call = rejection(
        auth.createToken({}, { signal: controller.signal }),
      );
      while ((await requests()).length === 0);
      controller.abort(reason);
      check((await call) === reason, "it rejects with another reason");
    },
  },
  {
    name: "an abort ends the wait for the next attempt",
    async run({ createClient, lab }) {
      const { baseUrl, requests } = lab("unavailable");
      const controller = new AbortController();
      const reason = new Error("the user has left");
      const ignore = () => {};
      const { auth } = createClient({
        baseUrl,
        maxRetryAfter: Infinity,
        logger: {
          debug: ignore,
          info: ignore,
          error: ignore,
          // Told of the wait as it begins.
          warn: () => setTimeout(() => controller.abort(reason)),
        },
      });
      const call = auth.createToken({}, { signal: controller.signal });
      check(
        (await rejection(call)) === reason,
        "it rejects with another reason",
      );
      equal((await requests()).length, 1, "requests");
    },
  },
  {
    name: "a signal that has aborted already lets no request out",
    async run({ createClient, lab }) {
      const reason = new Error("the user has left");
      const signal = AbortSignal.abort(reason);
      const call = createClient().auth.createToken({}, { signal });
      check(
        (await rejection(call)) === reason,
        "it rejects with another reason",
      );
      equal((await lab("mock").requests()).length, 0, "requests");
    },
  },
];
