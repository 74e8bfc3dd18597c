import { randomUUID } from "node:crypto";
import { createMelioClient, isMelioError } from "@melio-platform/client";

const melio = createMelioClient();

// Store the key with the job: it outlives this process.
const job = { account: "acc_123", idempotencyKey: randomUUID() };

async function work() {
  const { account, idempotencyKey } = job;
  const token = await melio.auth.createToken({
    melioAccount: account,
    idempotencyKey,
  });
  console.log(`expires ${token.expiresAt}`);
}

try {
  await work();
} catch (error) {
  if (!isMelioError(error) || error.kind !== "connection") throw error;
  // Was the token minted? The same key gets the first response again.
  console.log(`no answer in ${error.attempts} attempts, again`);
  await work();
}
