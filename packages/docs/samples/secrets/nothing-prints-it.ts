import { createMelioClient } from "@melio-platform/client";

const melio = createMelioClient({ logger: console, logLevel: "debug" });

console.log(melio, JSON.stringify(melio));
await melio.auth.createToken({ melioAccount: "acc_123" }).catch(console.error);
