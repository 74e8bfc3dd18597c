import { createTokenHandler } from "@melio-platform/client/handler";
import { defineEventHandler, toWebRequest } from "h3";
import { sessionOf } from "../../utils/session.js";
import { tokens } from "../../utils/tokens.js";

const handleToken = createTokenHandler({
  tokens,
  async authorize(_request, event) {
    const { data } = await sessionOf(event);
    return data.account ?? new Response("Please sign in", { status: 401 });
  },
});

export default defineEventHandler((event) =>
  handleToken(toWebRequest(event), event),
);
