import kyDefault from "ky";
import { apiKey, createCallHeaders, tokenPath } from "../token-call.js";

/** @type {import("../contestant.js").Contestant} */
export const ky = {
  name: "ky",
  entry: 'export { default } from "ky";',
  connect({ baseUrl }) {
    const client = kyDefault.create({
      prefixUrl: baseUrl,
      headers: { "API-Key": apiKey },
    });
    const path = tokenPath.slice(1); // as `prefixUrl` wants it
    return async () => {
      const response = client.post(path, { headers: createCallHeaders() });
      /** @type {import("@melio-platform/client").PostAuthResponse} */
      const { data } = await response.json();
      return data.accessToken;
    };
  },
};
