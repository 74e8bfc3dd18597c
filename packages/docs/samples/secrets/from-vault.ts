import { createMelioClient } from "@melio-platform/client";
import { readSecret } from "./your-vault.js";

const keepFor = 60_000; // milliseconds
let key: { value: string; until: number } | undefined;

/** The vault is asked once a minute, not for every attempt. */
async function apiKey() {
  if (!key || key.until < Date.now()) {
    const value = await readSecret("melio/api-key");
    key = { value, until: Date.now() + keepFor };
  }
  return key.value;
}

const melio = createMelioClient({ apiKey });
await melio.auth.createToken({ melioAccount: "acc_123" });
