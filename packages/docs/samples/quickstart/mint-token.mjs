import { createMelioClient } from "@melio-platform/client";

const melio = createMelioClient();
const token = await melio.auth.createToken({ melioAccount: "acc_123" });

console.log("token:  ", token.accessToken);
console.log("expires:", token.expiresAt);
