import createClient from "openapi-fetch";
import { apiKey, createCallHeaders, tokenPath } from "../token-call.js";

/** @type {import("../contestant.js").Contestant} */
export const openapiFetch = {
  name: "openapi-fetch",
  entry: 'export { default } from "openapi-fetch";',
  connect({ baseUrl }) {
    /** @type {import("openapi-fetch").Client<import("@melio-platform/client").paths>} */
    const client = createClient({ baseUrl, headers: { "API-Key": apiKey } });
    return async () => {
      const { data } = await client.POST(tokenPath, {
        params: { header: createCallHeaders() },
      });
      if (!data) throw new Error("no token");
      return data.data.accessToken;
    };
  },
};
