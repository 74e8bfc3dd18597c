import { createMelioClient } from "@melio-platform/client";

const melio = createMelioClient({ environment: "sandbox" });
const token = await melio.auth.createToken({ melioAccount: "acc_123" });

console.log(token.accessToken, token.expiresAt);
