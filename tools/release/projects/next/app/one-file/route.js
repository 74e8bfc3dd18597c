import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";
import { createTokenHandler } from "@melio-platform/client/handler";
import { getIronSession } from "iron-session";
import { cookies } from "next/headers";

const readSession = async () =>
  getIronSession(await cookies(), {
    cookieName: "session",
    password: process.env.SESSION_SECRET,
  });

export const POST = createTokenHandler({
  tokens: createTokenCache({
    melio: createMelioClient(),
  }),
  async authorize() {
    const session = await readSession();
    return session.account;
  },
});
