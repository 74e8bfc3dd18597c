import { check, equal, rejects } from "../expect.js";

/** @type {import("../case.js").Case[]} */
export const idempotencyKeyCases = [
  {
    name: "sends the idempotency key that it is given, and gives it back",
    async run({ createClient, lab, settings }) {
      const given = "matrix-given-key";
      const melio = createClient();
      const first = await melio.auth
        .createToken({ idempotencyKey: given })
        .withResponse();
      equal(first.idempotencyKey, given, "key in the result");
      const again = await melio.auth.createToken({ idempotencyKey: given });
      equal(again, first.data, "token of the replayed call");
      equal(
        await keysSent(lab("mock"), settings),
        [given, given],
        "keys on the wire",
      );
    },
  },
  {
    name: "makes a new idempotency key for each call",
    async run({ createClient, lab, settings }) {
      const melio = createClient();
      await melio.auth.createToken();
      await melio.auth.createToken();
      const keys = await keysSent(lab("mock"), settings);
      equal(keys.length, 2, "keys");
      check(keys[0] && keys[1], "a key is empty");
      check(keys[0] !== keys[1], "both keys are equal");
    },
  },
  {
    name: "keeps the idempotency key over a retry",
    async run({ createClient, lab, settings }) {
      const place = lab("unavailable-once");
      const { idempotencyKey, attempts } = await createClient({
        baseUrl: place.baseUrl,
      })
        .auth.createToken()
        .withResponse();
      equal(attempts, 2, "attempts");
      equal(
        await keysSent(place, settings),
        [idempotencyKey, idempotencyKey],
        "keys on the wire",
      );
    },
  },
  {
    name: "refuses a malformed idempotency key before any request",
    async run({ createClient, lab }) {
      const call = createClient().auth.createToken({ idempotencyKey: "a\nb" });
      await rejects(call, "MelioConfigError");
      equal((await lab("mock").requests()).length, 0, "requests");
    },
  },
];

/**
 * @param {import("../lab.js").Place} place
 * @param {import("../lab.js").Settings} settings
 */
async function keysSent(place, { headers }) {
  const name = headers.idempotencyKey.toLowerCase();
  const requests = await place.requests();
  return requests.map((request) => new Map(request.headers).get(name));
}
