import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";
import { createTokenHandler } from "@melio-platform/client/handler";
import { userOf } from "./your-session.js";

const tokens = createTokenCache({ melio: createMelioClient() });

export const POST = createTokenHandler({
  tokens,
  authorize: async (request) => (await userOf(request))?.melioAccount,
  onError: (error) => console.error("No Melio token:", error),
});
