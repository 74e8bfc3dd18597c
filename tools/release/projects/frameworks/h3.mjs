// Nitro 3 runs this h3. In a Nitro project, the handler is a file of its own.
import { createTokenHandler } from "@melio-platform/client/handler";
import { defineHandler, H3, serve, useSession } from "h3";
import { tokens } from "./tokens.mjs";

const sessionOf = (event) =>
  useSession(event, {
    password: process.env.SESSION_SECRET,
    cookie: { secure: false }, // for this example only: it runs over http
  });
const port = Number(process.env.PORT ?? 3000);
const app = new H3();

// Replace this with your own sign-in.
app.post("/login", async (event) => {
  const session = await sessionOf(event);
  await session.update({ account: "acc_123" });
  return "";
});

const handleToken = createTokenHandler({
  tokens,
  async authorize(_request, event) {
    const { data } = await sessionOf(event);
    return data.account ?? new Response("Please sign in", { status: 401 });
  },
});
app.all(
  "/melio/token",
  defineHandler((event) => handleToken(event.req, event)),
);

await serve(app, {
  port,
  silent: true,
}).ready();
console.log(`Listening on http://localhost:${port}`);
