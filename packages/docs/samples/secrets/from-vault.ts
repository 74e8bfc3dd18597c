import { createMelioClient } from "@melio-platform/client";

const keepFor = 60_000; // milliseconds
let key: { value: string; until: number } | undefined;

/** Asks the vault once a minute, and when Melio has rejected the key. */
async function apiKey(rejected?: string) {
  if (!key || key.until < Date.now() || key.value === rejected) {
    const value = await readSecret("melio/api-key");
    key = { value, until: Date.now() + keepFor };
  }
  return key.value;
}

/** A placeholder: call your secret store here. */
async function readSecret(name: string): Promise<string> {
  const value = process.env.MELIO_API_KEY;
  if (!value) throw new Error(`There is no ${name}`);
  return value;
}

const melio = createMelioClient({ apiKey });
const token = await melio.auth.createToken({ melioAccount: "acc_123" });
console.log(token.expiresAt);
