import { createMelioClient } from "@melio-platform/client";

// For all calls of this client: up to five attempts, no wait over 5 s.
const melio = createMelioClient({ maxRetries: 4, maxRetryAfter: 5_000 });
await melio.auth.createToken({ melioAccount: "acc_123" });

// For this call: one attempt.
await melio.auth.createToken({ melioAccount: "acc_123" }, { maxRetries: 0 });
