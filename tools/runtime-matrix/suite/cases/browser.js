import { check, equal } from "../expect.js";

/** @type {import("../case.js").Case[]} */
export const browserCases = [
  {
    name: "refuses to be created in a page unless the caller insists",
    only: ["browser"],
    async run({ createClient, sdk }) {
      try {
        createClient({ dangerouslyAllowBrowser: undefined });
      } catch (error) {
        check(error instanceof sdk.MelioConfigError, "another error");
        return;
      }
      throw new Error("it was created");
    },
  },
  {
    name: "is no browser's, and needs no leave",
    only: ["node", "bun", "deno", "workerd"],
    async run({ createClient }) {
      const melio = createClient({ dangerouslyAllowBrowser: false });
      equal(typeof melio.auth.createToken, "function", "createToken");
    },
  },
];
