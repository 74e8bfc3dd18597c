import { readFile } from "node:fs/promises";
import { createMelioClient } from "@melio-platform/client";

const file = process.env.MELIO_API_KEY_FILE ?? "/run/secrets/melio-api-key";

// Called before every attempt: a new key in the file is used at once.
const melio = createMelioClient({
  apiKey: async () => (await readFile(file, "utf8")).trim(),
});
const token = await melio.auth.createToken({ melioAccount: "acc_123" });
console.log(token.expiresAt);
