import { createMelioClient, isMelioError } from "@melio-platform/client";

const melio = createMelioClient({ timeout: 500, maxRetries: 1 });

try {
  await melio.auth.createToken({ melioAccount: "acc_123" });
} catch (error) {
  if (!isMelioError(error) || error.kind !== "timeout") throw error;
  console.error(`${error.limit} after ${error.attempts} attempts`);
}
