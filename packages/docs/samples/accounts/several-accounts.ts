import { createMelioClient } from "@melio-platform/client";

const melio = createMelioClient();

// Each token acts for its own Account. The calls may run at once.
const tokens = await Promise.all(
  ["acc_123", "acc_456"].map((melioAccount) =>
    melio.auth.createToken({ melioAccount }),
  ),
);
console.log(tokens.length);
