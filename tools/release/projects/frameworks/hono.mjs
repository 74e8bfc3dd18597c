import { serve } from "@hono/node-server";
import { createTokenHandler } from "@melio-platform/client/handler";
import { Hono } from "hono";
import { getSignedCookie, setSignedCookie } from "hono/cookie";
import { HTTPException } from "hono/http-exception";
import { tokens } from "./tokens.mjs";

const port = Number(process.env.PORT ?? 3000);
const secret = process.env.SESSION_SECRET;
const app = new Hono();

// Replace this with your own sign-in.
app.post("/login", async (c) => {
  await setSignedCookie(c, "account", "acc_123", secret, { httpOnly: true });
  return c.body(null, 204);
});

const handleToken = createTokenHandler({
  tokens,
  async authorize(_request, c) {
    const account = await getSignedCookie(c, secret, "account");
    if (!account) throw new HTTPException(401, { message: "Please sign in" });
    return account;
  },
});
app.all("/melio/token", (c) => handleToken(c.req.raw, c));

serve({ fetch: app.fetch, port }, () =>
  console.log(`Listening on http://localhost:${port}`),
);
