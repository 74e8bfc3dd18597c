import { check, equal } from "../expect.js";

/** @type {import("../case.js").Case[]} */
export const mintCases = [
  {
    name: "mints a token, another one with each call",
    async run({ createClient }) {
      const melio = createClient();
      const first = await melio.auth.createToken();
      const second = await melio.auth.createToken();
      check(first.accessToken && first.refreshToken, "a token is empty");
      check(first.accessToken !== second.accessToken, "both tokens are equal");
      check(Date.parse(first.expiresAt) > Date.now(), "it has expired already");
    },
  },
  {
    name: "mints a token for an account",
    async run({ createClient, lab, settings }) {
      const melioAccount = "acc_matrix";
      await createClient().auth.createToken({ melioAccount });
      const [request] = await lab("mock").requests();
      const sent = new Map(request?.headers);
      equal(
        sent.get(settings.headers.account.toLowerCase()),
        melioAccount,
        "account on the wire",
      );
    },
  },
  {
    name: "gives the response beside the token",
    async run({ createClient, lab }) {
      const { data, response, idempotencyKey, attempts } = await createClient()
        .auth.createToken()
        .withResponse();
      check(data.accessToken, "the token is empty");
      equal(response.status, 200, "status");
      check(
        response.headers.get("Content-Type")?.startsWith("application/json"),
        "the headers cannot be read",
      );
      check(idempotencyKey, "the idempotency key is missing");
      equal(attempts, 1, "attempts");
      equal((await lab("mock").requests()).length, 1, "requests");
    },
  },
  {
    name: "gives openapi-fetch's result through melio.http",
    async run({ createClient }) {
      const { http } = createClient();
      const { data, error, response } = await http.POST("/auth/token");
      equal(response.ok, true, "response.ok");
      equal(error, undefined, "error");
      check(data?.data.accessToken, "the token is empty");
    },
  },
];
