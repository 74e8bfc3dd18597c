import { readFile } from "node:fs/promises";
import { createMelioClient } from "@melio-platform/client";

const file = process.env.MELIO_API_KEY_FILE ?? "/run/secrets/melio-api-key";

// Asked before every attempt: a new key in the file is used at once.
const melio = createMelioClient({
  apiKey: async () => (await readFile(file, "utf8")).trim(),
});
await melio.auth.createToken({ melioAccount: "acc_123" });
