// A backend's process: does with its token cache what the test sends it, one after the other.
import { createSharedTokens } from "../examples/shared-tokens.js";

const [, , redisUrl = "", secret = ""] = process.argv;
const { tokens } = createSharedTokens(redisUrl, secret);

/** @param {{ id: number, does: "get" | "invalidate", account: string }} order */
async function obey({ id, does, account }) {
  try {
    process.send?.({ id, result: await tokens[does](account) });
  } catch (error) {
    process.send?.({ id, error: String(error) });
  }
}
process.on("message", obey);
process.on("disconnect", () => process.exit());
process.send?.({ id: 0 });
