import { ofetch as ofetchDefault } from "ofetch";
import { apiKey, createCallHeaders, tokenPath } from "../token-call.js";

/** @type {import("../contestant.js").Contestant} */
export const ofetch = {
  name: "ofetch",
  entry: 'export { ofetch } from "ofetch";',
  connect({ baseUrl }) {
    const client = ofetchDefault.create({
      baseURL: baseUrl,
      headers: { "API-Key": apiKey },
    });
    return async () => {
      const { data } = await client(tokenPath, {
        method: "POST",
        headers: createCallHeaders(),
      });
      return data.accessToken;
    };
  },
};
