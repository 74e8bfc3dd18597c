import { createMelioClient } from "@melio-platform/client";

// The key comes from MELIO_API_KEY.
const melio = createMelioClient();

const token =
  await melio.auth.createToken({
    melioAccount: "acc_123",
  });

console.log(token.expiresAt);
