import { check, equal, rejects } from "../expect.js";

/** Long enough for headers to come from this machine; in milliseconds. */
const timeout = 1_000;

/** @type {import("../case.js").Case[]} */
export const timeoutCases = [
  {
    name: "a timeout ends the wait for headers",
    async run({ createClient, lab }) {
      const { baseUrl, requests } = lab("silent");
      const melio = createClient({ baseUrl, timeout: 200, maxRetries: 0 });
      const error = await rejects(
        melio.auth.createToken(),
        "MelioTimeoutError",
      );
      equal(error.limit, "timeout", "limit");
      equal(error.attempts, 1, "attempts");
      equal((await requests()).length, 1, "requests");
    },
  },
  {
    name: "a timeout ends the wait for a stalled body",
    async run({ createClient, lab }) {
      const { baseUrl } = lab("stalled-body");
      /** @type {number | undefined} */
      let status;
      const melio = createClient({
        baseUrl,
        timeout,
        maxRetries: 0,
        async fetch(url, init) {
          const response = await fetch(url, init);
          status = response.status;
          return response;
        },
      });
      const error = await rejects(
        melio.auth.createToken(),
        "MelioTimeoutError",
      );
      equal(error.limit, "timeout", "limit");
      equal(status, 200, "status that came before the body stalled");
    },
  },
  {
    name: "a deadline ends all attempts together",
    async run({ createClient, lab }) {
      const { baseUrl } = lab("silent");
      const melio = createClient({ baseUrl, deadline: 200 });
      const error = await rejects(
        melio.auth.createToken(),
        "MelioTimeoutError",
      );
      equal(error.limit, "deadline", "limit");
    },
  },
  {
    name: "an attempt that timed out is made again",
    async run({ createClient, lab }) {
      const { baseUrl, requests } = lab("silent");
      const melio = createClient({ baseUrl, timeout: 200, maxRetries: 1 });
      const error = await rejects(
        melio.auth.createToken(),
        "MelioTimeoutError",
      );
      equal(error.attempts, 2, "attempts");
      const keys = (await requests()).map(({ headers }) =>
        headers.filter(([, value]) => value === error.idempotencyKey),
      );
      check(keys.length === 2 && keys[1]?.length === 1, "the key has changed");
    },
  },
];
