import axiosDefault from "axios";
import { apiKey, createCallHeaders, tokenPath } from "../token-call.js";

/** @type {import("../contestant.js").Contestant} */
export const axios = {
  name: "axios",
  entry: 'export { default } from "axios";',
  connect({ baseUrl }) {
    const client = axiosDefault.create({
      baseURL: baseUrl,
      headers: { "API-Key": apiKey },
    });
    return async () => {
      const { data } = await client.post(tokenPath, undefined, {
        headers: createCallHeaders(),
      });
      return data.data.accessToken;
    };
  },
};
