import { createMelioClient } from "@melio-platform/client";

const account = { melioAccount: "acc_123" };

// For all calls of this client: up to five attempts, no wait over 5 s.
const melio = createMelioClient({ maxRetries: 4, maxRetryAfter: 5_000 });
const patient = await melio.auth.createToken(account).withResponse();
console.log(`minted in attempt ${patient.attempts}`);

// For this call: one attempt.
const { attempts } = await melio.auth
  .createToken(account, { maxRetries: 0 })
  .withResponse();
console.log(`minted in attempt ${attempts}`);
