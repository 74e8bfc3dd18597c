import { createMelioClient } from "@melio-platform/client";

const melio = createMelioClient({ timeout: 5_000, deadline: 20_000 });

// This page cannot wait as long.
const token = await melio.auth.createToken(
  { melioAccount: "acc_123" },
  { timeout: 2_000, deadline: 4_000 },
);
console.log(token.expiresAt);
