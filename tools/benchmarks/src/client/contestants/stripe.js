import Stripe from "stripe";
import {
  account,
  apiKey,
  basePath,
  createCallHeaders,
  tokenPath,
} from "../token-call.js";

/** The core of Stripe's SDK: its generic method for an operation that the SDK does not know. */
/** @type {import("../contestant.js").Contestant} */
export const stripe = {
  name: "stripe",
  entry: 'export { default } from "stripe";',
  connect({ origin }) {
    const { hostname, port } = new URL(origin);
    const client = new Stripe(apiKey, {
      host: hostname,
      port,
      protocol: "http",
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
};
