import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";

const tokens = createTokenCache({ melio: createMelioClient() });

const first = await tokens.get("acc_123");
const again = await tokens.get("acc_123");
console.log(first.accessToken === again.accessToken); // true: minted once

// The user has lost this Account: the cache does not return its token again.
await tokens.invalidate("acc_123");
