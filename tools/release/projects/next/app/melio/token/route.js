import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";
import { createTokenHandler } from "@melio-platform/client/handler";
import { getSession } from "../../../session.js";

export const POST = createTokenHandler({
  tokens: createTokenCache({ melio: createMelioClient() }),
  async authorize() {
    const { account } = await getSession();
    return account ?? new Response("Please sign in", { status: 401 });
  },
});
