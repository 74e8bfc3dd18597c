// A Cloudflare worker, with MELIO_API_KEY, MELIO_BASE_URL and SESSION_SECRET as its bindings.
import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";
import { createTokenHandler } from "@melio-platform/client/handler";
import { Hono } from "hono";
import { getSignedCookie, setSignedCookie } from "hono/cookie";

let handleToken;
const createHandler = ({ MELIO_API_KEY, MELIO_BASE_URL }) =>
  createTokenHandler({
    tokens: createTokenCache({
      melio: createMelioClient({
        apiKey: MELIO_API_KEY,
        baseUrl: MELIO_BASE_URL,
      }),
    }),
    authorize: async (_request, c) =>
      (await getSignedCookie(c, c.env.SESSION_SECRET, "account")) ||
      new Response("Please sign in", { status: 401 }),
    waitUntil: (renewal, c) => c.executionCtx.waitUntil(renewal),
  });

const app = new Hono();
// Replace this with your own sign-in.
app.post("/login", async (c) => {
  await setSignedCookie(c, "account", "acc_123", c.env.SESSION_SECRET);
  return c.body(null, 204);
});
app.all("/melio/token", (c) => {
  handleToken ??= createHandler(c.env);
  return handleToken(c.req.raw, c);
});
export default app;
