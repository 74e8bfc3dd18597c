import { createMelioClient } from "@melio-platform/client";
import { account, apiKey } from "../token-call.js";

/** @type {import("../contestant.js").Contestant} */
export const melio = {
  name: "@melio-platform/client",
  entry: 'export * from "@melio-platform/client";',
  connect({ baseUrl }) {
    const client = createMelioClient({ apiKey, baseUrl });
    return async () => {
      const token = await client.auth.createToken({ melioAccount: account });
      return token.accessToken;
    };
  },
};
