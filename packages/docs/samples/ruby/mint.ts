import { createMelioClient, isMelioError } from "@melio-platform/client";

const melio = createMelioClient();

try {
  const token = await melio.auth.createToken({ melioAccount: "acc_123" });
  console.log(token.expiresAt);
} catch (error) {
  if (!isMelioError(error)) throw error;
  console.error(`No token: ${error.message}`);
}
