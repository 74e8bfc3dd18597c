import OpenAI from "openai";
import { apiKey, createCallHeaders, tokenPath } from "../token-call.js";

/** The core of OpenAI's SDK: its generic method for an operation that the SDK does not know. */
/** @type {import("../contestant.js").Contestant} */
export const openai = {
  name: "openai",
  entry: 'export { default } from "openai";',
  connect({ baseUrl }) {
    const client = new OpenAI({
      apiKey,
      baseURL: baseUrl,
      defaultHeaders: { "API-Key": apiKey },
    });
    return async () => {
      /** @type {import("@melio-platform/client").PostAuthResponse} */
      const { data } = await client.post(tokenPath, {
        headers: createCallHeaders(),
      });
      return data.accessToken;
    };
  },
};
