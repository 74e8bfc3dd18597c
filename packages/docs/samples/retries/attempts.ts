import { createMelioClient } from "@melio-platform/client";

const melio = createMelioClient();

const { data, attempts, idempotencyKey } = await melio.auth
  .createToken({ melioAccount: "acc_123" })
  .withResponse();

console.log(`${attempts} attempts with the key ${idempotencyKey}`);
console.log(`expires ${data.expiresAt}`);
