import Stripe from "stripe";
import {
  account,
  apiKey,
  basePath,
  createCallHeaders,
  tokenPath,
} from "../token-call.js";

/**
 * The core of Stripe's SDK: its generic method for an operation that the SDK does not know.
 *
 * @param {string} name
 * @param {() => NonNullable<ConstructorParameters<typeof Stripe>[1]>} settings
 * @returns {import("../contestant.js").Contestant}
 */
const createContestant = (name, settings) => ({
  name,
  entry: 'export { default } from "stripe";',
  connect({ origin }) {
    const { hostname, port } = new URL(origin);
    const client = new Stripe(apiKey, {
      host: hostname,
      port,
      protocol: "http",
      ...settings(),
    });
    return async () => {
      const headers = createCallHeaders();
      const answer = await client.rawRequest(
        "POST",
        basePath + tokenPath,
        {},
        {
          idempotencyKey: headers["Idempotency-Key"],
          additionalHeaders: { "API-Key": apiKey, "Melio-Account": account },
        },
      );
      const { data } =
        /** @type {import("@melio-platform/client").PostAuthResponse} */ (
          /** @type {unknown} */ (answer)
        );
      return data.accessToken;
    };
  },
});

/** As it is in every runtime but Node. */
export const stripeOverFetch = createContestant("stripe over fetch", () => ({
  httpClient: Stripe.createFetchHttpClient(),
}));

/** Its default in Node, where node:http is faster than any fetch: no yardstick for who uses fetch. */
export const stripeOverHttp = createContestant(
  "stripe over node:http",
  () => ({}),
);
