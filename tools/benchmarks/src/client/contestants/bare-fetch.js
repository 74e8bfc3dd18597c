import { createHeaders, tokenPath } from "../token-call.js";

/** The yardstick: nothing between the program and the runtime. */
/** @type {import("../contestant.js").Contestant} */
export const bareFetch = {
  name: "fetch",
  entry: undefined,
  connect({ baseUrl }) {
    const url = baseUrl + tokenPath;
    return async () => {
      const response = await fetch(url, {
        method: "POST",
        headers: createHeaders(),
      });
      if (!response.ok) throw new Error(`${response.status}`);
      const { data } = await response.json();
      return data.accessToken;
    };
  },
};
