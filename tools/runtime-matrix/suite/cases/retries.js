import { check, equal, rejects } from "../expect.js";

/** @type {import("../case.js").Case[]} */
export const retryCases = [
  {
    name: "succeeds after a 503 that asks to come back at once",
    async run({ createClient, lab }) {
      const { baseUrl } = lab("unavailable-once");
      const melio = createClient({ baseUrl });
      const { data, attempts } = await melio.auth.createToken().withResponse();
      check(data.accessToken, "the token is empty");
      equal(attempts, 2, "attempts");
    },
  },
  {
    name: "makes one attempt if it may not retry",
    async run({ createClient, lab }) {
      const { baseUrl, requests } = lab("unavailable");
      const melio = createClient({ baseUrl, maxRetries: 0 });
      const error = await rejects(melio.auth.createToken(), "MelioApiError");
      equal(error.status, 503, "status");
      equal(error.kind, "server_error", "kind");
      equal((await requests()).length, 1, "requests");
    },
  },
  {
    name: "ends the call if the server asks for a longer wait than it may",
    async run({ createClient, lab }) {
      const { baseUrl, requests } = lab("unavailable");
      const melio = createClient({ baseUrl, maxRetryAfter: 1_000 });
      const error = await rejects(melio.auth.createToken(), "MelioApiError");
      equal(error.retryAfter, 3_600_000, "retryAfter");
      equal((await requests()).length, 1, "requests");
    },
  },
];
