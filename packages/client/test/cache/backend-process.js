// A serverless function's process: asks its cache for a token, by a clock that the test sets.
import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";

const melio = createMelioClient({ maxRetries: 0 }); // from the environment
const tokens = createTokenCache({ melio });
const { now } = Date;

process.on("message", async (/** @type {{ ahead: number }} */ { ahead }) => {
  Date.now = () => now() + ahead; // the steady clock stands still in a freeze
  const { accessToken, expiresAt } = await tokens.get("acc_1");
  process.send?.({ accessToken, isValid: Date.parse(expiresAt) > Date.now() });
});
process.on("disconnect", () => process.exit());
